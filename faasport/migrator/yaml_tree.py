"""YAML as a tree. It is composed here, of the parser's events, so that nothing is constructed but
plain data, what aliases would expand to is counted before it is, and each key keeps its line.

Plain values are those of YAML 1.2's core schema, which serverless.yml is read by, but a date and a
number with a leading zero stay texts: "2012-10-17" is a version, and 012345678901 an account.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.scanner import Scanner

from faasport.migrator.opened import refused
from faasport.migrator.tree import Items, Mark, Table, joined, place
from faasport.migrator.yaml_comments import Comments
from faasport.project.problem import Problem, refuse

DEEPEST = 64
MOST = 300_000
"""Nodes, with what aliases stand for."""
_MARKS = re.compile(r"[:,]|- ")
_MOST_MARKS = 100_000
"""Of a text: about as many as it has nodes. Its parser takes five seconds for so many."""
_MOST_PROBLEMS = 20
_LONGEST = 200

_STANDARD = "tag:yaml.org,2002:"
_PLAIN = frozenset({"map", "seq", "str", "int", "float", "bool", "null"})
_BOOLEANS = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_INT = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})")
_HEX = re.compile(r"0x[0-9a-fA-F]{1,16}|0o[0-7]{1,20}")
_FLOAT = re.compile(r"[-+]?(?:\.\d+|(?:0|[1-9]\d*)(?:\.\d*)?)(?:[eE][-+]?\d{1,3})?")
_MERGE = "<<"
_BLANK = " \r\n\x85\u2028\u2029"


def read(text: str, file: str) -> Any:
    """The one document of a text. Raises ProblemsFound."""
    if sum(1 for _ in _MARKS.finditer(text)) > _MOST_MARKS:
        fix = "Import what people write, not what a tool made of it."
        message = f"this has more than {_MOST_MARKS:,} nodes."
        raise refused("too-many", file, message, fix)
    try:
        return _Composer(text, file).document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(filter(None, (error.context, error.problem)))
        line = mark.line + 1 if mark else 0
        raise _bad(text, place(file, line), f"this is not YAML: {said}.") from error
    except (YAMLError, ValueError, LookupError, AttributeError, TypeError) as error:
        # The parser's own slips, which only text that is no YAML leads to.
        said = str(error).partition("\n")[0][:_LONGEST] or type(error).__name__
        raise _bad(text, file, f"this is not YAML: {said}.") from error


class _Scanner(Scanner):
    """One that takes a block whose first lines are blank and less indented than its text.

    The library refuses that; the standard asks only that such lines have no more spaces.
    https://yaml.org/spec/1.2.2/#8111-block-indentation-indicator
    """

    def scan_block_scalar_indentation(self) -> Any:
        reader = self.reader
        breaks, deepest, end = [], 0, reader.get_mark()
        while reader.peek() in _BLANK:
            if reader.peek() == " ":
                reader.forward()
                deepest = max(deepest, reader.column)
            else:
                breaks.append(self.scan_line_break())
                end = reader.get_mark()
        return breaks, deepest, end


def _parser() -> YAML:
    parser = YAML(typ="safe", pure=True)
    parser.Scanner = _Scanner
    return parser


class _Composer:
    """One document in the making."""

    def __init__(self, text: str, file: str) -> None:
        self._file, self._fix = file, _fix(text)
        self._comments = Comments(text)
        self._events: Iterator[Any] = _parser().parse(io.StringIO(text))
        self._anchors: dict[str, tuple[Any, int, str]] = {}
        self._open: set[str] = set()
        self._problems: list[Problem] = []

    def document(self) -> Any:
        found: Any = None
        documents = 0
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    line = event.start_mark.line + 1
                    self._refuse("several-documents", line, "", "a second document begins here.")
                found, _, _ = self._node(next(self._events), "", 0)
        refuse(self._problems)
        return found

    def _node(self, event: Any, path: str, depth: int, at: int = 0) -> tuple[Any, int, str]:
        """A node, how many there are in it, and how it was written if it is a plain value. It is
        where its key is, `at`: what stands in a block begins a line below."""
        line = at or event.start_mark.line + 1
        if isinstance(event, AliasEvent):
            return self._alias(event.anchor, line, path)
        if depth > DEEPEST:
            self._refuse("too-deep", line, "", f"this is nested deeper than {DEEPEST} levels.")
        anchor, tag = event.anchor, self._tag(event, line, path)
        if anchor:
            self._open.add(anchor)
        inner = joined(path, _long(tag)) if tag else path
        node: Any
        if isinstance(event, MappingStartEvent):
            node, size = self._table(line, inner, depth)
        elif isinstance(event, SequenceStartEvent):
            node, size = self._items(line, inner, depth)
        else:
            node, size = self._scalar(event), 1
        written = event.value if isinstance(event, ScalarEvent) else ""
        if tag:
            node, written = self._tagged(tag, node, line, path), ""
        self._count(size, line, path)
        if anchor:
            self._open.discard(anchor)
            self._anchors[anchor] = node, size, written
        return node, size, written

    def _alias(self, anchor: str, line: int, path: str) -> tuple[Any, int, str]:
        if anchor in self._open:
            self._refuse("alias-cycle", line, path, f"*{anchor} stands within what it stands for.")
        if anchor not in self._anchors:
            self._refuse("bad-yaml", line, path, f"there is no anchor &{anchor} before this.")
        return self._anchors[anchor]

    def _count(self, size: int, line: int, path: str) -> None:
        if size > MOST:
            said = f"with its aliases written out this would have more than {MOST:,} nodes."
            self._refuse("too-many", line, path, said)

    def _table(self, line: int, path: str, depth: int) -> tuple[Table, int]:
        own: dict[str, Any] = {}
        marks: dict[str, Mark] = {}
        merged: list[tuple[Any, int]] = []
        size = 1
        while not isinstance(event := next(self._events), MappingEndEvent):
            at = event.start_mark.line + 1
            key = self._key(event, at, path)
            value = next(self._events)
            node, inner, written = self._node(value, joined(path, key), depth + 1, at)
            size += inner
            self._count(size, at, path)
            if key == _MERGE and not event.style:
                merged.append((node, at))
                continue
            if key in own:
                self._say("same-key", at, joined(path, key), "this key is here twice.")
            own[key] = node
            marks[key] = Mark(at, self._comments.beside(event, value), written)
        table = Table(own, file=self._file, line=line, path=path, marks=marks)
        for node, at in merged:
            self._merge(table, marks, node, at)
        return table, size

    def _merge(self, table: Table, marks: dict[str, Mark], node: Any, line: int) -> None:
        for each in node if isinstance(node, Items) else (node,):
            if not isinstance(each, Table):
                self._say("bad-merge", line, table.path, "only tables can be merged by `<<`.")
                continue
            for key, value in each.items():
                if key not in table:
                    table[key] = value
                    marks[key] = each.mark(key)

    def _items(self, line: int, path: str, depth: int) -> tuple[Items, int]:
        found: list[Any] = []
        marks: dict[int, Mark] = {}
        size = 1
        while not isinstance(event := next(self._events), SequenceEndEvent):
            at = event.start_mark.line + 1
            node, inner, written = self._node(event, joined(path, len(found)), depth + 1)
            size += inner
            self._count(size, at, path)
            marks[len(found)] = Mark(at, self._comments.beside(event, event), written)
            found.append(node)
        return Items(found, file=self._file, line=line, path=path, marks=marks), size

    def _key(self, event: Any, line: int, path: str) -> str:
        if isinstance(event, ScalarEvent):
            if event.anchor:
                self._anchors[event.anchor] = self._scalar(event), 1, event.value
            return str(event.value)
        if isinstance(event, AliasEvent):
            node, _, written = self._alias(event.anchor, line, path)
            if not isinstance(node, Table | Items):
                return written or str(node)
        return self._refuse("bad-key", line, path, "a key has to be a text.")

    def _scalar(self, event: Any) -> Any:
        tag = str(event.tag or "").removeprefix(_STANDARD)
        if event.style or tag == "str":
            return str(event.value)
        return plain(str(event.value))

    def _tag(self, event: Any, line: int, path: str) -> str:
        """A tag of somebody's own, such as !Ref. One that makes objects is refused."""
        tag = str(event.tag or "")
        if not tag or tag == "!" or tag.removeprefix(_STANDARD) in _PLAIN:
            return ""
        if tag.startswith(_STANDARD) or not tag.startswith("!"):
            name = tag.replace(_STANDARD, "!!")
            self._refuse("bad-tag", line, path, f"{name} makes an object, and is not read.")
        return tag

    def _tagged(self, tag: str, node: Any, line: int, path: str) -> Table:
        """`!Sub x` is short for `Fn::Sub: x`.

        https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
        """
        key = _long(tag)
        if key == "Fn::GetAtt" and isinstance(node, str):
            parts = node.split(".", 1)
            node = Items(parts, file=self._file, line=line, path=joined(path, key))
        return Table({key: node}, file=self._file, line=line, path=path, marks={key: Mark(line)})

    def _say(self, code: str, line: int, path: str, message: str) -> None:
        fix = "Correct the file."
        self._problems.append(Problem(code, place(self._file, line, path), message, fix))
        if len(self._problems) == _MOST_PROBLEMS:
            refuse(self._problems)

    def _refuse(self, code: str, line: int, path: str, message: str) -> NoReturn:
        raise refused(code, place(self._file, line, path), message, self._fix)


def plain(text: str) -> Any:
    """What a plain scalar stands for."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _HEX.fullmatch(text):
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) and not text.lstrip("+-").isdigit() else text


def _long(tag: str) -> str:
    name = tag.removeprefix("!")
    return name if name in {"Ref", "Condition"} else f"Fn::{name}"


def _bad(text: str, where: str, message: str) -> Exception:
    return refused("bad-yaml", where, message, _fix(text))


def _fix(text: str) -> str:
    if any(mark in text for mark in ("{{", "{%")):
        return "If it is a template ({{ ... }}), write its result first; else correct the file."
    return "Correct the file."
