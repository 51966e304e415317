"""What a function answers by `func.HttpResponse`, as the neutral response that is the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.imports import bound_by
from faasport.migrator.rewrite.literals import is_text, is_typed, keyword, pairs_of, with_first
from faasport.migrator.rewrite.plan import Plan, ends
from faasport.migrator.rewrite.subject import Kept
from faasport.migrator.rewrite.tree import text_of
from faasport.migrator.rewrite.values import values

_NAMES = {"body": "body", "status_code": "status", "headers": "headers"}
_TYPE = "mimetype"
_PLAIN = "text/plain"
_BYTES = m.Call(func=m.Attribute(m.Name(), m.Name("get_body")), args=[])


def answer(plan: Plan) -> None:
    """Plan a response for each return. Raises Kept."""
    tree = plan.tree
    if not ends(plan.function.body):
        raise Kept("it may end without an answer.", tree.line(plan.function))
    for each in m.findall(plan.function.body, m.Return()):
        value = each.value if isinstance(each, cst.Return) else None
        line = tree.line(each)
        if isinstance(value, cst.Call) and _is_response(plan, value):
            plan.changes[value] = partial(_response, added=_checked(plan, value))
        elif value is not None and is_text(plan, value):
            plan.changes[value] = _text
        else:
            raise Kept("it answers other than by an HttpResponse that is made there.", line)


def _is_response(plan: Plan, call: cst.Call) -> bool:
    if not isinstance(call.func, cst.Attribute) or not isinstance(call.func.value, cst.Name):
        return False
    modules = bound_by(plan.tree.module, ("azure.functions",))
    return call.func.value.value in modules and call.func.attr.value == "HttpResponse"


def _checked(plan: Plan, call: cst.Call) -> Mapping[str, str]:
    """The headers that the library would add. Raises Kept."""
    tree, line = plan.tree, plan.tree.line(call)
    told = {_name(each, n): each.value for n, each in enumerate(call.args)}
    if not {*told} <= {*_NAMES, _TYPE} or any(each.star for each in call.args):
        raise Kept("its HttpResponse says more than body, status, type and headers.", line)
    for each in values(tree, told["body"], {}) if "body" in told else ():
        if not is_text(plan, each) and not _is_bytes(plan, each):
            raise Kept("its body is neither a text nor bytes for sure.", tree.line(each))
    for each in values(tree, told["status_code"], {}) if "status_code" in told else ():
        if not isinstance(each, cst.Integer) or not 200 <= each.evaluated_value <= 599:
            raise Kept("its status is worked out.", tree.line(each))
    kind = text_of(told[_TYPE]) if _TYPE in told else _PLAIN
    if kind is None:
        raise Kept("its type is worked out.", line)
    if "headers" in told and is_typed(plan, told["headers"], {}):
        return {}
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return {"content-type": f"{kind}{charset}"}


def _is_bytes(plan: Plan, node: cst.BaseExpression) -> bool:
    """A literal, or the request's own body."""
    request = plan.function.params.params[0].name.value
    if m.matches(node, _BYTES) and isinstance(node, cst.Call):
        return m.matches(node.func, m.Attribute(m.Name(request)))
    return isinstance(node, cst.SimpleString) and isinstance(node.evaluated_value, bytes)


def _name(argument: cst.Arg, place: int) -> str:
    if argument.keyword is not None:
        return argument.keyword.value
    return "body" if place == 0 else ""


def _response(updated: cst.Call, added: Mapping[str, str]) -> cst.Call:
    """The call as ours, laid out as it was; the type goes among the headers."""
    arguments: list[cst.Arg] = []
    has_headers = any(_name(each, n) == "headers" for n, each in enumerate(updated.args))
    for n, each in enumerate(updated.args):
        name = _name(each, n)
        if name == "headers":
            arguments.append(each.with_changes(value=with_first(each.value, added)))
        elif name != _TYPE:
            key = cst.Name(_NAMES[name]) if each.keyword else None
            arguments.append(each.with_changes(keyword=key))
        elif added and not has_headers:
            headers = each.with_changes(keyword=cst.Name("headers"))
            arguments.append(headers.with_changes(value=cst.Dict(pairs_of(added))))
    is_told = has_headers or any(_name(each, n) == _TYPE for n, each in enumerate(updated.args))
    if added and not is_told:
        arguments = _appended(arguments, keyword("headers", cst.Dict(pairs_of(added))))
    elif arguments and len(arguments) < len(updated.args):
        last = updated.args[-1]
        arguments[-1] = arguments[-1].with_changes(
            comma=last.comma, whitespace_after_arg=last.whitespace_after_arg
        )
    return updated.with_changes(func=cst.parse_expression("faasport.Response"), args=arguments)


def _appended(arguments: list[cst.Arg], more: cst.Arg) -> list[cst.Arg]:
    """On a line of its own where the last one has one."""
    if not arguments:
        return [more]
    *rest, last = arguments
    comma, end = last.comma, last.whitespace_after_arg
    space: cst.BaseParenthesizableWhitespace = cst.SimpleWhitespace(" ")
    if rest and isinstance(rest[-1].comma, cst.Comma):
        space = rest[-1].comma.whitespace_after
    inner = cst.Comma(whitespace_after=space)
    first = last.with_changes(comma=inner, whitespace_after_arg=cst.SimpleWhitespace(""))
    return [*rest, first, more.with_changes(comma=comma, whitespace_after_arg=end)]


def _text(updated: cst.BaseExpression) -> cst.Call:
    made = cst.parse_expression("faasport.Response(0)")
    assert isinstance(made, cst.Call)  # noqa: S101  # as written
    return made.with_changes(args=[cst.Arg(updated)])
