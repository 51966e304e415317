"""JSON as a tree, with what editors let people write into it: comments and a comma too many."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import Any, NoReturn

from faasport.migrator.opened import refused
from faasport.migrator.tree import Items, Mark, Table, joined, place
from faasport.project.problem import Problem, refuse

DEEPEST = 64
_TOKEN = re.compile(
    r"""(?P<space>[ \t\n]+)
    |(?P<comment>//[^\n]*|/\*.*?\*/)
    |(?P<text>"(?:[^"\\\n]|\\.)*")
    |(?P<word>[-+.\w]+)
    |(?P<mark>[\[\]{}:,])""",
    re.VERBOSE | re.DOTALL,
)
_END = ""
_MOST_PROBLEMS = 20


def read(text: str, file: str) -> Any:
    """The value in a text. Raises ProblemsFound."""
    return _Parser(text, file).document()


class _Parser:
    """One token ahead."""

    def __init__(self, text: str, file: str) -> None:
        self._text, self._file = text, file
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._at = 0
        self._comment = ""
        self._problems: list[Problem] = []
        self._ahead, self._line = _END, 1
        self._next()

    def document(self) -> Any:
        found = self._value("", 0)
        if self._ahead:
            self._refuse(f"{self._ahead[:20]} stands after the end.")
        refuse(self._problems)
        return found

    def _next(self) -> str:
        """Go on; what the token was."""
        before, self._comment = self._ahead, ""
        while True:
            self._line = bisect_right(self._starts, self._at)
            if self._at == len(self._text):
                self._ahead = _END
                return before
            found = _TOKEN.match(self._text, self._at)
            if found is None:
                self._refuse(f"{self._text[self._at : self._at + 10]!r} is not JSON.")
            self._at = found.end()
            if found.lastgroup == "comment":
                self._comment = found[0].strip("/* \t")
            elif found.lastgroup != "space":
                self._ahead = found[0]
                return before

    def _value(self, path: str, depth: int) -> Any:
        if depth > DEEPEST:
            self._refuse(f"this is nested deeper than {DEEPEST} levels.")
        if self._ahead == "{":
            return self._table(path, depth)
        if self._ahead == "[":
            return self._items(path, depth)
        return self._scalar()

    def _table(self, path: str, depth: int) -> Table:
        own: dict[str, Any] = {}
        marks: dict[str, Mark] = {}
        line = self._line
        self._next()
        while self._ahead != "}":
            at, comment = self._line, self._comment
            if not self._ahead.startswith('"'):
                self._refuse('a name in quotes, or "}", should stand here.')
            key = self._scalar()
            self._skip(":")
            if key in own:
                where = place(self._file, at, joined(path, key))
                self._twice(where)
            written = self._ahead
            own[key] = self._value(joined(path, key), depth + 1)
            marks[key] = Mark(at, comment, "" if written in ("{", "[") else _unquoted(written))
            if self._ahead != "}":
                self._skip(",")
        self._next()
        return Table(own, file=self._file, line=line, path=path, marks=marks)

    def _items(self, path: str, depth: int) -> Items:
        found: list[Any] = []
        marks: dict[int, Mark] = {}
        line = self._line
        self._next()
        while self._ahead != "]":
            marks[len(found)] = Mark(self._line, self._comment, _unquoted(self._ahead))
            found.append(self._value(joined(path, len(found)), depth + 1))
            if self._ahead != "]":
                self._skip(",")
        self._next()
        return Items(found, file=self._file, line=line, path=path, marks=marks)

    def _scalar(self) -> Any:
        written = self._ahead
        if not written or written in "]}:,":
            self._refuse(f"a value should stand here, and {written or 'the end of the file'} does.")
        try:
            value = json.loads(written, parse_constant=_no_number)
        except ValueError:
            self._refuse(f"{written[:20]} is no value.")
        self._next()
        return value

    def _twice(self, where: str) -> None:
        problem = Problem("same-key", where, "this key is here twice.", "Correct the file.")
        self._problems.append(problem)
        if len(self._problems) == _MOST_PROBLEMS:
            refuse(self._problems)

    def _skip(self, mark: str) -> None:
        if self._ahead != mark:
            self._refuse(f"{mark!r} should stand before {self._ahead[:20] or 'the end'}.")
        self._next()

    def _refuse(self, message: str) -> NoReturn:
        where = place(self._file, self._line)
        raise refused("bad-json", where, f"this is not JSON: {message}", "Correct the file.")


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _unquoted(token: str) -> str:
    """A value as it was written. Texts are known as they are."""
    return "" if token.startswith('"') else token
