"""What an expression of Python says without being run."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final


class _Unknown:
    """What only running the code would tell."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()


@dataclass(frozen=True)
class Setting:
    """A variable of the environment, as the code asks for it."""

    name: str
    default: Any = None


_ENVIRON = ("os.environ", "environ")
_GETTERS = ("os.environ.get", "environ.get", "os.getenv", "getenv")
_DEEPEST = 60


def literal(node: ast.expr, names: Mapping[str, Any], depth: int = 0) -> Any:
    """The value of an expression, or UNKNOWN. `names` are constants in reach. The last part of an
    unknown dotted name stands for a member of an enumeration: `AuthLevel.FUNCTION` is "FUNCTION".
    """
    if depth > _DEEPEST:
        return UNKNOWN
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names.get(node.id, UNKNOWN)
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return [literal(each, names, depth + 1) for each in node.elts]
    reader = _READERS.get(type(node))
    return reader(node, names, depth + 1) if reader else UNKNOWN


def dotted(node: ast.expr) -> str:
    """`os.environ.get`, or "" of what is no plain name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _table(node: ast.Dict, names: Mapping[str, Any], depth: int) -> Any:
    return {
        str(literal(key, names, depth)): literal(value, names, depth)
        for key, value in zip(node.keys, node.values, strict=True)
        if key is not None
    }


def _joined(node: ast.JoinedStr, names: Mapping[str, Any], depth: int) -> Any:
    parts = [
        literal(each.value if isinstance(each, ast.FormattedValue) else each, names, depth)
        for each in node.values
    ]
    plain = all(isinstance(part, str | int) for part in parts)
    return "".join(str(part) for part in parts) if plain else UNKNOWN


def _sum(node: ast.BinOp, names: Mapping[str, Any], depth: int) -> Any:
    left, right = literal(node.left, names, depth), literal(node.right, names, depth)
    together = isinstance(left, str) and isinstance(right, str) and isinstance(node.op, ast.Add)
    return left + right if together else UNKNOWN


def _item(node: ast.Subscript, names: Mapping[str, Any], depth: int) -> Any:
    key = literal(node.slice, names, depth)
    if dotted(node.value) in _ENVIRON and isinstance(key, str):
        return Setting(key)
    return UNKNOWN


def _call(node: ast.Call, names: Mapping[str, Any], depth: int) -> Any:
    arguments = [literal(each, names, depth) for each in node.args[:2]]
    if dotted(node.func) in _GETTERS and arguments and isinstance(arguments[0], str):
        return Setting(*arguments)
    return UNKNOWN


_READERS: Mapping[type[ast.expr], Any] = {
    ast.Dict: _table,
    ast.JoinedStr: _joined,
    ast.BinOp: _sum,
    ast.Subscript: _item,
    ast.Call: _call,
}
