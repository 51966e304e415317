"""A real interpreter of a given Python version on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache as once
from pathlib import Path
from typing import Any

from faasport.project import cache, seen, uv
from faasport.project.problem import Problem, ProblemsFound

_PROBE_SECONDS = 15
_FIND_SECONDS = 60
_DOWNLOAD_SECONDS = 240
_VERSION = (
    "import sys; "
    "print('%d.%d' % sys.version_info[:2], sys.implementation.name, sys.version.split()[0])"
)


@once
def find(python: str, *, download: bool = True) -> Path:
    """The interpreter of this version ("3.13"): found, proven by running it, or downloaded."""
    known = _known(python)
    if known:
        return known
    searches: list[Callable[[str], Iterator[Path]]] = [_ours, _by_uv, _by_pyenv]
    if download:
        searches.append(_by_download)
    for search in searches:
        for candidate in search(python):
            told = _asked(candidate)
            if told[:2] == [python, "cpython"]:
                _remember(python, candidate, told[-1])
                return candidate
    raise ProblemsFound([_missing(python)])


def release(python: str) -> str:
    """Which release of this version is on this machine ("3.13.1"), or nothing.

    Two of them may make different bytecode of one source: their compilers have had faults, and
    optimise by and by better, while the magic number stays that of the version.
    """
    try:
        return release_of(find(python, download=False), python)
    except ProblemsFound:
        return ""


def release_of(interpreter: Path, python: str) -> str:
    """That of an interpreter that was found for this version."""
    told = _told(python)
    is_it = (told.get("path"), told.get("identity")) == (str(interpreter), identity(interpreter))
    return str((is_it and told.get("release")) or (_asked(interpreter) or [""])[-1])


def _known(python: str) -> Path | None:
    """The one that was proven earlier, if the very same program is still there."""
    told = _told(python)
    try:
        path = Path(told["path"])
        return path if told["release"] and told["identity"] == identity(path) else None
    except (OSError, KeyError, TypeError):
        return None


def _told(python: str) -> dict[str, Any]:
    try:
        found = json.loads(_note(python).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(python: str, interpreter: Path, release: str) -> None:
    told = {"path": str(interpreter), "identity": identity(interpreter), "release": release}
    with suppress(OSError):
        cache.write(_note(python), json.dumps(told).encode())


def _note(python: str) -> Path:
    """By the program that asks, too: its own interpreter comes first."""
    asker = hashlib.sha256(sys.base_prefix.encode()).hexdigest()[:16]
    return cache.directory() / "interpreters" / asker / python


def identity(interpreter: Path) -> str:
    """What changes when another interpreter comes to be in its place."""
    return seen.program(interpreter)


def _ours(python: str) -> Iterator[Path]:
    if python == f"{sys.version_info.major}.{sys.version_info.minor}":
        # Beneath a virtual environment; its own interpreter would bring its packages along.
        yield Path(sys.base_prefix, "bin", f"python{python}")
        yield Path(getattr(sys, "_base_executable", None) or sys.executable)


def _by_uv(python: str) -> Iterator[Path]:
    found = uv.run(
        ["python", "find", "--system", "--no-python-downloads", "--no-project", python],
        timeout=_FIND_SECONDS,
    )
    if found.code == 0 and found.stdout.strip():
        yield Path(found.stdout.strip())


def _by_pyenv(python: str) -> Iterator[Path]:
    """What pyenv really has. Its shims are on PATH for every version, and fail for most."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    try:
        folders = sorted(root.glob(f"versions/{python}*"), key=_numbers, reverse=True)
    except PermissionError:  # somebody else's
        return
    for folder in folders:
        yield folder / "bin" / "python"


def _by_download(python: str) -> Iterator[Path]:
    done = uv.run(["python", "install", python], timeout=_DOWNLOAD_SECONDS)
    if done.code == 0:
        yield from _by_uv(python)


def _numbers(folder: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", folder.name)]


def _asked(candidate: Path) -> list[str]:
    """The version of this program, what it is, and its release; nothing if it does not run."""
    try:
        done = subprocess.run(  # noqa: S603  # to see whether it is what it is called
            [candidate, "-I", "-S", "-c", _VERSION],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.split() if done.returncode == 0 else []


def _missing(python: str) -> Problem:
    return Problem(
        code="no-interpreter",
        where=f"Python {python}",
        message="this machine has no such interpreter, and uv could not download one.",
        fix=f"Install it, for example: uv python install {python}.",
    )
