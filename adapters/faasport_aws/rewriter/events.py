"""What a handler reads of an HTTP event, as what the neutral request has for it."""

from __future__ import annotations

import re

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.lookups import GET, IN, ITEM, Lookup, lookups, or_empty
from faasport.migrator.rewrite.plan import Plan
from faasport.migrator.rewrite.subject import Kept
from faasport.migrator.rewrite.tree import is_empty_map, item_of, plain_arguments, text_of
from faasport_aws.rewriter import bodies

VIEWS = {"pathParameters": "path_params", "queryStringParameters": "query", "headers": "headers"}
"""Maps in the event that the request has as maps."""
_VERSION_2 = frozenset({"", "http-api-2.0", "function-url"})
_VERSION_1 = frozenset({"rest-api-1.0"})
# The cookies of payload 2.0 stand elsewhere, and these a front adds.
_FRONTS = ("cookie", "host", "x-forwarded-", "x-amz", "via", "content-length")


def read(plan: Plan, event: str) -> None:
    """Plan what stands in the place of the event. Raises Kept."""
    if plan.subject.payload not in _VERSION_2 | _VERSION_1:
        raise Kept(f"the payload {plan.subject.payload} is not rewritten.")
    for use in plan.read(event):
        key, node, default = _key(plan, use)
        if key == "body":
            bodies.read(plan, node, default, is_1=is_version_1(plan))
        elif key in VIEWS:
            _view(plan, key, node, default)
        else:
            if default is not None:
                raise _no_like(plan, key, node)
            plan.put(_method(plan, key, node), "request.method")


def is_version_1(plan: Plan) -> bool:
    """Whether what is not there is null, rather than missing."""
    return plan.subject.payload in _VERSION_1


def _key(plan: Plan, use: cst.Name) -> tuple[str, cst.CSTNode, cst.BaseExpression | None]:
    """The key of the event that is read, the expression that reads it, and its default."""
    tree = plan.tree
    above = tree.parent(use)
    if (key := item_of(above)) and above.value is use and tree.is_read(above):  # type: ignore[attr-defined]
        return key, above, None
    call = tree.parent(above)
    if m.matches(above, m.Attribute(attr=m.Name("get"))) and isinstance(call, cst.Call):
        given = plain_arguments(call, 2) if call.func is above else None
        if given and (key := text_of(given[0])):
            return key, call, given[1] if len(given) == 2 else None
    raise Kept("the event is used as a whole, or by a key that is worked out.", tree.line(use))


def _method(plan: Plan, key: str, node: cst.CSTNode) -> cst.CSTNode:
    if key == "httpMethod" and is_version_1(plan):
        return node
    if key == "requestContext" and not is_version_1(plan):
        http = plan.tree.parent(node)
        method = plan.tree.parent(http)
        is_read = item_of(http) == "http" and item_of(method) == "method"
        if is_read and plan.tree.is_read(method):
            return method
    raise _no_like(plan, key, node)


def _no_like(plan: Plan, key: str, node: cst.CSTNode) -> Kept:
    return Kept(f"the event's {key} has no like in the request.", plan.tree.line(node))


def _view(plan: Plan, key: str, node: cst.CSTNode, default: cst.BaseExpression | None) -> None:
    """A map of the event: every reading of it must come to the same."""
    if default is not None and not is_empty_map(default):
        raise Kept(f"{key} has a default.", plan.tree.line(node))
    # What is null has no default by `get`.
    is_there = default is not None and not is_version_1(plan)
    whole = or_empty(plan.tree, node)
    node, is_there = (whole, True) if whole is not None else (node, is_there)
    for each in lookups(plan.tree, node, key):
        line = plan.tree.line(each.node)
        _CHECKS[key](plan, each, is_there, line)
    plan.put(node, f"request.{VIEWS[key]}")


def _query(plan: Plan, found: Lookup, is_there: bool, line: int) -> None:
    in_try = any(isinstance(each, cst.Try) for each in plan.tree.above(found.node))
    if not is_there and (found.way != ITEM or in_try):
        raise Kept("without any query its map is not there, which would fail.", line)


def _header(plan: Plan, found: Lookup, _is_there: bool, line: int) -> None:
    name = found.key
    if found.way not in {GET, ITEM, IN}:
        raise Kept("its headers are used as a whole.", line)
    if is_version_1(plan) or name != name.lower():
        raise Kept(f"the header {name!r} is told apart by its capitals there.", line)
    if name.startswith(_FRONTS):
        raise Kept(f"the header {name!r} is made by the front.", line)


def _path(plan: Plan, found: Lookup, _is_there: bool, line: int) -> None:
    if found.way not in {GET, ITEM}:
        raise Kept("its path parameters are used as a whole.", line)
    for _, arguments, _ in plan.subject.triggers:
        if found.key not in re.findall(r"\{(\w+)\}", arguments["path"]):
            raise Kept(f"{found.key!r} is not in each of its paths, or may be empty.", line)
    if is_version_1(plan):
        for each in plan.tree.uses("unquote") + plan.tree.uses("unquote_plus"):
            raise Kept("its path parameters are decoded here.", plan.tree.line(each))


_CHECKS = {"pathParameters": _path, "queryStringParameters": _query, "headers": _header}
