"""What each kind of node binds, and where."""

from __future__ import annotations

import ast

from faasport.checker.scope import FUNCTIONS, Binding, Scope

_SILENT = (ast.Constant, ast.Attribute, ast.Call, ast.Expr, ast.keyword, ast.arguments)


def bind(node: ast.AST, scope: Scope, package: str) -> None:
    """Enter into the scope whatever this one node gives a name to."""
    if isinstance(node, _SILENT):
        return
    if isinstance(node, ast.Import):
        _import(node, scope)
    elif isinstance(node, ast.ImportFrom):
        _import_from(node, scope, package)
    elif isinstance(node, FUNCTIONS):
        scope.bind(node.name, Binding("function", node))
    elif isinstance(node, ast.ClassDef):
        scope.bind(node.name, Binding("class", node))
    elif isinstance(node, ast.arg):
        scope.bind(node.arg, Binding("parameter", node))
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        scope.outer.update(node.names)
    else:
        _values(node, scope)


def is_within(node: ast.AST, child: ast.AST) -> bool:
    """Whether a part of a function or class belongs to the scope that it opens: decorators and the
    bases of a class do not."""
    if isinstance(node, ast.Lambda):
        return True
    return isinstance(child, (ast.arguments, ast.stmt))


def _import(node: ast.Import, scope: Scope) -> None:
    for name in node.names:
        bound = name.asname or name.name.partition(".")[0]
        scope.bind(bound, Binding("import", node, name.name if name.asname else bound))


def _import_from(node: ast.ImportFrom, scope: Scope, package: str) -> None:
    source = node.module or ""
    if node.level:
        parts = package.split(".")
        above = ".".join(parts[: len(parts) - node.level + 1])
        source = ".".join(part for part in (above, source) if part)
    for name in node.names:
        if name.name == "*":
            scope.stars.append((node, source))
        else:
            target = f"{source}.{name.name}"
            scope.bind(name.asname or name.name, Binding("import", node, target))


def _values(node: ast.AST, scope: Scope) -> None:
    if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
        # An assignment of one value to one name has told it already.
        if not any(each.node is node for each in scope.names.get(node.id, ())):
            scope.bind(node.id, Binding("value", node))
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        _whole(node.targets[0], node.value, scope)
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
        _whole(node.target, node.value, scope)
    elif (isinstance(node, ast.ExceptHandler) and node.name) or (
        isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name
    ):
        scope.bind(node.name, Binding("value", node))


def _whole(target: ast.expr, value: ast.expr, scope: Scope) -> None:
    if isinstance(target, ast.Name):
        scope.bind(target.id, Binding("value", target, value=value))
