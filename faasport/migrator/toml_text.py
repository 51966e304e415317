"""Tables as the text of a TOML file, laid out as a person would: short tables on one line, long
lists an item a line, statements and manifests as tables of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import tomlkit

from faasport.project.visible import in_toml

WIDTH = 100
_INDENT = "  "


def lines(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[str]:
    """The lines of what stands in a table: what fits a line first, then the tables in it. A table
    that holds tables alone has no head."""
    later: list[tuple[str, Any]] = []
    for name, value in table.items():
        if _is_apart(value, name):
            later.append((name, value))
        else:
            yield from _statement(name, value)
    for name, value in later:
        inner = (*path, name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(value, list):
                yield from ["", f"[[{dotted(inner)}]]"]
            elif any(not _is_apart(own, key) for key, own in each.items()):
                yield from ["", f"[{dotted(inner)}]"]
            yield from lines(each, inner)


def dotted(path: Iterable[str]) -> str:
    """The name of a table."""
    return ".".join(in_toml(tomlkit.key(part).as_string()) for part in path)


def inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        pairs = (f"{dotted([name])} = {inline(each)}" for name, each in value.items())
        return f"{{ {', '.join(pairs)} }}" if value else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(inline, value))}]"
    return in_toml(str(tomlkit.item(value).as_string()))


def comment(text: str) -> Iterator[str]:
    """A comment, without what TOML allows in none."""
    for line in text.splitlines():
        shown = "".join(letter for letter in line if letter.isprintable() or letter == "\t")
        yield f"# {shown}".rstrip()


def _statement(name: str, value: Any) -> Iterator[str]:
    start = f"{dotted([name])} = "
    text = inline(value)
    if len(start) + len(text) <= WIDTH or not isinstance(value, list) or len(value) < 2:
        yield start + text
        return
    yield f"{start}["
    yield from (f"{_INDENT}{inline(each)}," for each in value)
    yield "]"


def _is_apart(value: Any, name: str) -> bool:
    """Whether a value is a table of its own, under a head."""
    if isinstance(value, Mapping):
        return bool(value) and (_is_deep(value) or len(name) + len(inline(value)) + 3 > WIDTH)
    is_tables = isinstance(value, list) and value and all(isinstance(x, Mapping) for x in value)
    return bool(is_tables) and any(_is_deep(each) or len(inline(each)) > WIDTH for each in value)


def _is_deep(table: Mapping[str, Any]) -> bool:
    """Whether it holds tables, or lists of them."""
    inner = [each for value in table.values() for each in _items(value)]
    return any(isinstance(each, Mapping) for each in inner)


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]
