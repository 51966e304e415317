"""What this machine says: the variables of the shell, and of a `.env` file at the stage `dev`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from faasport.project import seen
from faasport.project.problem import Problem, ProblemsFound, refuse

DOTENV = ".env"


def variables(root: Path, stage: str) -> dict[str, str]:
    """The shell's variables over those of the project's `.env`, which other stages never see."""
    from faasport.project.config import DEFAULT_STAGE

    own = dotenv(root) if stage == DEFAULT_STAGE else {}
    return {**own, **os.environ}


def dotenv(root: Path) -> dict[str, str]:
    """The project's `.env`, each value as it stands: `$` means nothing in it."""
    found = _lines(root)
    refuse(_bad_line(number) for number, _, value in found if value is None)
    return {key: value for _, key, value in found if value is not None}


def readable(root: Path) -> dict[str, str]:
    """What can be read of `.env`, however broken the rest is."""
    try:
        return {key: value for _, key, value in _lines(root) if value is not None}
    except (ProblemsFound, OSError):
        return {}


def _lines(root: Path) -> list[tuple[int, str, str | None]]:
    """Line, name and value of each statement; without a value it is none that we understand."""
    file = root / DOTENV
    seen.note(file)
    if not file.is_file():
        return []
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem("bad-dotenv", DOTENV, "this is not UTF-8.", "Correct the file.")
        raise ProblemsFound([problem]) from error
    return list(_statements(text))


def _statements(text: str) -> Iterator[tuple[int, str, str | None]]:
    from dotenv.parser import parse_stream

    for binding in parse_stream(StringIO(text)):
        # No variable of a process can hold a NUL.
        is_read = binding.value is not None and not (binding.error or "\0" in binding.value)
        if binding.error or binding.key is not None:
            yield binding.original.line, binding.key or "", binding.value if is_read else None


def _bad_line(number: int) -> Problem:
    # Never the line itself: it may hold what nobody is to read.
    return Problem(
        code="bad-dotenv",
        where=f"{DOTENV}:{number}",
        message="this line cannot be read.",
        fix="Write NAME=value, the value in quotes if it holds spaces, # or quotes.",
    )
