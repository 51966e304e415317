"""The one module that writes output folders: all of them, or none."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from faasport.packager.archive import mode
from faasport.packager.marker import foreign, left_by_tools
from faasport.packager.target import Files
from faasport.project.files import lay_out
from faasport.project.problem import Problem, ProblemsFound, refuse

_BESIDE = ".faasport-"


def replace(
    out: Path,
    folders: Mapping[str, Files],
    tool_files: Mapping[str, Sequence[str]] | None = None,
    inspect: Callable[[Path], None] = lambda _drafts: None,
) -> None:
    """Put each set of files into its folder below `out`, in place of what we wrote before.

    Everything is first written beside its place, then moved; a failure puts the old folders back.
    `tool_files` are the globs, for each folder, of what others left there and is carried over.
    `inspect` sees the folder of the new folders before they move; what it raises stops that.
    """
    globs = {name: (tool_files or {}).get(name, ()) for name in folders}
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _alone(out), tempfile.TemporaryDirectory(prefix=_BESIDE, dir=out) as beside:
            refuse(problem for name in folders for problem in foreign(out / name, globs[name]))
            new, old = Path(beside, "new"), Path(beside, "old")
            old.mkdir()
            for name, files in folders.items():
                _lay_out(files, new / name)
                _carry_over(out / name, new / name, globs[name])
            inspect(new)
            _swap(out, new, old, list(folders))
    except OSError as error:
        fix = "Make room there, see to its rights, or choose another folder with --out."
        problem = Problem("cannot-write", str(out), f"{error.strerror or error}.", fix)
        raise ProblemsFound([problem]) from error


@contextlib.contextmanager
def _alone(out: Path) -> Iterator[None]:
    """One process at a time: another that writes here waits. Where a folder cannot be locked
    (Windows), the last one to write wins."""
    if os.name != "posix":
        yield
        return
    lock = import_module("fcntl")
    handle = os.open(out, os.O_RDONLY)
    try:
        lock.flock(handle, lock.LOCK_EX)
        for left in sorted(out.glob(f"{_BESIDE}*")):
            _recover(out, left)
        yield
    finally:
        os.close(handle)


def _recover(out: Path, left: Path) -> None:
    """Clean up after a run that was killed; what it had moved away goes back to its place."""
    if {path.name for path in left.iterdir()} - {"new", "old"}:
        return
    for moved in (left / "old").glob("*"):
        if not (out / moved.name).exists():
            moved.replace(out / moved.name)
    shutil.rmtree(left)


def _lay_out(files: Files, folder: Path) -> None:
    lay_out(files, folder)
    for path, content in files.items():
        if mode(path, content) & 0o100:
            (folder / path).chmod(0o755)


def _carry_over(old: Path, new: Path, globs: Sequence[str]) -> None:
    """Give the new folder the tools' files of the old one, which still has them if all fails."""
    for name in left_by_tools(old, globs):
        place = new / name
        if (old / name).is_dir() and not (old / name).is_symlink():
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(old / name, place, follow_symlinks=False)
        except FileExistsError:
            continue
        except OSError:
            shutil.copy2(old / name, place, follow_symlinks=False)


def _swap(out: Path, new: Path, old: Path, names: list[str]) -> None:
    moved: list[str] = []
    try:
        for name in names:
            if (out / name).exists():
                (out / name).replace(old / name)
            moved.append(name)
            (new / name).replace(out / name)
    except OSError:
        for name in moved:
            shutil.rmtree(out / name, ignore_errors=True)
            if (old / name).exists():
                (old / name).replace(out / name)
        raise
