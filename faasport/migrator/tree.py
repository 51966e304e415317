"""What a file says, as plain data that knows its places: the file, the line and the path of each
key, and the comment that stands beside it.

A file may take in parts of another (`${file(other.yml):custom}`), so each node knows its own file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

Key = str | int
_BARE = re.compile(r"[\w$-]+(?:::[\w-]+)*")


@dataclass(frozen=True)
class Mark:
    """Where one key stands. `written` is its value as it was written, of a plain value only:
    `1.10` is the number 1.1."""

    line: int = 0
    comment: str = ""
    written: str = ""


NOWHERE = Mark()
K = TypeVar("K", bound=Key)


class _Node:
    """What tables and lists have in common."""

    file: str
    line: int
    path: str
    marks: Mapping[Any, Mark]

    def mark(self, key: Key) -> Mark:
        """The place of a key; the node's own where it has none."""
        return self.marks.get(key) or Mark(self.line)

    def where(self, key: Key | None = None) -> str:
        """`serverless.yml:12: functions.get`, for a remark."""
        line = self.line if key is None else self.mark(key).line
        return place(self.file, line, self.path if key is None else joined(self.path, key))


class Table(dict[str, Any], _Node):
    """A mapping. `labels` are those of a block in HCL: `resource "kind" "name" {}`."""

    def __init__(
        self,
        items: Mapping[str, Any] | Iterable[tuple[str, Any]] = (),
        *,
        file: str = "",
        line: int = 0,
        path: str = "",
        marks: Mapping[str, Mark] | None = None,
        labels: tuple[str, ...] = (),
    ) -> None:
        super().__init__(items)
        self.file, self.line, self.path, self.labels = file, line, path, labels
        self.marks = {} if marks is None else marks

    def like(self, items: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Table:
        """Other values at the same places."""
        return Table(
            items,
            file=self.file,
            line=self.line,
            path=self.path,
            marks=self.marks,
            labels=self.labels,
        )


class Items(list[Any], _Node):
    """A list."""

    def __init__(
        self,
        items: Iterable[Any] = (),
        *,
        file: str = "",
        line: int = 0,
        path: str = "",
        marks: Mapping[int, Mark] | None = None,
    ) -> None:
        super().__init__(items)
        self.file, self.line, self.path = file, line, path
        self.marks = {} if marks is None else marks

    def like(self, items: Iterable[Any]) -> Items:
        """Other values at the same places."""
        return Items(items, file=self.file, line=self.line, path=self.path, marks=self.marks)


class Expression(str):
    """Of HCL, what only Terraform can work out, written as a template: `${var.stage}-users`. It is
    a text, and no text that anything is called by."""

    __slots__ = ()


def place(file: str, line: int, path: str = "") -> str:
    """A place as remarks and problems write it."""
    start = f"{file}:{line}" if line else file
    return f"{start}: {path}" if path else start


def joined(path: str, key: Key) -> str:
    """The path of a key in what stands at another."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    text = key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)
    return f"{path}.{text}" if path else text


def where(node: Any, key: Key | None = None) -> str:
    """The place of a node, or of a key in it; nothing of a plain value."""
    return node.where(key) if isinstance(node, Table | Items) else ""


def changed(node: Any, change: Callable[[str, str], Any], at: str = "") -> Any:
    """The tree with each text replaced by what `change(text, where)` gives, at the same places.
    Keys stay; what is given is taken as it is, and may be a tree."""
    if isinstance(node, Table):
        return node.like(
            {key: changed(each, change, node.where(key)) for key, each in node.items()}
        )
    if isinstance(node, Items):
        return node.like([changed(each, change, node.where(n)) for n, each in enumerate(node)])
    return change(node, at) if isinstance(node, str) else node
