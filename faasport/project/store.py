"""Bytes in the user's cache, by the digest of what they were made from.

An entry is whole or not there: it is written beside its place and moved, and it begins with its own
digest. What cannot be read, or is not what it was, is made anew; what cannot be written is not
kept. Nothing is ever wrong for want of an entry.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

from faasport.project import cache

MOST = 1 << 30
"""Bytes of all entries of a kind; beyond it those go that have not been used for longest."""
_DIGEST = 32
_DAY = 24 * 60 * 60


def key(*parts: str) -> str:
    """One name for these texts in this order."""
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()


def get(kind: str, name: str) -> bytes | None:
    """What was kept under this name; None where nothing is, or not what was."""
    file = _file(kind, name)
    try:
        content = file.read_bytes()
        with contextlib.suppress(PermissionError):  # it is somebody else's
            if time.time() - file.stat().st_mtime > _DAY:
                os.utime(file)
    except OSError:
        return None
    digest, kept = content[:_DIGEST], content[_DIGEST:]
    return kept if hashlib.sha256(kept).digest() == digest else None


def put(kind: str, name: str, content: bytes) -> None:
    """Keep it, if this machine lets us."""
    file = _file(kind, name)
    with contextlib.suppress(OSError):
        cache.write(file, hashlib.sha256(content).digest() + content)
        _trim(file.parent.parent)


def _file(kind: str, name: str) -> Path:
    return cache.directory() / kind / name[:2] / name


def _trim(folder: Path) -> None:
    """Once a day, take out what is too much."""
    marker = folder / ".trimmed"
    if marker.exists() and time.time() - marker.stat().st_mtime < _DAY:
        return
    marker.touch()
    for file in _oldest(folder.glob("*/*"), MOST):
        file.unlink(missing_ok=True)


def _oldest(files: Iterable[Path], most: int) -> list[Path]:
    """Those that go, so that the rest is no more than this."""
    known = sorted(((file.stat(), file) for file in files), key=lambda each: -each[0].st_mtime)
    total, gone = 0, []
    for stat, file in known:
        total += stat.st_size
        if total > most:
            gone.append(file)
    return gone
