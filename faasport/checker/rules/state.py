"""FP062: variables of a module that requests change."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from faasport.checker.code import Code
from faasport.checker.module import Module
from faasport.checker.rule import Hit, Rule

_TABLES = {"dict", "list", "set", "collections.defaultdict", "collections.deque",
           "collections.Counter", "collections.OrderedDict"}  # fmt: skip
_CHANGES = {"append", "add", "update", "insert", "extend", "setdefault", "appendleft"}


def _kept(code: Code) -> Iterator[Hit]:
    for module in code.modules.values():
        for node, name in _changes(module):
            if not _is_table(module, name) or _is_filled_once(module, node, name):
                continue
            if code.in_handlers(module, node):
                yield Hit(module, node, f"{name.id} is the memory of this instance alone.")
        for added in module.all(ast.AugAssign):
            target = added.target
            if not isinstance(target, ast.Name) or target.id not in module.scopes[target].outer:
                continue
            if code.in_handlers(module, added):
                yield Hit(module, added, f"{target.id} counts within this instance alone.")


def _changes(module: Module) -> Iterator[tuple[ast.AST, ast.Name]]:
    """`ORDERS[key] = value` and `ORDERS.append(value)`."""
    for node in module.all(ast.Subscript):
        if isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
            yield node, node.value
    for call in module.all(ast.Call):
        func = call.func
        if not isinstance(func, ast.Attribute) or func.attr not in _CHANGES:
            continue
        if isinstance(func.value, ast.Name):
            yield call, func.value


def _is_table(module: Module, name: ast.Name) -> bool:
    """A variable of the module that is born empty. One that is called a cache is meant to go."""
    found = module.scopes[name].lookup(name.id)
    if found is None or found[0] is not module.top or "cache" in name.id.lower():
        return False
    value = module.assigned(name)
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.List):
        return not value.elts
    return isinstance(value, ast.Call) and module.dotted(value.func) in _TABLES


def _is_filled_once(module: Module, node: ast.AST, name: ast.Name) -> bool:
    """What each instance makes for itself, where it has not got it yet."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        made = node.args[1] if node.func.attr == "setdefault" and len(node.args) > 1 else None
        if isinstance(made, ast.Call) and module.dotted(made.func) not in _TABLES:
            return True
    if any(isinstance(each, ast.If) and _asks(each.test, name.id) for each in module.above(node)):
        return True
    function = module.function_of(node)
    return any(
        _reads(each, name.id)
        for tried in module.all(ast.Try)
        if module.function_of(tried) is function and tried.handlers
        for each in tried.body
    ) or any(
        _asks(each.test, name.id) and isinstance(each.body[-1], ast.Return)
        for each in module.all(ast.If)
        if module.function_of(each) is function
    )


def _asks(test: ast.expr, name: str) -> bool:
    """`key in ENGINES`, or `key not in ENGINES`"""
    return any(
        isinstance(each, ast.Compare)
        and isinstance(each.ops[0], (ast.NotIn, ast.In))
        and isinstance(each.comparators[0], ast.Name)
        and each.comparators[0].id == name
        for each in ast.walk(test)
    )


def _reads(node: ast.AST, name: str) -> bool:
    """`try: return ENGINES[key]`"""
    return any(
        isinstance(each, ast.Subscript)
        and isinstance(each.ctx, ast.Load)
        and isinstance(each.value, ast.Name)
        and each.value.id == name
        for each in ast.walk(node)
    )


STATE = Rule(
    id="FP062",
    title="State in a variable of the module",
    severity="note",
    why="Another request may meet another instance, and each ends without notice: what is "
    "kept here is seen by some requests, and lost.",
    fix="Keep it in a table or a bucket. What may be lost at any time is fine: call it a cache.",
    check=_kept,
    found="""\
import faasport

ORDERS = {}


@faasport.http("POST", "/orders")
def accept(order: dict):
    ORDERS[order["id"]] = order
    return order
""",
    fine="""\
import faasport

PRICES = {"tea": 450}
RATES_CACHE = {}


@faasport.http("POST", "/orders")
def accept(order: dict):
    lines = []
    lines.append(PRICES[order["sku"]])
    RATES_CACHE[order["currency"]] = 1
    return lines
""",
)
