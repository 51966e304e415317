"""Texts and paths that stand in the code, put together as far as that is certain."""

from __future__ import annotations

import ast

from faasport.checker.module import Module

_DEEPEST = 6
_PATHS = {"pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath"}
_TEMPORARY = {
    "tempfile.gettempdir",
    "tempfile.mkdtemp",
    "tempfile.mktemp",
    "tempfile.TemporaryDirectory",
    "tempfile.NamedTemporaryFile",
}
UNKNOWN = "\0"
"""Stands for whatever a part of a text may be."""
HERE = "<the code>"


def text(module: Module, node: ast.AST | None, depth: int = 0) -> str | None:
    """A text, with UNKNOWN where a part is not; None where nothing at all is known."""
    if node is None or depth > _DEEPEST:
        return None
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_part(module, each, depth) for each in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = (text(module, side, depth + 1) for side in (node.left, node.right))
        known = left is not None or right is not None
        return (left or UNKNOWN) + (right or UNKNOWN) if known else None
    if isinstance(node, ast.Name):
        return text(module, module.assigned(node), depth + 1)
    return None


def _part(module: Module, node: ast.expr, depth: int) -> str:
    if isinstance(node, ast.FormattedValue):
        return path(module, node.value, depth + 1) or UNKNOWN
    return text(module, node, depth + 1) or UNKNOWN


def path(module: Module, node: ast.AST | None, depth: int = 0) -> str | None:
    """A path, by what it starts with: HERE for the folder of the code; None if unknown."""
    if node is None or depth > _DEEPEST:
        return None
    if isinstance(node, ast.Name):
        if node.id == "__file__":
            return HERE
        value = module.assigned(node)
        return path(module, value, depth + 1) if value is not None else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return _joined(module, [node.left, node.right], depth)
    if isinstance(node, ast.Call):
        return _made(module, node, depth)
    if isinstance(node, ast.Attribute) and node.attr in {"parent", "name", "parents"}:
        return path(module, node.value, depth + 1)
    if isinstance(node, ast.Subscript):
        return path(module, node.value, depth + 1)
    return text(module, node, depth)


def _made(module: Module, call: ast.Call, depth: int) -> str | None:
    named = module.dotted(call.func)
    if named in _TEMPORARY:
        return "/tmp"  # noqa: S108  # told apart, not written to
    if named in {"os.getcwd", "pathlib.Path.cwd"}:
        return "."
    if named in _PATHS or named == "os.path.join":
        return _joined(module, call.args, depth) if call.args else None
    if named in {"str", "os.path.abspath", "os.path.dirname", "os.fspath", "os.path.realpath"}:
        return path(module, call.args[0], depth + 1) if call.args else None
    if isinstance(call.func, ast.Attribute):
        if call.func.attr in {"resolve", "absolute", "with_suffix", "with_name", "as_posix"}:
            return path(module, call.func.value, depth + 1)
        if call.func.attr == "joinpath":
            return _joined(module, [call.func.value, *call.args], depth)
    return None


def _joined(module: Module, parts: list[ast.expr], depth: int) -> str | None:
    first = path(module, parts[0], depth + 1)
    if first is None:
        return None
    rest = [path(module, each, depth + 1) or UNKNOWN for each in parts[1:]]
    # An absolute part, or one that may be, starts anew.
    for index in range(len(rest) - 1, -1, -1):
        if rest[index].startswith("/"):
            return "/".join(rest[index:])
    return "/".join([first, *rest])
