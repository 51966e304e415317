"""Routes: which endpoint answers a method and a path, the same on every platform.

Theory. Paths are matched as sent, segment by segment, and decoded after: an encoded slash never
splits a segment. A literal segment beats a caught one, which beats a tail; a path whose method
does not fit falls back to the next best path.

Two look-ups find most routes. A template without parameters is found by the path itself. One that
catches nothing but its last segment is found by what stands in front of that. Better than it are
only templates with a literal where it catches: the path itself, and one whose tail may be empty
behind the path (`_ends`); any other that matches catches where this one has a literal, or has its
tail where this one catches. The tree knows every template, and answers what the look-ups do not,
encoded paths among it.
"""

from __future__ import annotations

from .segments import segments_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from .tree import Node

    Entry = tuple[tuple[str, ...], Any]  # the names that its own template catches, and the value
    Leaf = dict[str, Entry]  # by method, or "ANY"

ANY = "ANY"
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


class Router:
    """A route table. ``add`` refuses a method and path that is there already."""

    __slots__ = ("_before_last", "_ends", "_literal", "_others", "_tree")

    def __init__(self) -> None:
        self._literal: dict[str, Leaf] = {}
        self._before_last: dict[str, Leaf] = {}
        self._ends: set[str] = set()
        self._others: dict[tuple[tuple[str | None, ...], bool], Leaf] = {}
        self._tree: Node | None = None

    def add(self, methods: Iterable[str], text: str, value: Any) -> None:
        """Route ``methods`` of the template ``text`` to ``value``."""
        segments, names, tail = segments_of(text)
        leaf = self._leaf(text, segments, names, tail)
        for method in methods:
            if method in leaf and not (method == "HEAD" and leaf["HEAD"] is leaf.get("GET")):
                raise _twice(method, text)
            entry = leaf[method] = (names, value)
            if method == "GET":  # which answers HEAD before anybody else, unless HEAD is declared
                leaf.setdefault("HEAD", entry)

    def _leaf(
        self, text: str, segments: tuple[str | None, ...], names: tuple[str, ...], tail: bool
    ) -> Leaf:
        self._tree = None
        if not names:
            return self._literal.setdefault(text, {})
        if len(names) == 1:
            before = text.rpartition("/")[0]
            if not tail and segments[-1] is None:
                return self._before_last.setdefault(before, {})
            if tail:
                self._ends.add(before)
        return self._others.setdefault((segments, tail), {})

    def find(self, method: str, path: str) -> tuple[Any, dict[str, str]] | None:
        """(value, decoded parameters) for a raw path, or None."""
        if "%" not in path:
            leaf = self._literal.get(path)
            if leaf is not None:
                entry = leaf.get(method) or leaf.get(ANY)
                if entry is not None:
                    return entry[1], {}
            before, _, last = path.rpartition("/")
            leaf = self._before_last.get(before)
            if leaf is not None and last and path not in self._ends:
                entry = leaf.get(method) or leaf.get(ANY)
                if entry is not None:
                    return entry[1], {entry[0][0]: last}
            if not self._others:
                return None
        from .search import found

        return found(self, method, path)

    @property
    def tree(self) -> Node:
        """Every template that catches something, grown when a path first asks for it."""
        if self._tree is None:
            from .tree import grown

            before_last = {
                ((*before[1:].split("/"), None) if before else (None,), False): leaf
                for before, leaf in self._before_last.items()
            }
            self._tree = grown({**before_last, **self._others})
        return self._tree

    def allowed(self, path: str) -> tuple[str, ...]:
        """Every method that ``path`` takes, sorted, HEAD and OPTIONS among them; empty if none."""
        from .search import allowed

        return allowed(self, path)


def _twice(method: str, text: str) -> Exception:
    from .errors import DeclarationError

    return DeclarationError(f"{method} {text} is routed twice; change one of them.")
