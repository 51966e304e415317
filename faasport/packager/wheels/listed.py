"""`requirements.txt` and what it includes, as lines that hold in the project's folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from faasport.packager.wheels import complaints, declared
from faasport.packager.wheels.lines import logical
from faasport.project import seen
from faasport.project.problem import Problem, ProblemsFound

FILE = "requirements.txt"
_EDITABLE = re.compile(r"^(?:-e|--editable\b)[\s=]*")
_ITSELF = re.compile(r"\./?(?:\[(?P<extras>[^]]*)\])?")
_WHEELS = re.compile(r"(?:-f|--find-links\b)[\s=]*(?P<path>.+)")
_NESTED = re.compile(r"(?:-r|--requirement\b)[\s=]*(?P<path>.+)")
_CONSTRAINT = re.compile(r"(?:-c|--constraint\b)[\s=]*(?P<path>.+)")


def lines(root: Path) -> Iterator[str]:
    """All of them, in their order."""
    return _of_file(root, root / FILE)


def _of_file(root: Path, path: Path, above: tuple[Path, ...] = ()) -> Iterator[str]:
    seen.note(path)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemsFound([_bad(path, f"{_reason(error)}.", "Correct the file.")]) from error
    for line in logical(text):
        if nested := _NESTED.match(line):
            yield from _included(root, nested["path"], (*above, path.resolve()))
        else:
            yield from _settled(root, line, path)


def _included(root: Path, named: str, above: tuple[Path, ...]) -> Iterator[str]:
    path = _local(named, above[-1])
    if path is None:
        message = f"{complaints.bare(named)} is not on this machine."
        raise ProblemsFound([_bad(above[-1], message, "Download it, and name the file.")])
    if path in above:
        message = f"it includes {path.name}, which includes it in turn."
        raise ProblemsFound([_bad(above[-1], message, "Take one of the two lines out.")])
    yield from _of_file(root, path, above)


def _settled(root: Path, line: str, file: Path) -> Iterable[str]:
    """A line as it holds on standard input of a program in `root`, wherever it was found: the same
    in every folder. What is editable is not, in an artifact: there it would be a path of this
    machine."""
    for option, form in (("--constraint", _CONSTRAINT), ("--find-links", _WHEELS)):
        if match := form.match(line):
            path = _local(match["path"], file)
            if path and not path.exists():
                message = f"{option} {match['path']}: there is nothing of this name."
                raise ProblemsFound([_bad(file, message, "Correct the line.")])
            return [f"{option} {os.path.relpath(path, root) if path else match['path']}"]
    bare = _EDITABLE.sub("", line, count=1)
    if itself := _ITSELF.fullmatch(bare):
        return declared.lines(file.parent, itself["extras"] or "")
    return [bare]


def _local(named: str, file: Path) -> Path | None:
    """What a file names by its path from there; None for a URL."""
    path = named.strip("\"'")
    return None if "://" in path else (file.parent / path).resolve()


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _bad(file: Path, message: str, fix: str) -> Problem:
    return Problem("bad-requirements", str(file), message, fix)
