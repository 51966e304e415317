"""What a function reads of `func.HttpRequest`, as what the neutral request has for it."""

from __future__ import annotations

import re

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.lookups import GET, IN, ITEM, Lookup, is_truth, lookups
from faasport.migrator.rewrite.plan import Plan
from faasport.migrator.rewrite.subject import Kept

# A front adds these, each its own.
_FRONTS = ("host", "x-forwarded-", "forwarded", "content-length", "x-arr-", "x-ms-", "client-ip")
_BODIES = {"get_body": "request.body", "get_json": "json.loads(request.body.decode())"}


def read(plan: Plan, name: str) -> None:
    """Plan what stands in the place of the request. Raises Kept."""
    for use in plan.read(name):
        above = plan.tree.parent(use)
        if not isinstance(above, cst.Attribute) or not plan.tree.is_read(above):
            raise Kept("the request is used as a whole.", plan.tree.line(use))
        _attribute(plan, above, above.attr.value)


def _attribute(plan: Plan, node: cst.Attribute, name: str) -> None:
    if name in _BODIES:
        _body(plan, node, name)
    elif name == "method":
        plan.put(node, "request.method")
    elif name == "params":
        for each in lookups(plan.tree, node, name):
            _parameter(plan, each)
        plan.put(node, "request.query")
    elif name == "route_params":
        for each in lookups(plan.tree, node, name):
            _of_route(plan, each)
        plan.put(node, "request.path_params")
    elif name == "headers":
        for each in lookups(plan.tree, node, name):
            line = plan.tree.line(each.node)
            if each.way not in {GET, IN, ITEM}:
                raise Kept("its headers are used as a whole.", line)
            if each.key.lower().startswith(_FRONTS):
                raise Kept(f"the header {each.key!r} is made by the front.", line)
        plan.put(node, "request.headers")
    else:
        raise Kept(f"the request's {name} has no like.", plan.tree.line(node))


def _body(plan: Plan, node: cst.Attribute, name: str) -> None:
    call = plan.tree.parent(node)
    if not isinstance(call, cst.Call) or call.func is not node or call.args:
        raise Kept(f"{name} is not called at once.", plan.tree.line(node))
    if name == "get_json":
        needs_json(plan, node)
    plan.put(call, _BODIES[name])


def needs_json(plan: Plan, node: cst.CSTNode) -> None:
    """Have the module of this name imported. Raises Kept where something else has the name."""
    if plan.tree.uses("json") and not plan.tree.is_module("json"):
        raise Kept("the name json is in use here.", plan.tree.line(node))
    plan.imports.add("json")


def _parameter(plan: Plan, found: Lookup) -> None:
    """The host leaves out parameters that are empty."""
    if found.way != GET:
        reason = "a parameter that is empty is none there: read it by `get`."
        raise Kept(reason, plan.tree.line(found.node))
    if found.default is None and is_truth(plan.tree, found.node):
        return
    is_alone = isinstance(plan.tree.parent(found.node), cst.Assign)
    plan.changes[found.node] = lambda updated: _or(updated, is_alone=is_alone)


def _or(call: cst.Call, *, is_alone: bool) -> cst.BaseExpression:
    """`x.get("a", b)` as `x.get("a") or b`."""
    first, *rest = call.args
    bare = call.with_changes(args=[first.with_changes(comma=cst.MaybeSentinel.DEFAULT)])
    default = rest[0].value if rest else cst.Name("None")
    made = cst.BooleanOperation(bare, cst.Or(), _grouped(default))
    return made if is_alone else _within(made)


def _grouped(node: cst.BaseExpression) -> cst.BaseExpression:
    is_loose = m.matches(node, m.IfExp() | m.Lambda() | m.NamedExpr())
    return _within(node) if is_loose and not node.lpar else node


def _within(node: cst.BaseExpression) -> cst.BaseExpression:
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _of_route(plan: Plan, found: Lookup) -> None:
    line = plan.tree.line(found.node)
    if found.way not in {GET, ITEM}:
        raise Kept("its route's parameters are used as a whole.", line)
    for _, arguments, _ in plan.subject.triggers:
        if found.key not in re.findall(r"\{(\w+)\}", arguments["path"]):
            raise Kept(f"{found.key!r} is not in each of its paths, or may be empty.", line)
