"""Where the code reads variables of the environment, and whether it can do without them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from faasport.checker import literal
from faasport.checker.code import Code
from faasport.checker.module import Module
from faasport.checker.scope import FUNCTIONS

_GETS = {"os.getenv", "os.environ.get"}


@dataclass(frozen=True)
class Read:
    """One variable, read at one place. `fallback` says that its absence is dealt with there."""

    module: Module
    node: ast.AST
    name: str
    fallback: bool


def reads(code: Code) -> Iterator[Read]:
    """Every place where the name of the variable is certain."""
    for module, call, named in code.calls:
        name = literal.text(module, call.args[0]) if named in _GETS and call.args else None
        if name and literal.UNKNOWN not in name:
            has_default = len(call.args) > 1 or bool(call.keywords)
            yield Read(module, call, name, has_default or _is_looked_at(module, call))
    for module in code.modules.values():
        for node in module.all(ast.Subscript):
            if module.dotted(node.value) != "os.environ" or not isinstance(node.ctx, ast.Load):
                continue
            name = literal.text(module, node.slice)
            if name and literal.UNKNOWN not in name:
                yield Read(module, node, name, _is_tried(module, node))


def _is_tried(module: Module, node: ast.AST) -> bool:
    """In a `try`, or beneath an `if` that may have asked for it."""
    below = node
    for above in module.above(node):
        if isinstance(above, FUNCTIONS):
            return False
        asked = isinstance(above, (ast.If, ast.IfExp)) and below is not above.test
        if asked or (isinstance(above, ast.Try) and above.handlers):
            return True
        below = above
    return False


def _is_looked_at(module: Module, call: ast.Call) -> bool:
    """None where it is not set, and then compared, tested, or replaced by `or`."""
    if _is_tried(module, call):
        return True
    for above in module.above(call):
        if isinstance(above, (ast.BoolOp, ast.Compare, ast.If, ast.IfExp, ast.While, ast.UnaryOp)):
            return True
        if isinstance(above, ast.Call) and module.dotted(above.func) == "bool":
            return True
        if isinstance(above, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            targets = above.targets if isinstance(above, ast.Assign) else [above.target]
            if any(_is_tested(module, each) for each in targets):
                return True
        if isinstance(above, ast.stmt):
            return False
    return False


def _is_tested(module: Module, target: ast.expr) -> bool:
    """Whether a variable, or an attribute of this very name, stands in some test."""
    if isinstance(target, ast.Name):
        used: list[ast.AST] = [*module.uses(target)]
    elif isinstance(target, ast.Attribute):
        said = ast.unparse(target)
        used = [
            each
            for each in module.all(ast.Attribute)
            if each.attr == target.attr
            and isinstance(each.ctx, ast.Load)
            and ast.unparse(each) == said
        ]
    else:
        return False
    return any(_is_in_test(module, each) for each in used)


def _is_in_test(module: Module, node: ast.AST) -> bool:
    below = node
    for above in module.above(node):
        if isinstance(above, (ast.BoolOp, ast.Compare, ast.UnaryOp)):
            return True
        if isinstance(above, (ast.If, ast.IfExp, ast.While, ast.Assert)):
            return below is above.test
        if isinstance(above, ast.stmt):
            return False
        below = above
    return False
