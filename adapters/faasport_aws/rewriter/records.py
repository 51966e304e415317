"""What a handler reads of the records of a queue, as what the neutral messages have for it."""

from __future__ import annotations

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.plan import Plan
from faasport.migrator.rewrite.subject import Kept
from faasport.migrator.rewrite.tree import item_of
from faasport_aws.rewriter.bodies import LOADS

_RECORDS = "Records"


def read(plan: Plan, event: str) -> None:
    """Plan the loops over the records, and what is read of each. Raises Kept."""
    tree = plan.tree
    loops: dict[str, list[cst.For]] = {}
    for use in plan.read(event):
        expression = tree.parent(use)
        loop = tree.parent(expression)
        if item_of(expression) != _RECORDS or not isinstance(loop, cst.For):
            raise Kept("the event is more than looped over by its records.", tree.line(use))
        if not isinstance(loop.target, cst.Name) or loop.iter is not expression:
            raise Kept("a loop takes its records apart.", tree.line(loop))
        plan.put(expression, "messages")
        loops.setdefault(loop.target.value, []).append(loop)
    for name, found in loops.items():
        _records(plan, name, found)


def _records(plan: Plan, name: str, loops: list[cst.For]) -> None:
    targets = [loop.target for loop in loops]
    for use in plan.uses(name):
        if any(use is each for each in targets):
            continue
        above = plan.tree.parent(use)
        line = plan.tree.line(use)
        if not plan.tree.is_read(use):
            raise Kept(f"{name} is bound anew.", line)
        key = item_of(above)
        if key not in {"body", "messageId"} or not plan.tree.is_read(above):
            raise Kept("more is read of a record than body and messageId.", line)
        plan.put(above, f"{name}.id" if key == "messageId" else _body(plan, name, above))


def _body(plan: Plan, name: str, node: cst.CSTNode) -> str:
    """JSON takes bytes; all else wants the text."""
    argument = plan.tree.parent(node)
    call = plan.tree.parent(argument)
    is_json = isinstance(argument, cst.Arg) and m.matches(call, LOADS)
    is_first = is_json and call.args[0] is argument  # type: ignore[attr-defined]
    in_try = any(isinstance(each, cst.Try | cst.TryStar) for each in plan.tree.above(node))
    if is_first and plan.tree.is_module("json") and not in_try:
        return f"{name}.body"
    return f"{name}.text()"
