"""Whether a value is what any JSON can say: Flask's writes dates, UUIDs and dataclasses too."""

from __future__ import annotations

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.literals import is_text
from faasport.migrator.rewrite.plan import Plan
from faasport.migrator.rewrite.subject import Kept
from faasport.migrator.rewrite.values import values

_SCALARS = frozenset({"len", "str", "int", "float", "bool"})
_BUILTIN = frozenset({*_SCALARS, "sorted"})
_READ = frozenset({"method", "path", "args", "headers"})
_CALL = m.Call(func=m.Name())
_METHOD = m.Call(func=m.Attribute())
_TEXTS = frozenset(
    {"upper", "lower", "strip", "title", "split", "join", "decode", "replace", "get"}
)


def is_plain(plan: Plan, node: cst.BaseExpression, depth: int = 12) -> bool:
    """Whether it is made of texts, numbers, truths, nothing, lists and maps for sure."""
    if depth == 0:
        return False
    if isinstance(node, cst.Dict):
        return all(
            isinstance(each, cst.DictElement)
            and is_text(plan, each.key)
            and is_plain(plan, each.value, depth - 1)
            for each in node.elements
        )
    if isinstance(node, cst.List | cst.Tuple):
        return all(
            isinstance(each, cst.Element) and is_plain(plan, each.value, depth - 1)
            for each in node.elements
        )
    parts = _parts(plan, node)
    return parts is not None and all(is_plain(plan, each, depth - 1) for each in parts)


def _parts(plan: Plan, node: cst.BaseExpression) -> list[cst.BaseExpression] | None:
    """What it is made of; None where that is not known."""
    if isinstance(node, cst.Integer | cst.Float | cst.Comparison) or is_text(plan, node):
        return []
    if isinstance(node, cst.Name):
        return [] if node.value in {"True", "False", "None"} else _bound(plan, node)
    if isinstance(node, cst.BinaryOperation | cst.BooleanOperation):
        return [node.left, node.right]
    if isinstance(node, cst.IfExp):
        return [node.body, node.orelse]
    if isinstance(node, cst.UnaryOperation):
        return [node.expression]
    if isinstance(node, cst.Subscript):
        return [node.value]
    return _of_request(plan, node)


def _bound(plan: Plan, node: cst.Name) -> list[cst.BaseExpression] | None:
    try:
        found = list(values(plan.tree, node, {}))
    except Kept:
        return None
    is_literal = any(isinstance(each, cst.Dict | cst.List) for each in found)
    return None if is_literal else found


def _of_request(plan: Plan, node: cst.BaseExpression) -> list[cst.BaseExpression] | None:
    """What the request tells is text or JSON, and so is what is taken out of that."""
    request = plan.function.params.params[0].name.value
    if isinstance(node, cst.Attribute):
        is_its = m.matches(node.value, m.Name(request)) and node.attr.value in _READ
        return [] if is_its else None
    if m.matches(node, _CALL) and isinstance(node, cst.Call) and isinstance(node.func, cst.Name):
        is_builtin = node.func.value in _BUILTIN and not any(
            not plan.tree.is_read(each) for each in plan.tree.uses(node.func.value)
        )
        is_scalar = node.func.value in _SCALARS
        given = [] if is_scalar else [each.value for each in node.args]
        return given if is_builtin else None
    if not m.matches(node, _METHOD) or not isinstance(node, cst.Call):
        return None
    assert isinstance(node.func, cst.Attribute)  # noqa: S101  # as just matched
    on, name = node.func.value, node.func.attr.value
    if m.matches(on, m.Name(request)) and name == "get_json":
        return []
    if isinstance(on, cst.Attribute) and m.matches(on.value, m.Name(request)) and name == "get":
        return [each.value for each in node.args]
    return [on, *(each.value for each in node.args)] if name in _TEXTS else None
