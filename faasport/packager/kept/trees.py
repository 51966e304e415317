"""Whole folders in the user's cache, for what must lie on a disk to be used.

A folder has a name of its own and is never written again; what it is for is an entry of the store,
with the digest of every file. So nobody's folder is replaced while another run imports from it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from faasport.packager.target import Files
from faasport.project import cache, store
from faasport.project.digest import sha256

MOST = 4 << 30
"""Bytes of all folders; beyond it those go that have not been used for longest."""
_DAY = 24 * 60 * 60
_IN_USE = 60 * 60


@dataclass(frozen=True)
class Tree:
    """A folder, and those of its files that were asked for when it was kept."""

    folder: Path
    files: Files


def get(kind: str, name: str, oldest: float = 0) -> Tree | None:
    """The folder that was kept under this name since that time, if it is what it was."""
    entry = store.get(kind, name)
    if entry is None:
        return None
    told = json.loads(entry)
    folder = _trees() / told["folder"]
    if told["made"] < oldest:
        return None
    try:
        files = dict(_read(folder, told["files"]))
        with contextlib.suppress(PermissionError):  # it is somebody else's
            if time.time() - folder.stat().st_mtime > _DAY:
                os.utime(folder)
    except (OSError, ValueError):
        return None
    return Tree(folder, {path: files[path] for path in told["asked"]})


def put(kind: str, name: str, folder: Path, asked: Iterable[str]) -> Path:
    """Keep a folder, which moves: its new place, or the old one if this machine keeps nothing."""
    files = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    digests = {path: sha256(file.read_bytes()) for path, file in files.items()}
    size = sum(file.stat().st_size for file in files.values())
    try:
        _trees().mkdir(parents=True, exist_ok=True)
        _trim(_trees())
        place = Path(tempfile.mkdtemp(prefix=f"{size}-", dir=_trees()))
        shutil.move(folder, place / "files")
    except OSError:
        return folder
    told = {
        "folder": f"{place.name}/files",
        "made": time.time(),
        "files": digests,
        "asked": list(asked),
    }
    store.put(kind, name, json.dumps(told).encode())
    return place / "files"


def _trees() -> Path:
    return cache.directory() / "trees"


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def _read(folder: Path, digests: Mapping[str, str]) -> Iterable[tuple[str, bytes]]:
    for path, digest in digests.items():
        # There are hundreds of them: neither a Path for each, nor a buffer.
        with open(f"{folder}/{path}", "rb", buffering=0) as file:  # noqa: PTH123
            content = file.read()
        if sha256(content) != digest:
            raise ValueError(path)
        yield path, content


def _trim(trees: Path) -> None:
    """Take out what is too much, but nothing that a run may be using."""
    known = sorted(((each.stat().st_mtime, each) for each in trees.glob("[0-9]*-*")), reverse=True)
    total = 0
    for used, each in known:
        total += int(each.name.partition("-")[0])
        if total > MOST and time.time() - used > _IN_USE:
            with contextlib.suppress(OSError):
                shutil.rmtree(each)
