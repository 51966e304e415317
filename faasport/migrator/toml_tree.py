"""TOML as a tree. Lines are looked for when they are asked for: its parser tells none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from faasport.migrator.opened import refused
from faasport.migrator.tree import Items, Mark, Table, joined, place
from faasport.project import config_file
from faasport.project.places import Document, Key

DEEPEST = 64
_ENDS = re.compile(r"[\r\n=,{}\[\]]+")
_AT_LINE = re.compile(r"(?P<said>.*?) ?\(at line (?P<line>\d+), column \d+\)")


def read(text: str, file: str) -> Table:
    """The table of a text. Raises ProblemsFound."""
    if any(part.count(".") > DEEPEST for part in _ENDS.split(text) if not _is_text(part)):
        # Its parser takes the square of the parts of `a.a.a.a = 1`.
        message = f"this is nested deeper than {DEEPEST} levels."
        raise refused("bad-toml", file, message, "Correct the file.")
    try:
        content = config_file.loads(text)
    except (ValueError, RecursionError) as error:
        found = _AT_LINE.fullmatch(str(error))
        line, said = (int(found["line"]), found["said"]) if found else (0, str(error))
        message = f"this is not TOML: {said}."
        raise refused("bad-toml", place(file, line), message, "Correct the file.") from error
    table: Table = _tree(content, Document(text, content), file, (), "")
    return table


def _is_text(part: str) -> bool:
    """Whether it is of a text of several words, and no key."""
    return " " in part.replace(" .", ".").replace(". ", ".").strip()


def _tree(value: Any, document: Document, file: str, key: Key, path: str) -> Any:
    marks = _Marks(document, key)
    if isinstance(value, dict):
        inner = {
            name: _tree(each, document, file, (*key, name), joined(path, name))
            for name, each in value.items()
        }
        return Table(inner, file=file, path=path, marks=marks)
    if isinstance(value, list):
        each = [
            _tree(item, document, file, (*key, number), joined(path, number))
            for number, item in enumerate(value)
        ]
        return Items(each, file=file, path=path, marks=marks)
    return value


class _Marks(Mapping[Any, Mark]):
    """The places of the keys of one table."""

    def __init__(self, document: Document, key: Key) -> None:
        self._document, self._key = document, key

    def __getitem__(self, key: str | int) -> Mark:
        return Mark(self._document.line((*self._key, key)))

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 1
