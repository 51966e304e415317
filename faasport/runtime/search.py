"""What routes are found by where no look-up is enough: the tree, and decoded paths."""

from __future__ import annotations

from .routing import ANY, METHODS
from .tree import best, reached

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .routing import Leaf, Router


def found(router: Router, method: str, path: str) -> tuple[Any, dict[str, str]] | None:
    """(value, decoded parameters) for a raw path, or None."""
    leaf = _literal(router, path)
    entry = leaf.get(method) or leaf.get(ANY) if leaf else None
    if entry is not None:
        return entry[1], {}
    caught: list[str] = []
    entry = best(router.tree, _segments(path), 0, method, caught)
    if entry is None:
        return None
    return entry[1], {name: caught.pop() for name in entry[0]}


def allowed(router: Router, path: str) -> tuple[str, ...]:
    """Every method that ``path`` takes, as `Router.allowed` tells them."""
    methods: set[str] = set()
    for leaf in (_literal(router, path), *reached(router.tree, _segments(path), 0)):
        methods.update(METHODS if leaf and ANY in leaf else leaf or ())
    return tuple(sorted({*methods, "OPTIONS"})) if methods else ()


def _literal(router: Router, path: str) -> Leaf | None:
    """The leaf of a path without parameters; an encoded slash is no separator."""
    if "%" not in path:
        return router._literal.get(path)
    plain = _decoded(path)
    return router._literal.get(plain) if plain.count("/") == path.count("/") else None


def _segments(path: str) -> list[str]:
    """The segments of a raw path, decoded."""
    segments = path[1:].split("/")
    return list(map(_decoded, segments)) if "%" in path else segments


def _decoded(text: str) -> str:
    """Percent-decoded once, as UTF-8."""
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)
