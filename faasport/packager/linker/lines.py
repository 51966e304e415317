"""The lines of a module's text, and where the nodes of its syntax tree are in it."""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cached_property
from typing import Any

Spans = dict[int, list[tuple[int, int]]]


class Lines:
    """A text from which parts are cut, told by offsets in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows = text.split("\n")
        self._cuts: list[tuple[int, int, str]] = []

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each row starts."""
        found = [0]
        for row in self.rows:
            found.append(found[-1] + len(row) + 1)
        return found

    def start(self, node: Any) -> int:
        return self._at(node.lineno, node.col_offset)

    def end(self, node: Any) -> int:
        return self._at(node.end_lineno, node.end_col_offset)

    def span(self, statement: Any) -> tuple[int, int]:
        """A whole statement, its decorators with it."""
        starts = [self.start(statement)]
        starts += [
            self.text.rindex("@", 0, self.start(each))
            for each in getattr(statement, "decorator_list", ())
        ]
        return min(starts), self.end(statement)

    def _at(self, row: int, column: int) -> int:
        return self._offsets[row - 1] + self.column(row, column)

    def column(self, row: int, column: int) -> int:
        """In letters; a tree counts octets."""
        line = self.rows[row - 1]
        return column if line.isascii() else len(line.encode()[:column].decode())

    def cut(self, start: int, end: int, instead: str) -> None:
        self._cuts.append((start, end, instead))

    def left(self) -> str:
        """The text without what was cut."""
        pieces, position = [], 0
        for start, end, instead in sorted(self._cuts):
            gap = self.text[position:start]
            pieces += [gap.rstrip(" ") if not instead and _is_return(self.text, start) else gap]
            pieces.append(instead)
            position = end
        return "".join(pieces) + self.text[position:]

    def strings(self, tree: ast.AST) -> Spans:
        """The columns that strings take, by row."""
        found: Spans = defaultdict(list)
        for node in ast.walk(tree):
            if not _is_string(node):
                continue
            first, last = node.lineno, node.end_lineno  # type: ignore[attr-defined]
            for row in range(first, last + 1):
                start = self.column(row, node.col_offset) if row == first else 0  # type: ignore[attr-defined]
                is_last = row == last
                end = self.column(row, node.end_col_offset) if is_last else len(self.rows[row - 1])  # type: ignore[attr-defined]
                found[row].append((start, end))
        return found


def _is_return(text: str, start: int) -> bool:
    return text.startswith("->", start)


def inside(tree: ast.AST) -> frozenset[int]:
    """Rows that begin within a string: these are written as they are."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if _is_string(node):
            found.update(range(node.lineno + 1, node.end_lineno + 1))  # type: ignore[attr-defined]
    return frozenset(found)


def _is_string(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return True
    return isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
