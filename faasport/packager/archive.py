"""An artifact as bytes: the same files make the same archive, wherever and whenever."""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from faasport.packager.kept import packs
from faasport.packager.target import Artifact, Files
from faasport.project.digest import sha256 as sha256

# The first moment that the format of zip knows.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_REGULAR = 0o100000
_AT_ONCE = 2
_CHECKSUM = 4


def archived(files: Files) -> bytes:
    """A zip of the files: sorted, with one date, with the rights that a platform needs."""
    buffer = io.BytesIO()
    deflated = packs.made("deflated", f"2 {zlib.ZLIB_RUNTIME_VERSION}", files, _deflated)
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            info = ZipInfo(path, _EPOCH)
            info.create_system = _UNIX
            info.compress_type = ZIP_DEFLATED
            info.external_attr = (_REGULAR | mode(path, content)) << 16
            info.file_size = len(content)
            _add(archive, info, deflated[path])
    return buffer.getvalue()


def _deflated(files: Files) -> Files:
    """As ZipFile does it, several at once: zlib lets other threads run."""
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        return dict(zip(files, workers.map(_deflate, files.values()), strict=True))


def _deflate(content: bytes) -> bytes:
    """The checksum, and what is written."""
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    checksum = zlib.crc32(content).to_bytes(_CHECKSUM, "little")
    return checksum + compressor.compress(content) + compressor.flush()


def _add(archive: ZipFile, info: ZipInfo, deflated: bytes) -> None:
    """Write an entry that is deflated already, which ZipFile has no method for."""
    file: Any = archive.fp
    info.CRC = int.from_bytes(deflated[:_CHECKSUM], "little")
    info.compress_size = len(deflated) - _CHECKSUM
    info.header_offset = file.tell()
    file.write(info.FileHeader())
    file.write(memoryview(deflated)[_CHECKSUM:])
    archive.filelist.append(info)
    archive.start_dir = file.tell()


def mode(path: str, content: bytes) -> int:
    """0755 for what the system may load or run, 0644 for the rest."""
    runs = content.startswith((b"\x7fELF", b"#!")) or path.endswith(".so")
    return 0o755 if runs else 0o644


def written(artifact: Artifact) -> dict[str, bytes]:
    """The files that the output folder gets for an artifact."""
    if artifact.archive:
        return {artifact.path: archived(artifact.files)}
    return {f"{artifact.path}/{path}": content for path, content in artifact.files.items()}


def digest(artifact: Artifact, files: Mapping[str, bytes]) -> str:
    """The SHA-256 of an archive; of a folder, that of its sorted `path NUL sha256` lines."""
    if artifact.archive:
        return sha256(files[artifact.path])
    return of_folder({path: sha256(content) for path, content in artifact.files.items()})


def of_folder(digests: Mapping[str, str]) -> str:
    """The digest of a folder by those of its files, whose paths are relative to it."""
    lines = (f"{path}\0{value}\n" for path, value in sorted(digests.items()))
    return sha256("".join(lines).encode())
