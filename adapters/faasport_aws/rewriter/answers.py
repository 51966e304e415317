"""What a handler answers, as the neutral response that comes to the same."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.literals import is_typed
from faasport.migrator.rewrite.plan import Plan, ends
from faasport.migrator.rewrite.subject import Kept
from faasport.migrator.rewrite.tree import text_of
from faasport.migrator.rewrite.values import values
from faasport_aws.rewriter.literals import ENCODED, Answer, answer_of, response

# What the fronts say of a body whose type the handler does not tell; see runtime/guest_results.py.
DEFAULT_TYPES = {
    "": "text/plain;charset=UTF-8",
    "http-api-2.0": "text/plain;charset=UTF-8",
    "rest-api-1.0": "application/json",
    "function-url": "application/json",
}
_DUMPS = m.Call(func=m.Attribute(m.Name("json"), m.Name("dumps")))


def answer(plan: Plan) -> None:
    """Plan a response for each literal that is answered, here or in a helper. Raises Kept."""
    tables: dict[cst.Dict, None] = {}
    _collect(plan, plan.function, tables)
    for table in tables:
        found = answer_of(plan.tree, table)
        added = _checked(plan, found)
        plan.changes[table] = partial(response, added=added)
    for helper in plan.helpers:
        told = cst.Annotation(cst.parse_expression("faasport.Response"))
        returns = told if helper.returns else None
        plan.changes[helper] = partial(_typed, returns=returns)


def _typed(updated: cst.FunctionDef, returns: cst.Annotation | None) -> cst.FunctionDef:
    return updated.with_changes(returns=returns)


def _collect(plan: Plan, function: cst.FunctionDef, tables: dict[cst.Dict, None]) -> None:
    tree = plan.tree
    if not ends(function.body):
        raise Kept("it may end without an answer.", tree.line(function))
    for each in m.findall(function.body, m.Return()):
        if isinstance(each, cst.Return):
            for node in _alternatives(plan, each.value, each):
                _answered(plan, node, each, tables)


def _answered(
    plan: Plan, node: cst.CSTNode | None, where: cst.Return, tables: dict[cst.Dict, None]
) -> None:
    if isinstance(node, cst.Dict):
        tables[node] = None
        return
    helper = _helper(plan, node)
    if helper is None or not isinstance(node, cst.Call):
        reason = "it answers other than by a literal of statusCode, headers and body."
        raise Kept(reason, plan.tree.line(where))
    is_new = helper not in plan.helpers
    plan.helpers.setdefault(helper, set()).add(node)
    if is_new:
        plan.tree.refuse_frame(helper)
        if helper.decorators or helper.asynchronous or helper.params.star_kwarg:
            raise Kept("what makes its answers is no plain function.", plan.tree.line(helper))
        _collect(plan, helper, tables)


def _helper(plan: Plan, node: cst.CSTNode | None) -> cst.FunctionDef | None:
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name):
        found = plan.tree.function(node.func.value)
        return None if found is plan.function else found
    return None


def _alternatives(
    plan: Plan, node: cst.BaseExpression | None, where: cst.Return
) -> Iterator[cst.CSTNode | None]:
    """What is returned: on either side of a condition, or under the one name that it has."""
    tree = plan.tree
    if isinstance(node, cst.IfExp):
        yield from _alternatives(plan, node.body, where)
        yield from _alternatives(plan, node.orelse, where)
    elif isinstance(node, cst.Name):
        function = tree.function_of(where)
        uses = tree.uses(node.value, function)
        stores = [each for each in uses if not tree.is_read(each)]
        for use in uses:
            if tree.is_read(use) and not isinstance(tree.parent(use), cst.Return):
                raise Kept(f"{node.value} is more than answered.", tree.line(use))
        for store in stores:
            assignment = tree.parent(tree.parent(store))
            is_plain = isinstance(assignment, cst.Assign) and len(assignment.targets) == 1
            yield assignment.value if is_plain else None  # type: ignore[attr-defined]
        if not stores:
            yield None
    else:
        yield node


def _checked(plan: Plan, found: Answer) -> dict[str, str]:
    """The headers that the front would add. Raises Kept."""
    tree, line = plan.tree, found.line
    calls = {helper: [*calls] for helper, calls in plan.helpers.items()}
    flag = found.parts.get(ENCODED)
    if flag is not None and not m.matches(flag, m.Name("False")):
        raise Kept("it answers in Base64.", line)
    for status in values(tree, found.parts["statusCode"], calls):
        if not isinstance(status, cst.Integer) or not 200 <= status.evaluated_value <= 599:
            raise Kept("its status is worked out.", tree.line(status))
    headers = found.parts.get("headers")
    typed = headers is not None and is_typed(plan, headers, calls)
    empty, full = _bodies(plan, found, calls, typed=typed)
    if typed or not full:
        return {}
    if empty:
        raise Kept("its body may be empty, and then has another type.", line)
    return {"content-type": DEFAULT_TYPES[plan.subject.payload]}


def _bodies(
    plan: Plan, found: Answer, calls: dict[cst.FunctionDef, list[cst.Call]], *, typed: bool
) -> tuple[bool, bool]:
    """Whether it may be empty, and whether it may be not."""
    if "body" not in found.parts:
        return True, False
    bodies = values(plan.tree, found.parts["body"], calls)
    told = [_is_empty(plan, each, typed=typed) for each in bodies]
    return any(told), not all(told)


def _is_empty(plan: Plan, node: cst.BaseExpression, *, typed: bool) -> bool:
    if m.matches(node, _DUMPS) and plan.tree.is_module("json"):
        return False
    text = text_of(node)
    if text is not None:
        return text == ""
    if isinstance(node, cst.FormattedString):
        fixed = any(isinstance(each, cst.FormattedStringText) for each in node.parts)
        if fixed or typed:
            return False
    raise Kept("its body is neither json.dumps(...) nor a literal.", plan.tree.line(node))
