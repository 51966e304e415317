"""What is made once and kept: by a cache, or where it outlives the call that makes it."""

from __future__ import annotations

import ast

from faasport.checker.module import Module
from faasport.checker.scope import Scope

_CACHES = {"functools.cache", "functools.lru_cache", "functools.cached_property"}


def is_cached(module: Module, scope: Scope) -> bool:
    """Whether a function's result is kept."""
    decorators = getattr(scope.node, "decorator_list", [])
    callees = (each.func if isinstance(each, ast.Call) else each for each in decorators)
    return any(module.dotted(each) in _CACHES for each in callees)


def is_made_once(module: Module, node: ast.AST) -> bool:
    """In a cached function, or put where it stays."""
    cached = any(is_cached(module, scope) for scope in module.scopes[node].functions())
    return cached or is_put_away(module, node)


def is_put_away(module: Module, node: ast.AST) -> bool:
    """Put into a global, an attribute or an entry of a table, at once or by way of a name."""
    for above in module.above(node):
        if isinstance(above, ast.Call) and _is_filed(above, node):
            return True
        if isinstance(above, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            targets = above.targets if isinstance(above, ast.Assign) else [above.target]
            return any(_outlives(module, each) or _handed_on(module, each) for each in targets)
        if isinstance(above, ast.stmt):
            return False
    return False


def _is_filed(call: ast.Call, node: ast.AST) -> bool:
    """`clients.setdefault(name, connect())`"""
    is_filing = isinstance(call.func, ast.Attribute) and call.func.attr == "setdefault"
    return is_filing and node not in ast.walk(call.func)


def _outlives(module: Module, target: ast.expr) -> bool:
    if isinstance(target, ast.Name):
        return target.id in module.scopes[target].outer
    return isinstance(target, (ast.Attribute, ast.Subscript))


def _handed_on(module: Module, target: ast.expr) -> bool:
    """`client = connect()`, and then `_client = client`."""
    if not isinstance(target, ast.Name):
        return False
    for use in module.uses(target):
        above = module.parents[use]
        if isinstance(above, ast.Assign) and any(_outlives(module, each) for each in above.targets):
            return True
    return False
