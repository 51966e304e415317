"""What a run has looked at on this machine, so that a later one can tell whether it is the same.

A sight of a file is what the system says of it; none is there where no file is. While a file is so
young that its next change may leave the same times, its content belongs to the sight. Git does so
for its index: https://git-scm.com/docs/racy-git
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from os import stat_result
from pathlib import Path
from stat import S_ISREG

Sight = list[int | str]
"""Size, times, number and rights, and the digest of the content or "". Empty: there is no file."""
YOUNG = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use, that of FAT."""
NOTHING: Sight = []

_RUN: ContextVar[dict[str, Sight] | None] = ContextVar("_RUN", default=None)


@contextmanager
def recorded() -> Iterator[dict[str, Sight]]:
    """For a while, what is noted: the sights of files by their paths."""
    sights: dict[str, Sight] = {}
    token = _RUN.set(sights)
    try:
        yield sights
    finally:
        _RUN.reset(token)


def note(path: Path) -> None:
    """Record how a file is now. Whoever reads it, or asks whether it is there, says so before."""
    run = _RUN.get()
    if run is not None:
        # As it was first: a change while the run goes on is a change.
        run.setdefault(str(path.absolute()), of(path))


def has(file: Path) -> bool:
    """Whether there is such a file; that is noted."""
    note(file)
    return file.is_file()


def of(path: Path) -> Sight:
    """How a file is now."""
    try:
        found = path.stat()
        if not S_ISREG(found.st_mode):
            return NOTHING
        return [*told(found), _digest(path) if is_young(found) else ""]
    except OSError:
        return NOTHING


def same(path: Path, sight: Sight) -> bool:
    """Whether a file is still as it was."""
    try:
        found = path.stat()
        if not S_ISREG(found.st_mode):
            return sight == NOTHING
        return sight[:-1] == told(found) and sight[-1] in ("", _digest(path))
    except (FileNotFoundError, NotADirectoryError):
        return sight == NOTHING
    except OSError:
        return False


def program(path: Path) -> str:
    """What changes when another program comes to be in the place of one."""
    real = path.resolve()
    found = real.stat()
    return f"{real} {found.st_size} {found.st_mtime_ns} {found.st_ino}"


def is_young(found: stat_result) -> bool:
    """Whether another change may leave the same times."""
    return not _is_old(max(found.st_mtime_ns, found.st_ctime_ns))


def has_grown(sight: Sight) -> bool:
    """Whether the content was part of a sight, and need not be any longer."""
    return bool(sight) and sight[-1] != "" and _is_old(max(int(sight[1]), int(sight[2])))


def _is_old(moment: int) -> bool:
    return time.time_ns() - moment >= YOUNG


def told(found: stat_result) -> Sight:
    """What the system says of a file, and would say otherwise of another one."""
    times = (found.st_mtime_ns, found.st_ctime_ns)
    return [found.st_size, *times, found.st_ino, found.st_dev, found.st_mode]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
