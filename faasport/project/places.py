"""The line of a file at which a problem is, where its place names a key there.

`pyproject.toml: tool.faasport.memory` becomes `pyproject.toml:12: tool.faasport.memory`. TOML has
many ways to write one key, and the parser knows them all: the line is the first with which the
file, read up to there, has that key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

from faasport.project.config_file import OWN_FILE, PYPROJECT, TABLE, loads
from faasport.project.problem import Problem

Key = tuple[str | int, ...]

_WHERE = re.compile(r"(?P<file>[^\s:]+\.toml): (?P<key>\S.*)")
_TABLES = {PYPROJECT: TABLE, OWN_FILE: ""}
# What an adapter says of a name that some table has: it sees them merged.
_MERGED = re.compile(r"(?P<target>[\w-]+): (?P<key>(?:env|secrets|tags)\..+)")
# What may end a value that is cut off after any line of it: brackets as deep as anybody writes.
_BRACKETS = [product("]}", repeat=depth) for depth in (1, 2, 3)]
_ENDS = ("", '"""', "'''", *("".join(each) for every in _BRACKETS for each in every))


def placed(problems: Iterable[Problem], root: Path, stage: str = "") -> list[Problem]:
    """The problems with the lines of their keys; one whose key the stage's own table sets is
    there."""
    files = Files(root, stage)
    return [replace(problem, where=files.placed(problem.where)) for problem in problems]


class Files:
    """The files of one project that places are in, each read once."""

    def __init__(self, root: Path, stage: str) -> None:
        self._root, self._stage = root, stage
        self._documents: dict[str, Document | None] = {}

    def placed(self, where: str) -> str:
        """The place with its line; as it is where it has none."""
        if found := _WHERE.fullmatch(where):
            return self._key(found["file"], found["key"]) or where
        if found := _MERGED.fullmatch(where):
            place = self._merged(found["target"], found["key"])
            return f"{place} ({found['target']})" if place else where
        return where

    def _key(self, name: str, text: str) -> str:
        document = self._document(name)
        if document is None:
            return ""
        text = _at_stage(document, text, _TABLES.get(name), self._stage)
        line = document.line(document.key(text))
        return f"{name}:{line}: {text}" if line else ""

    def _merged(self, target: str, key: str) -> str:
        """The first table that has this key, from the most particular on."""
        for name, table in _TABLES.items():
            document = self._document(name)
            for text in _tables(document, table, target, self._stage) if document else ():
                if document and document.value(f"{text}{key}") is not None:
                    return self._key(name, f"{text}{key}")
        return ""

    def _document(self, name: str) -> Document | None:
        if name not in self._documents:
            self._documents[name] = Document.of(self._root / name)
        return self._documents[name]


def _tables(document: Document, table: str, target: str, stage: str) -> Iterator[str]:
    """The tables of settings that hold on a target, the last first, each with its dot."""
    for place in (f"targets.{target}.functions.", f"targets.{target}.", "functions.", ""):
        for start in (f"{table}stages.{stage}.", table):
            if not place.endswith("functions."):
                yield f"{start}{place}"
            for name in document.value(f"{start}{place}".rstrip(".")) or () if place else ():
                yield f"{start}{place}{name}."


def _at_stage(document: Document, text: str, table: str | None, stage: str) -> str:
    """The key in the stage's table, where that is what sets the value."""
    if table is None or not stage or not text.startswith(table):
        return text
    moved = f"{table}stages.{stage}.{text.removeprefix(table)}"
    found = document.value(moved)
    # Where both have a table the fault may be in either; the common one is read first.
    is_common = isinstance(found, dict) and document.value(text) is not None
    return text if found is None or is_common else moved


class Document:
    """A TOML file, and the lines of its keys."""

    def __init__(self, text: str, content: Any) -> None:
        self.content = content
        self._text = text

    @classmethod
    def of(cls, path: Path) -> Document | None:
        """The file, if it can be read at all."""
        try:
            text = path.read_text("utf-8")
            return cls(text, loads(text))
        except (OSError, ValueError):
            return None

    @cached_property
    def _lines(self) -> Sequence[str]:
        return self._text.replace("\r\n", "\n").split("\n")

    def key(self, text: str) -> Key:
        """A dotted key, quoted or not, as far as the file has it."""
        return _longest(self.content, text)

    def value(self, text: str) -> Any:
        """What the file has under this whole key; None where it does not go so far."""
        value, rest = self.content, text
        for part in self.key(text):
            value, rest = value[part], _without(rest, part) or ""
        return None if rest else value

    def line(self, key: Key) -> int:
        """The number of the line that first has this key; 0 for none."""
        if not key:
            return 0
        # What one prefix has, each longer one has too: the last line of the statement is found by
        # halving. A prefix that ends within a statement is none; the next whole one stands for it.
        low, high = 0, len(self._lines)
        while low < high:
            middle = (low + high) // 2
            whole, content = self._whole(middle)
            if _has(content, key):
                high = middle
            else:
                low = max(middle, whole) + 1
        return self._within(low, key)

    def _whole(self, count: int) -> tuple[int, Any]:
        """The shortest prefix of whole statements with so many lines at least."""
        for number in range(count, len(self._lines)):
            content = self._parsed(number)
            if content is not None:
                return number, content
        return len(self._lines), self.content

    def _within(self, start: int, key: Key) -> int:
        """The line of the statement that begins at `start` which brings the key: of an array over
        several lines, that of the item."""
        for number in range(start, len(self._lines) + 1):
            for end in _ENDS:
                if _has(self._parsed(number, end), key):
                    return number
        return start

    def _parsed(self, count: int, end: str = "") -> Any:
        try:
            return loads("\n".join([*self._lines[:count], end]))
        except ValueError:
            return None


def _has(value: Any, key: Key) -> bool:
    for part in key:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return False
    return True


def _longest(value: Any, text: str) -> Key:
    """The parts of a dotted key that lead into this value, as many as there are."""
    parts: list[str | int] = []
    if isinstance(value, dict):
        parts = [part for part in value if _without(text, part) is not None]
    elif isinstance(value, list) and (index := re.match(r"\[(\d+)\]", text)):
        parts = [int(index[1])] if int(index[1]) < len(value) else []
    found = [(part, *_longest(value[part], _without(text, part) or "")) for part in parts]
    return max(found, key=len, default=())


def _without(text: str, part: str | int) -> str | None:
    """What follows this part at the beginning of a dotted key; None where another part is."""
    quoted = (f'"{part}"', json.dumps(part, ensure_ascii=False))
    forms = (f"[{part}]",) if isinstance(part, int) else (part, *quoted)
    for form in forms:
        rest = text[len(form) :]
        if form and text.startswith(form) and (not rest or rest[0] in ".["):
            return rest.removeprefix(".")
    return None
