"""What a handler reads of an HTTP event, as what the neutral request has for it."""

from __future__ import annotations

import re

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.subject import Kept, Subject
from faasport_aws.rewriter.body import Body

VIEWS = {"pathParameters": "path_params", "queryStringParameters": "query", "headers": "headers"}
"""Maps in the event that the request has as maps."""
LOADS = m.Call(func=m.Attribute(m.Name("json"), m.Name("loads")))
_EMPTY = m.Dict(elements=[])
_VERSION_2 = frozenset({"", "http-api-2.0", "function-url"})
_VERSION_1 = frozenset({"rest-api-1.0"})

Changes = dict[cst.CSTNode, cst.BaseExpression]


def changes(body: Body, subject: Subject) -> Changes:
    """Expressions of the event, and what stands in their place. Raises Kept."""
    if subject.payload not in _VERSION_2 | _VERSION_1:
        raise Kept(f"the payload {subject.payload} is not rewritten.")
    found: Changes = {}
    for use in body.uses(body.event):
        key, expression, has_default = _read(body, use)
        if key == "body":
            _refuse_unless_json(body, expression)
            found[expression] = _of("body")
        elif key in VIEWS:
            expression, has_default = _or_nothing(body, expression, has_default)
            _View(body, subject, key, has_default).check(expression)
            found[expression] = _of(VIEWS[key])
        else:
            found[_method(body, subject, key, expression)] = _of("method")
    return found


def _of(attribute: str) -> cst.Attribute:
    return cst.Attribute(cst.Name("request"), cst.Name(attribute))


def _read(body: Body, use: cst.Name) -> tuple[str, cst.CSTNode, bool]:
    """The key that is read, the expression that reads it, and whether it stands for an empty map
    where it is not there."""
    above = body.parent(use)
    if key := subscript(above):
        return key, above, False
    call = body.parent(above)
    if m.matches(above, m.Attribute(attr=m.Name("get"))) and isinstance(call, cst.Call):
        texts = [_text(each.value) for each in call.args]
        if len(texts) == 1 and texts[0]:
            return texts[0], call, False
        if len(texts) == 2 and texts[0] and m.matches(call.args[1].value, _EMPTY):
            return texts[0], call, True
    raise Kept("the event is used as a whole, or by a key that is worked out.", body.line(use))


def subscript(node: cst.CSTNode) -> str:
    """The literal key of `x["key"]`."""
    if not isinstance(node, cst.Subscript) or len(node.slice) != 1:
        return ""
    index = node.slice[0].slice
    return _text(index.value) if isinstance(index, cst.Index) else ""


def _text(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.SimpleString) and isinstance(node.evaluated_value, str):
        return node.evaluated_value
    return ""


def _refuse_unless_json(body: Body, expression: cst.CSTNode) -> None:
    """A body is a text there, and may be in Base64; as JSON it is the same everywhere."""
    above = body.parent(expression)
    if m.matches(above, m.BooleanOperation(operator=m.Or(), right=m.SimpleString())):
        above = body.parent(above)
    if not isinstance(above, cst.Arg) or not m.matches(body.parent(above), LOADS):
        raise Kept("the body is read other than by json.loads.", body.line(expression))


def _or_nothing(body: Body, expression: cst.CSTNode, has_default: bool) -> tuple[cst.CSTNode, bool]:
    """`event.get("headers") or {}`, as a whole."""
    above = body.parent(expression)
    is_left = isinstance(above, cst.BooleanOperation) and above.left is expression
    if is_left and m.matches(above, m.BooleanOperation(operator=m.Or(), right=_EMPTY)):
        return above, True
    return expression, has_default


def _method(body: Body, subject: Subject, key: str, expression: cst.CSTNode) -> cst.CSTNode:
    if key == "httpMethod" and subject.payload in _VERSION_1:
        return expression
    if key == "requestContext" and subject.payload in _VERSION_2:
        http = body.parent(expression)
        method = body.parent(http)
        if subscript(http) == "http" and subscript(method) == "method":
            return method
    raise Kept(f"the event's {key} has no like in the request.", body.line(expression))


class _View:
    """One map of the event."""

    def __init__(self, body: Body, subject: Subject, key: str, has_default: bool) -> None:
        self._body, self._subject, self._key = body, subject, key
        self._has_default = has_default

    def check(self, expression: cst.CSTNode) -> None:
        """Refuse a use that would not come to the same."""
        above = self._body.parent(expression)
        target = above.targets[0].target if isinstance(above, cst.Assign) else None
        if not isinstance(target, cst.Name) or len(above.targets) != 1:  # type: ignore[attr-defined]
            self._used(expression)
            return
        for use in self._body.uses(target.value):
            if use is target:
                continue
            if isinstance(self._body.parent(use), cst.AssignTarget | cst.AugAssign):
                raise Kept(f"{target.value} is changed later.", self._body.line(use))
            self._used(use)

    def _used(self, expression: cst.CSTNode) -> None:
        line = self._body.line(expression)
        above = self._body.parent(expression)
        name = subscript(above)
        if not name and m.matches(above, m.Attribute(attr=m.Name("get"))):
            call = self._body.parent(above)
            name = _text(call.args[0].value) if isinstance(call, cst.Call) and call.args else ""
            if self._key == "queryStringParameters" and not self._has_default:
                raise Kept("without any query its map is not there, which would fail.", line)
        if not name:
            raise Kept(f"{self._key} is used as a whole, or by a key that is worked out.", line)
        if self._key == "headers":
            self._header(name, line)
        if self._key == "pathParameters":
            self._path(name, line)

    def _header(self, name: str, line: int) -> None:
        if self._subject.payload in _VERSION_1 or name != name.lower() or name == "cookie":
            raise Kept(f"the header {name!r} is told apart by its capitals there.", line)

    def _path(self, name: str, line: int) -> None:
        for _, arguments, _ in self._subject.triggers:
            if name not in re.findall(r"\{(\w+)(?::path)?\}", arguments["path"]):
                raise Kept(f"{name!r} is not in each of its paths.", line)
