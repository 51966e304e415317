"""The one module that writes into an imported project: all of its files, or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from faasport.migrator.opened import within
from faasport.project import config_file
from faasport.project.config_file import OWN_FILE, PYPROJECT
from faasport.project.files import lay_out
from faasport.project.problem import Problem, ProblemsFound, refuse

_BESIDE = ".faasport-"


def check(folder: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Refuse to write what would go over something: all of it at once."""
    refuse(_in_the_way(folder, files, force=force))


def write(folder: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Put the files into the folder. Everything is first written beside its place, then moved; a
    failure takes back what was moved."""
    check(folder, files, force=force)
    try:
        with tempfile.TemporaryDirectory(prefix=_BESIDE, dir=folder) as beside:
            new, old = Path(beside, "new"), Path(beside, "old")
            lay_out(files, new)
            _move(folder, new, old, list(files))
    except OSError as error:
        fix = "Make room there, and see to its rights."
        problem = Problem("cannot-write", str(folder), f"{error.strerror or error}.", fix)
        raise ProblemsFound([problem]) from error


def _move(folder: Path, new: Path, old: Path, paths: list[str]) -> None:
    moved: list[str] = []
    try:
        for path in paths:
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.exists():
                (old / path).parent.mkdir(parents=True, exist_ok=True)
                place.replace(old / path)
            moved.append(path)
            (new / path).replace(place)
    except OSError:
        for path in moved:
            (folder / path).unlink(missing_ok=True)
            if (old / path).exists():
                (old / path).replace(folder / path)
        raise


def _in_the_way(folder: Path, files: Mapping[str, bytes], *, force: bool) -> Iterator[Problem]:
    for path in files:
        place = within(folder, path)
        is_there = os.path.lexists(folder / path)
        if is_there and (place.is_dir() or not force):
            fix = "Move it away." if place.is_dir() else "Move it away, or write over it: --force."
            yield Problem("file-exists", path, "this is here already.", fix)
    if OWN_FILE in files and _has_table(folder):
        # With both, nothing could be read any more: --force would not help.
        yield Problem(
            "configured",
            f"{PYPROJECT}: tool.faasport",
            f"this project has a configuration, and {OWN_FILE} would be a second one.",
            f"Move the table away, or merge: `faasport import --dry-run` prints {OWN_FILE}.",
        )


def _has_table(folder: Path) -> bool:
    try:
        tool = (config_file.parse(folder / PYPROJECT) or {}).get("tool")
    except ProblemsFound:
        return False
    return isinstance(tool, dict) and "faasport" in tool
