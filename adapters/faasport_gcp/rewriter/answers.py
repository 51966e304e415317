"""What a function answers, in the bytes that Flask makes of it.

https://flask.palletsprojects.com/en/stable/quickstart/#about-responses
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.literals import (
    call_of,
    is_text,
    is_typed,
    keyword,
    pairs_of,
    with_first,
)
from faasport.migrator.rewrite.plan import Plan, ends
from faasport.migrator.rewrite.subject import Kept
from faasport.migrator.rewrite.tree import plain_arguments
from faasport.migrator.rewrite.values import values
from faasport_gcp.rewriter.plain import is_plain

HTML = {"content-type": "text/html; charset=utf-8"}
JSON = {"content-type": "application/json"}
_JSONIFY = m.Call(func=m.Name("jsonify") | m.Attribute(m.Name("flask"), m.Name("jsonify")))
# `flask.json.provider.DefaultJSONProvider`: sorted, compact, and a line end.
_DUMPS = 'json.dumps(0, sort_keys=True, separators=(",", ":"))'


def answer(plan: Plan) -> None:
    """Plan a response for each return. Raises Kept."""
    if not ends(plan.function.body):
        raise Kept("it may end without an answer.", plan.tree.line(plan.function))
    for each in m.findall(plan.function.body, m.Return()):
        if isinstance(each, cst.Return):
            _return(plan, each)


def _return(plan: Plan, node: cst.Return) -> None:
    line = plan.tree.line(node)
    if node.value is None:
        raise Kept("it answers nothing, which Flask refuses.", line)
    body, *rest = _parts(node.value)
    if len(rest) > 2 or body is None:
        raise Kept("it answers otherwise than by a body, a status and headers.", line)
    is_json = _is_json(plan, body, line)
    for status in values(plan.tree, rest[0], {}) if rest else ():
        if not isinstance(status, cst.Integer) or not 200 <= status.evaluated_value <= 599:
            raise Kept("its status is worked out.", line)
    typed = len(rest) == 2 and is_typed(plan, rest[1], {})
    added = {} if typed else JSON if is_json else HTML
    if is_json:
        plan.imports.add("json")
        if plan.tree.uses("json") and not plan.tree.is_module("json"):
            raise Kept("the name json is in use here.", line)
    plan.changes[node] = partial(_returned, is_json=is_json, added=added)


def _parts(value: cst.BaseExpression) -> list[cst.BaseExpression]:
    return [each.value for each in value.elements] if isinstance(value, cst.Tuple) else [value]


def _is_json(plan: Plan, body: cst.BaseExpression, line: int) -> bool:
    """Whether Flask makes JSON of it; else it is a text. Raises Kept."""
    found: set[bool] = set()
    whole = _unwrapped(body)
    for each in values(plan.tree, whole, {}):
        is_map = isinstance(each, cst.Dict | cst.List)
        if is_map or whole is not body:
            if not is_plain(plan, each):
                raise Kept("its JSON may hold what Flask alone can write.", plan.tree.line(each))
            found.add(True)
        elif is_text(plan, each):
            found.add(False)
        else:
            raise Kept("what it answers is neither a literal nor a text for sure.", line)
    if len(found) != 1:
        raise Kept("what it answers is text or JSON.", line)
    return found.pop()


def _unwrapped(node: cst.BaseExpression) -> cst.BaseExpression:
    """What `jsonify` is given."""
    given = plain_arguments(node, 1) if isinstance(node, cst.Call) else None
    return given[0] if given and m.matches(node, _JSONIFY) else node


def _returned(updated: cst.Return, *, is_json: bool, added: Mapping[str, str]) -> cst.Return:
    assert updated.value is not None  # noqa: S101  # `_return` has refused it
    body, *rest = _parts(updated.value)
    made = _json(_unwrapped(body)) if is_json else body
    arguments = [cst.Arg(made)]
    if rest:
        arguments.append(keyword("status", rest[0]))
    if len(rest) == 2:
        arguments.append(keyword("headers", with_first(rest[1], added)))
    elif added:
        arguments.append(keyword("headers", cst.Dict(pairs_of(added))))
    space = updated.whitespace_after_return
    after = space if isinstance(space, cst.SimpleWhitespace) and space.value else None
    value = call_of("faasport.Response", arguments)
    return updated.with_changes(
        value=value, whitespace_after_return=after or cst.SimpleWhitespace(" ")
    )


def _json(value: cst.BaseExpression) -> cst.BaseExpression:
    dumps = cst.parse_expression(_DUMPS)
    assert isinstance(dumps, cst.Call)  # noqa: S101  # as written above
    call = dumps.with_changes(args=[dumps.args[0].with_changes(value=value), *dumps.args[1:]])
    return cst.BinaryOperation(call, cst.Add(), cst.SimpleString('"\\n"'))
