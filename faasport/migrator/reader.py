"""A reader of tables that counts what was read, so that no key is lost in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from faasport.migrator.draft import Draft
from faasport.migrator.tree import Expression, Items, Key, Table, joined, place

T = TypeVar("T")
_MISSING = object()
_LONGEST = 60
_WHOLE = re.compile(r"[-+]?\d{1,18}")
_NAMES: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


@dataclass(frozen=True)
class Rest:
    """A key that nobody read, or one whose value nobody could: then `wrong` says why."""

    file: str
    line: int
    path: str
    value: Any
    wrong: str = ""
    function: str = ""

    @property
    def where(self) -> str:
        """`serverless.yml:12: functions.get.handler`."""
        return place(self.file, self.line, self.path)

    @property
    def message(self) -> str:
        """What a remark says of it, unless an importer knows better."""
        return self.wrong or "faasport does not know this key, and has not carried it."


class Reader:
    """One table. `function` is the name in our configuration of what is told here, if it is one
    function's; the readers of inner tables have it from here."""

    def __init__(self, table: Table, function: str = "") -> None:
        self.table = table
        self.function = function
        self._taken: set[str] = set()
        self._wrong: list[Rest] = []
        self._inner: list[Reader] = []

    def __contains__(self, key: str) -> bool:
        return key in self.table

    def where(self, key: Key | None = None) -> str:
        """`serverless.yml:12: functions.get.handler`."""
        if isinstance(key, str) and key not in self.table:
            return place(self.table.file, self.table.line, joined(self.table.path, key))
        return self.table.where(key)

    def comment(self, key: str) -> str:
        """The comment beside a key."""
        return self.table.mark(key).comment

    def keys(self) -> tuple[str, ...]:
        """The keys that nobody has taken yet."""
        return tuple(key for key in self.table if key not in self._taken)

    @overload
    def take(self, key: str) -> Any: ...
    @overload
    def take(self, key: str, kind: type[T]) -> T | None: ...
    @overload
    def take(self, key: str, kind: type[T], default: T) -> T: ...

    def take(self, key: str, kind: type[Any] | None = None, default: Any = None) -> Any:
        """The value of a key, which counts as read. Where it is of another kind the default is
        given, and `rest` tells of it. A number in quotes is a number, and any plain value the text
        that it was written as."""
        self._taken.add(key)
        value = self.table.get(key)
        if value is None:
            return default
        if kind is None:
            return value
        found = _as(kind, value, self.table.mark(key).written)
        if found is _MISSING:
            self.wrong(key, f"this should be {_NAMES.get(kind, kind.__name__)}")
            return default
        return found

    def ignore(self, *keys: str) -> None:
        """Count keys as read, of which nothing need be said."""
        self._taken.update(keys)

    def wrong(self, key: str, message: str) -> None:
        """Keep that the value of a key is not what it should be: "this should be a text"."""
        self._taken.add(key)
        self._wrong.append(self._told(self.table, key, message))

    def section(self, key: str) -> Reader:
        """The reader of an inner table; of an empty one, where there is none."""
        return self.inner(self.take(key, dict), key)

    def sections(self) -> list[tuple[str, Reader]]:
        """The readers of all inner tables that nobody has taken yet, by their keys."""
        return [(key, self.section(key)) for key in self.keys()]

    def each(self, key: str) -> list[Any]:
        """The values of a list, or the one value in place of a list."""
        value = self.take(key)
        if value is None:
            return []
        return list(value) if isinstance(value, list) else [value]

    def readers(self, key: str) -> list[Reader]:
        """The readers of a list of tables, or of the one table in its place; what else stands in
        the list, `rest` tells."""
        value = self.take(key)
        if isinstance(value, Table):
            return [self.inner(value)]
        if not isinstance(value, Items):
            if value is not None:
                self.wrong(key, "this should be a list of tables")
            return []
        for number, each in enumerate(value):
            if not isinstance(each, Table):
                self._wrong.append(self._told(value, number, "this should be a table"))
        return [self.inner(each) for each in value if isinstance(each, Table)]

    def inner(self, table: Any, key: str = "") -> Reader:
        """A reader of a table that was found further in, whose keys count here as well."""
        if not isinstance(table, Table):
            path = joined(self.table.path, key) if key else self.table.path
            line = self.table.mark(key).line
            items = table if isinstance(table, dict) else {}
            table = Table(items, file=self.table.file, line=line, path=path)
        reader = Reader(table, self.function)
        self._inner.append(reader)
        return reader

    def rest(self) -> Iterator[Rest]:
        """What nobody read, here and further in, in the order of the file. What stands there once
        and is read several times (an alias) is told once for each function."""
        found = {
            (each.where, each.wrong, each.function): each
            for reader in self._all()
            for each in reader._own()
        }
        yield from sorted(found.values(), key=lambda each: (each.file, each.line))

    def tell(self, draft: Draft) -> None:
        """Add a remark to the draft for each key that nobody read."""
        for each in self.rest():
            draft.say("left", each.where, each.message, function=each.function)

    def _all(self) -> Iterator[Reader]:
        yield self
        for reader in self._inner:
            yield from reader._all()

    def _own(self) -> Iterator[Rest]:
        yield from self._wrong
        for key in self.keys():
            yield self._told(self.table, key, "")

    def _told(self, node: Table | Items, key: Any, wrong: str) -> Rest:
        has = 0 <= key < len(node) if isinstance(key, int) else key in node
        value = node[key] if has else None
        message = f"{wrong}, and is {shown(value)}." if wrong else ""
        line = node.mark(key).line
        return Rest(node.file, line, joined(node.path, key), value, message, self.function)


def _as(kind: type[Any], value: Any, written: str) -> Any:
    """The value as one of this kind; _MISSING where it is none."""
    if isinstance(value, Expression):
        return value if kind is Expression else _MISSING
    if kind is str:
        return value if isinstance(value, str) else _text(value, written)
    if kind is bool and isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), _MISSING)
    if kind in (int, float):
        return _number(kind, value)
    return value if isinstance(value, kind) else _MISSING


def _text(value: Any, written: str) -> Any:
    if not isinstance(value, bool | int | float):
        return _MISSING
    return written or (str(value).lower() if isinstance(value, bool) else str(value))


def _number(kind: type[Any], value: Any) -> Any:
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        return kind(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _MISSING
    is_whole = isinstance(value, int) or value.is_integer()
    return kind(value) if kind is float or is_whole else _MISSING


def shown(value: Any) -> str:
    """A value in a message: of a table or a list only what it is, of a text not too much."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    text = str(value)
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
    return repr(text) if isinstance(value, str) else text
