"""What a handler reads of the body of its event. It is a text there, and may be in Base64: as JSON
it is the same everywhere, and so is whether there is any."""

from __future__ import annotations

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.lookups import is_truth, named
from faasport.migrator.rewrite.plan import Plan
from faasport.migrator.rewrite.subject import Kept
from faasport.migrator.rewrite.tree import text_of

LOADS = m.Call(func=m.Attribute(m.Name("json"), m.Name("loads")))
_ALL = frozenset({"", "Exception", "BaseException"})
_BODY = "request.body"


def read(plan: Plan, node: cst.CSTNode, default: cst.BaseExpression | None, *, is_1: bool) -> None:
    """Plan the readings of `event["body"]` or `event.get("body")`. Raises Kept."""
    line = plan.tree.line(node)
    if default is not None and (is_1 or text_of(default) is None):
        raise Kept("the default of the body is not what it would be without one.", line)
    may_fail = not is_1 and isinstance(node, cst.Subscript)
    for use in named(plan.tree, node):
        _check(plan, use, has_default=default is not None, may_fail=may_fail)
    plan.put(node, _BODY if default is None else _or(default))


def _or(default: cst.BaseExpression) -> cst.BooleanOperation:
    return cst.BooleanOperation(cst.parse_expression(_BODY), cst.Or(), default)


def _check(plan: Plan, use: cst.CSTNode, *, has_default: bool, may_fail: bool) -> None:
    tree = plan.tree
    line = tree.line(use)
    if is_truth(tree, use):
        if may_fail:
            raise Kept("without a body its key is not there, which would fail.", line)
        return
    above = tree.parent(use)
    is_or = isinstance(above, cst.BooleanOperation) and isinstance(above.operator, cst.Or)
    if is_or and above.left is use and text_of(above.right) is not None:  # type: ignore[attr-defined]
        if may_fail:
            raise Kept("without a body its key is not there, which would fail.", line)
        above, has_default = tree.parent(above), True
    is_argument = isinstance(above, cst.Arg) and above.keyword is None
    call = tree.parent(above)
    if not (is_argument and m.matches(call, LOADS) and tree.is_module("json")):
        raise Kept("the body is read other than by json.loads.", line)
    if call.args[0] is not above:  # type: ignore[attr-defined]
        raise Kept("the body is read other than by json.loads.", line)
    _refuse_try(plan, call, has_default=has_default)


def _refuse_try(plan: Plan, call: cst.CSTNode, *, has_default: bool) -> None:
    """What is no JSON raises a ValueError in both; what is not there, something else in each."""
    for each in plan.tree.above(call):
        if isinstance(each, cst.TryStar):
            raise Kept("the body is read within an except*.", plan.tree.line(call))
        if not isinstance(each, cst.Try):
            continue
        for handler in each.handlers:
            caught = _caught(handler)
            is_all = bool(caught & _ALL)
            is_same = not handler.name if not has_default else "ValueError" in caught
            if has_default and (is_all or is_same):
                break
            if not has_default and is_all and not handler.name:
                break
            reason = "what is raised for a body that is no JSON is caught by its kind"
            raise Kept(f"{reason}; catch ValueError.", plan.tree.line(handler))


def _caught(handler: cst.ExceptHandler) -> set[str]:
    kinds = handler.type
    if kinds is None:
        return {""}
    names = [each.value for each in kinds.elements] if isinstance(kinds, cst.Tuple) else [kinds]
    return {each.value for each in names if isinstance(each, cst.Name)}
