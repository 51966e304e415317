"""Event files: one JSON value, or in a `.jsonl` file and on standard input several, one after
another with any white space between."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from faasport.project.problem import Problem, ProblemsFound

STANDARD_INPUT = "-"
SPACE = " \t\n\r"  # RFC 8259, section 2
FIX = "An event is JSON; several go one after another, from standard input or a .jsonl file."


def read(sources: Sequence[str]) -> list[Any]:
    """Every event of these files, in order; all files are read before any event is sent."""
    return [event for source in sources for event in _values(source, _text(source))]


def are_several(sources: Sequence[str]) -> bool:
    """Whether answers come one a line, because events may be many."""
    return len(sources) > 1 or holds_many(sources[0])


def holds_many(source: str) -> bool:
    """Whether one source may hold more than one value."""
    return source == STANDARD_INPUT or source.endswith(".jsonl")


def _text(source: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if source == STANDARD_INPUT else Path(source).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as fault:
        message = f"the event cannot be read: {fault.strerror or fault}."
        raise ProblemsFound([Problem("no-event", source, message, "Name a file, or -.")]) from fault
    except UnicodeDecodeError as fault:
        raise ProblemsFound([_bad(source, f"this is not UTF-8: {fault.reason}.")]) from fault


def _values(source: str, text: str) -> Iterator[Any]:
    decoder, position = json.JSONDecoder(), _past_space(text, 0)
    if position == len(text):
        raise ProblemsFound([_bad(source, "there is no event in it.")])
    while position < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
        except json.JSONDecodeError as fault:
            place = f"line {fault.lineno}, column {fault.colno}"
            raise ProblemsFound(
                [_bad(source, f"this is not JSON: {fault.msg} ({place}).")]
            ) from fault
        except (ValueError, RecursionError) as fault:
            # A number of thousands of digits, or thousands of brackets.
            raise ProblemsFound([_bad(source, f"this cannot be read: {fault}.")]) from fault
        yield value
        position = _past_space(text, position)
        if position < len(text) and not holds_many(source):
            raise ProblemsFound([_bad(source, "there is more than one JSON value in it.")])


def _past_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in SPACE:
        position += 1
    return position


def _bad(source: str, message: str) -> Problem:
    return Problem("bad-event", source, message, FIX)
