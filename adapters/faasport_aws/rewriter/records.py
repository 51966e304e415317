"""What a handler reads of the records of a queue, as what the neutral messages have for it."""

from __future__ import annotations

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.subject import Kept
from faasport_aws.rewriter.body import Body
from faasport_aws.rewriter.events import LOADS, Changes, subscript

_RECORDS = "Records"


def changes(body: Body) -> Changes:
    """Loops over the records, and what is read of each. Raises Kept."""
    found: Changes = {}
    loops: set[str] = set()
    for use in body.uses(body.event):
        expression = body.parent(use)
        loop = body.parent(expression)
        is_loop = isinstance(loop, cst.For) and loop.iter is expression
        if subscript(expression) != _RECORDS or not is_loop:
            raise Kept("the event is more than looped over by its records.", body.line(use))
        target = loop.target if isinstance(loop, cst.For) else None
        if not isinstance(target, cst.Name):
            raise Kept("a loop takes its records apart.", body.line(loop))
        found[expression] = cst.Name("messages")
        loops.add(target.value)
    for name in loops:
        _read(body, name, found)
    _refuse_answers(body)
    return found


def _read(body: Body, name: str, found: Changes) -> None:
    for use in body.uses(name):
        above = body.parent(use)
        if isinstance(above, cst.For) and above.target is use:
            continue
        key = subscript(above)
        if key == "messageId":
            found[above] = cst.Attribute(cst.Name(name), cst.Name("id"))
        elif key == "body":
            found[above] = _body(body, name, above)
        else:
            raise Kept("more is read of a record than body and messageId.", body.line(use))


def _body(body: Body, name: str, node: cst.CSTNode) -> cst.BaseExpression:
    """JSON takes bytes; all else wants the text."""
    argument = body.parent(node)
    if isinstance(argument, cst.Arg) and m.matches(body.parent(argument), LOADS):
        return cst.Attribute(cst.Name(name), cst.Name("body"))
    return cst.Call(cst.Attribute(cst.Name(name), cst.Name("text")))


def _refuse_answers(body: Body) -> None:
    """What is returned may tell of items that failed."""
    for each in m.findall(body.function.body, m.Return()):
        if isinstance(each, cst.Return) and each.value is not None:
            raise Kept("it answers something, which may be of failed items.", body.line(each))
