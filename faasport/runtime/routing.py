"""Routes: which endpoint answers a method and a path, the same on every platform.

Theory. Paths are matched as sent, segment by segment, and decoded after: an encoded slash never
splits a segment. A literal segment beats a caught one, which beats a tail; a path whose method
does not fit falls back to the next best path. Paths without parameters are one dict look-up.
"""

from __future__ import annotations

from .errors import DeclarationError
from .template import Template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    Leaf = dict[str, "Entry"]  # by method, or "ANY"

ANY = "ANY"
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


class Node:
    """One segment deep in the tree of templates."""

    __slots__ = ("caught", "leaf", "literal", "tail")

    def __init__(self) -> None:
        self.literal: dict[str, Node] = {}
        self.caught: Node | None = None
        self.leaf: Leaf = {}
        self.tail: Leaf = {}


class Entry:
    """What a method of a path leads to, with the names that its own template catches."""

    __slots__ = ("names", "value")

    def __init__(self, names: tuple[str, ...], value: Any) -> None:
        self.names = names
        self.value = value


class Router:
    """A route table. ``add`` refuses a method and path that is there already."""

    __slots__ = ("_literal", "_root")

    def __init__(self) -> None:
        self._literal: dict[str, Leaf] = {}
        self._root = Node()

    def add(self, methods: Iterable[str], text: str, value: Any) -> None:
        """Route ``methods`` of the template ``text`` to ``value``."""
        template = Template(text)
        leaf = self._leaf(template)
        for method in methods:
            if method in leaf and not (method == "HEAD" and leaf["HEAD"] is leaf.get("GET")):
                raise DeclarationError(f"{method} {text} is routed twice; change one of them.")
            entry = leaf[method] = Entry(template.names, value)
            if method == "GET":  # which answers HEAD before anybody else, unless HEAD is declared
                leaf.setdefault("HEAD", entry)

    def _leaf(self, template: Template) -> Leaf:
        if not template.names:
            return self._literal.setdefault(template.text, {})
        node = self._root
        for segment in template.segments:
            if segment is None:
                node.caught = node.caught or Node()
                node = node.caught
            else:
                node = node.literal.setdefault(segment, Node())
        return node.tail if template.tail else node.leaf

    def find(self, method: str, path: str) -> tuple[Any, dict[str, str]] | None:
        """(value, decoded parameters) for a raw path, or None."""
        leaf = self._literal_leaf(path)
        if leaf is not None:
            entry = leaf.get(method) or leaf.get(ANY)
            if entry is not None:
                return entry.value, {}
        caught: list[str] = []
        entry = _best(self._root, _segments(path), 0, method, caught)
        if entry is None:
            return None
        return entry.value, {name: caught.pop() for name in entry.names}

    def _literal_leaf(self, path: str) -> Leaf | None:
        """The leaf of a path without parameters; an encoded slash is no separator."""
        if "%" not in path:
            return self._literal.get(path)
        plain = decoded(path)
        return self._literal.get(plain) if plain.count("/") == path.count("/") else None

    def allowed(self, path: str) -> tuple[str, ...]:
        """Every method that ``path`` takes, sorted, HEAD and OPTIONS among them; empty if none."""
        found: set[str] = set()
        for leaf in self._leaves(path):
            found.update(METHODS if ANY in leaf else leaf)
        return tuple(sorted({*found, "OPTIONS"})) if found else ()

    def _leaves(self, path: str) -> Iterator[Leaf]:
        """Every leaf that ``path`` reaches."""
        literal = self._literal_leaf(path)
        if literal:
            yield literal
        yield from _reached(self._root, _segments(path), 0)


def _segments(path: str) -> list[str]:
    segments = path[1:].split("/")
    return list(map(decoded, segments)) if "%" in path else segments


def _best(
    node: Node, segments: Sequence[str], at: int, method: str, caught: list[str]
) -> Entry | None:
    """The best entry for ``method``, by decoded segments; what it catches is added to ``caught``,
    last first."""
    if at == len(segments):
        entry = node.leaf.get(method) or node.leaf.get(ANY)
        if entry is not None:
            return entry
    else:
        segment = segments[at]
        below = node.literal.get(segment)
        if below is not None:
            entry = _best(below, segments, at + 1, method, caught)
            if entry is not None:
                return entry
        if node.caught is not None and segment:
            entry = _best(node.caught, segments, at + 1, method, caught)
            if entry is not None:
                caught.append(segment)
                return entry
    entry = node.tail.get(method) or node.tail.get(ANY) if node.tail else None
    if entry is not None:
        caught.append("/".join(segments[at:]))
    return entry


def _reached(node: Node, segments: Sequence[str], at: int) -> Iterator[Leaf]:
    """Every leaf below ``node`` that the segments from ``at`` on reach."""
    if at == len(segments):
        yield node.leaf
    else:
        below = node.literal.get(segments[at])
        if below is not None:
            yield from _reached(below, segments, at + 1)
        if node.caught is not None and segments[at]:
            yield from _reached(node.caught, segments, at + 1)
    yield node.tail


def decoded(text: str) -> str:
    """Percent-decoded once, as UTF-8."""
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)
