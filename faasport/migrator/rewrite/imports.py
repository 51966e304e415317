"""Imports of the old platform, which go when nothing needs them any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import libcst as cst
from libcst import matchers as m

Import = cst.Import | cst.ImportFrom


def without_unused(module: cst.Module, before: cst.Module, vendor: tuple[str, ...]) -> cst.Module:
    """The module without imports of these packages whose names were used, and are no longer."""
    was, now = _names(before), _names(module)
    gone = {name for name in was if not now[name]}
    return module.visit(_Dropping(gone, vendor)) if gone and vendor else module


def without_makers(
    module: cst.Module,
    before: cst.Module,
    makers: tuple[str, ...],
    elsewhere: Callable[[str], str],
) -> cst.Module:
    """The module without `app = func.FunctionApp(...)`, where nothing is said of `app` any more."""
    was, now = _names(before), _names(module)
    body = []
    for each in module.body:
        name = _made(each, makers)
        is_over = bool(name) and was[name] > 1 and now[name] == 1 and not elsewhere(name)
        if not is_over or m.findall(each, m.Comment()):
            body.append(each)
    return module.with_changes(body=body) if len(body) < len(module.body) else module


def _made(node: Any, makers: tuple[str, ...]) -> str:
    """The name of an object that one of these makes."""
    line = node.body[0] if isinstance(node, cst.SimpleStatementLine) else None
    if not isinstance(line, cst.Assign) or not isinstance(line.value, cst.Call):
        return ""
    target = line.targets[0].target
    maker = _dotted(line.value.func).rpartition(".")[2]
    is_plain = len(line.targets) == 1 and isinstance(target, cst.Name) and maker in makers
    return target.value if is_plain and isinstance(target, cst.Name) else ""


def bound_by(module: cst.Module, vendor: tuple[str, ...]) -> list[str]:
    """The names that imports of these packages bind at the top of a module."""
    found: list[str] = []
    for line in module.body:
        for each in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(each, Import) and is_of(each, vendor):
                found += [_bound(alias) for alias in each.names]  # type: ignore[union-attr]
    return found


def is_of(node: Any, vendor: tuple[str, ...]) -> bool:
    """Whether an import is of these packages alone."""
    if isinstance(node, cst.Import):
        names = [_dotted(each.name) for each in node.names]
    else:
        names = [] if isinstance(node.names, cst.ImportStar) else [_dotted(node.module)]
    return bool(names) and all(each in vendor for each in names)


def _names(module: cst.Module) -> Counter[str]:
    """How often each name stands there, but for imports."""
    imported = m.findall(module, m.Import() | m.ImportFrom())
    counted = (Counter(_values(each)) for each in imported)
    found = Counter(_values(module))
    for each in counted:
        found.subtract(each)
    return +found


def _values(node: cst.CSTNode) -> list[str]:
    found = m.findall(node, m.Name())
    return [each.value for each in found if isinstance(each, cst.Name)]


class _Dropping(cst.CSTTransformer):
    def __init__(self, gone: set[str], vendor: tuple[str, ...]) -> None:
        super().__init__()
        self._gone, self._vendor = gone, vendor

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:  # noqa: ARG002, N802
        return False

    def leave_SimpleStatementLine(  # noqa: N802
        self,
        original_node: cst.SimpleStatementLine,  # noqa: ARG002
        updated_node: cst.SimpleStatementLine,
    ) -> Any:
        (first, *rest) = updated_node.body
        is_import = isinstance(first, Import) and not rest and is_of(first, self._vendor)
        if not is_import or m.findall(updated_node, m.Comment()):
            return updated_node
        names: Any = first.names  # type: ignore[attr-defined]
        left = [each for each in names if _bound(each) not in self._gone]
        if not left:
            return cst.RemoveFromParent()
        if len(left) == len(names):
            return updated_node
        left[-1] = left[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        return updated_node.with_changes(body=[first.with_changes(names=left)])


def _bound(alias: cst.ImportAlias) -> str:
    if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
        return alias.asname.name.value
    return _dotted(alias.name).partition(".")[0]


def _dotted(node: Any) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""
