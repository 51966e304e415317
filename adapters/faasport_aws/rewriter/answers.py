"""What a handler answers, as the neutral response that comes to the same."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.subject import Kept
from faasport_aws.rewriter.body import Body

# What the fronts say of a body whose type the handler does not tell; see runtime/guest_results.py.
DEFAULT_TYPES = {
    "": "text/plain;charset=UTF-8",
    "http-api-2.0": "text/plain;charset=UTF-8",
    "rest-api-1.0": "application/json",
    "function-url": "application/json",
}
_NAMES = {"statusCode": "status", "headers": "headers", "body": "body"}
_DUMPS = m.Call(func=m.Attribute(m.Name("json"), m.Name("dumps")))
_TYPE = "content-type"


def changes(body: Body, payload: str) -> dict[cst.CSTNode, cst.BaseExpression]:
    """Each return with what its headers must have besides: a dict, empty for nothing. Raises
    Kept."""
    if not _ends(body.function.body):
        raise Kept("it may end without an answer.", body.line(body.function))
    found: dict[cst.CSTNode, cst.BaseExpression] = {}
    for each in m.findall(body.function.body, m.Return()):
        if isinstance(each, cst.Return):
            kind = _added(body, each, DEFAULT_TYPES[payload])
            pair = f'{{"{_TYPE}": "{kind}"}}' if kind else "{}"
            found[each] = cst.parse_expression(pair)
    return found


def _added(body: Body, node: cst.Return, default: str) -> str:
    """The media type that the front would add; empty for none."""
    line = body.line(node)
    table = _table(node.value)
    if table is None or "statusCode" not in table or not set(table) <= {*_NAMES, _BASE64}:
        raise Kept("it answers other than by a literal of statusCode, headers and body.", line)
    flag = table.get(_BASE64)
    if flag is not None and not m.matches(flag, m.Name("False")):
        raise Kept("it answers in Base64.", line)
    if not isinstance(table["statusCode"], cst.Integer):
        raise Kept("its status is worked out.", line)
    told = table.get("body")
    is_empty = told is None or _is_empty(told)
    if told and not is_empty and not m.matches(told, _DUMPS | m.SimpleString()):
        raise Kept("its body is neither json.dumps(...) nor a literal.", line)
    headers = _table(table["headers"]) if "headers" in table else {}
    if headers is None or not all(m.matches(each, m.SimpleString()) for each in headers.values()):
        raise Kept("its headers are not literals.", line)
    has_type = any(name.lower() == _TYPE for name in headers)
    return "" if is_empty or has_type else default


_BASE64 = "isBase64Encoded"


def _table(node: cst.BaseExpression | None) -> dict[str, cst.BaseExpression] | None:
    """A dict of literal keys; None of anything else."""
    if not isinstance(node, cst.Dict):
        return None
    found: dict[str, cst.BaseExpression] = {}
    for each in node.elements:
        if not isinstance(each, cst.DictElement) or not isinstance(each.key, cst.SimpleString):
            return None
        found[str(each.key.evaluated_value)] = each.value
    return found if len(found) == len(node.elements) else None


def _is_empty(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.SimpleString) and node.evaluated_value == ""


def _ends(block: cst.BaseSuite) -> bool:
    """Whether every way through ends in a return or a raise."""
    last = block.body[-1] if block.body else None
    if isinstance(last, cst.SimpleStatementLine):
        return isinstance(last.body[-1], cst.Return | cst.Raise)
    if isinstance(last, cst.If):
        return _ends(last.body) and last.orelse is not None and _ends_else(last.orelse)
    if isinstance(last, cst.With):
        return False  # it may swallow what is raised
    return False


def _ends_else(node: cst.If | cst.Else) -> bool:
    if isinstance(node, cst.If):
        return _ends(node.body) and node.orelse is not None and _ends_else(node.orelse)
    return _ends(node.body)


def response(value: cst.BaseExpression, added: cst.BaseExpression) -> cst.Call:
    """The literal as a call, laid out as it was."""
    assert isinstance(value, cst.Dict)  # noqa: S101  # `changes` has refused all else
    elements = [each for each in value.elements if isinstance(each, cst.DictElement)]
    by_name = {_key(each): each for each in elements}
    more = added.elements if isinstance(added, cst.Dict) else ()
    # An empty text would have a type of its own, and no body has none.
    kept = [each for each in elements if _key(each) in _NAMES and not _is_empty(each.value)]
    arguments = [_argument(each, more) for each in kept]
    if kept[-1] is not elements[-1] and not _breaks(kept[-1].comma):
        arguments[-1] = arguments[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
    if more and "headers" not in by_name:
        arguments[-1] = arguments[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        arguments.append(_keyword("headers", added))
    if kept[-1] is elements[-1]:
        last = arguments[-1].with_changes(whitespace_after_arg=value.rbrace.whitespace_before)
        arguments[-1] = last
    return cst.Call(
        cst.Attribute(cst.Name("faasport"), cst.Name("Response")),
        arguments,
        whitespace_before_args=value.lbrace.whitespace_after,
    )


def _breaks(comma: cst.Comma | cst.MaybeSentinel) -> bool:
    """Whether a line ends there."""
    return isinstance(comma, cst.Comma) and isinstance(
        comma.whitespace_after, cst.ParenthesizedWhitespace
    )


def _key(element: cst.DictElement) -> str:
    key = element.key
    return str(key.evaluated_value) if isinstance(key, cst.SimpleString) else ""


def _argument(element: cst.DictElement, more: Sequence[cst.BaseDictElement]) -> cst.Arg:
    name = _NAMES[_key(element)]
    value = element.value
    if name == "headers" and more and isinstance(value, cst.Dict):
        value = _with_first(value, more)
    return _keyword(name, value).with_changes(comma=element.comma)


def _with_first(value: cst.Dict, more: Sequence[cst.BaseDictElement]) -> cst.Dict:
    """The elements in front, on lines of their own if the others have some."""
    if not value.elements:
        return value.with_changes(elements=more)
    after = value.lbrace.whitespace_after
    is_parted = isinstance(after, cst.ParenthesizedWhitespace)
    comma = cst.Comma(whitespace_after=after if is_parted else cst.SimpleWhitespace(" "))
    first = [each.with_changes(comma=comma) for each in more]
    return value.with_changes(elements=[*first, *value.elements])


def _keyword(name: str, value: cst.BaseExpression) -> cst.Arg:
    none = cst.SimpleWhitespace("")
    return cst.Arg(value, cst.Name(name), equal=cst.AssignEqual(none, none))
