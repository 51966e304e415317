"""What a function reads of Flask's request, as what the neutral request has for it."""

from __future__ import annotations

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.lookups import ITEM, TRUTH, Lookup, lookups
from faasport.migrator.rewrite.plan import Plan
from faasport.migrator.rewrite.subject import Kept
from faasport.migrator.rewrite.tree import text_of

# A front adds these, each its own.
_FRONTS = ("host", "x-forwarded-", "forwarded", "content-length", "x-cloud", "traceparent", "via")
_TRUE = m.Name("True")
_SILENT = m.Arg(keyword=m.Name("silent"), value=_TRUE)
_FORCE = m.Arg(keyword=m.Name("force"), value=_TRUE)
_AS_TEXT = m.Arg(keyword=m.Name("as_text"), value=_TRUE)
_SAME = frozenset({"method", "path"})

# As Flask's `get_json(silent=True)`, which looks at the type first.
_JSON = '''\


def json_of(request: faasport.Request):
    """The body, if it is JSON and says so; else None."""
    kind = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
    parts = kind.startswith("application/"), kind.endswith("+json")
    try:
        return json.loads(request.body) if kind == "application/json" or all(parts) else None
    except ValueError:
        return None
'''


def read(plan: Plan, name: str) -> None:
    """Plan what stands in the place of the request. Raises Kept."""
    for use in plan.read(name):
        above = plan.tree.parent(use)
        if not isinstance(above, cst.Attribute) or not plan.tree.is_read(above):
            raise Kept("the request is used as a whole.", plan.tree.line(use))
        _attribute(plan, above, above.attr.value)


def _attribute(plan: Plan, node: cst.Attribute, name: str) -> None:
    if name in _SAME:
        plan.put(node, f"request.{name}")
    elif name == "args":
        for each in lookups(plan.tree, node, "args"):
            _refuse_item(plan, each, guarded=True)
        plan.put(node, "request.query")
    elif name == "headers":
        for each in lookups(plan.tree, node, "headers"):
            _refuse_item(plan, each, guarded=False)
            _refuse_header(plan, each)
        plan.put(node, "request.headers")
    elif name in {"get_json", "get_data"}:
        call = plan.tree.parent(node)
        if not isinstance(call, cst.Call) or call.func is not node:
            raise Kept(f"{name} is not called at once.", plan.tree.line(node))
        _body(plan, call, name)
    else:
        raise Kept(f"the request's {name} has no like.", plan.tree.line(node))


def _body(plan: Plan, call: cst.Call, name: str) -> None:
    given = call.args
    if name == "get_data" and not given:
        plan.put(call, "request.body")
    elif name == "get_data" and len(given) == 1 and m.matches(given[0], _AS_TEXT):
        plan.put(call, 'request.body.decode(errors="replace")')
    elif name == "get_json" and len(given) == 1 and m.matches(given[0], _SILENT):
        if plan.tree.uses("json_of") or (
            plan.tree.uses("json") and not plan.tree.is_module("json")
        ):
            raise Kept("the name json_of or json is in use here.", plan.tree.line(call))
        plan.put(call, "json_of(request)")
        plan.imports.add("json")
        plan.added["json_of"] = _JSON
    else:
        raise Kept(f"Flask answers for itself where {name} fails.", plan.tree.line(call))


def _refuse_item(plan: Plan, found: Lookup, *, guarded: bool) -> None:
    """`x["a"]` without an "a" is a 400 of Flask's own, unless it was looked for before."""
    if found.way == TRUTH and not guarded:
        raise Kept("its headers are used as a whole.", plan.tree.line(found.node))
    if found.way == ITEM and not (guarded and _is_guarded(plan, found)):
        raise Kept(f"Flask answers for itself without {found.key!r}.", plan.tree.line(found.node))


def _is_guarded(plan: Plan, found: Lookup) -> bool:
    """Whether it stands where `"a" in x` was true."""
    assert isinstance(found.node, cst.Subscript)  # noqa: S101  # an item is one
    inner: cst.CSTNode = found.node
    for each in plan.tree.above(found.node):
        tests = _all_of(each.test) if isinstance(each, cst.If) and each.body is inner else []
        if any(_says(test, found.key, found.node.value) for test in tests):
            return True
        inner = each
    return False


def _all_of(test: cst.BaseExpression) -> list[cst.BaseExpression]:
    if isinstance(test, cst.BooleanOperation) and isinstance(test.operator, cst.And):
        return [*_all_of(test.left), *_all_of(test.right)]
    return [test]


def _says(test: cst.BaseExpression, key: str, where: cst.BaseExpression) -> bool:
    if not isinstance(test, cst.Comparison) or len(test.comparisons) != 1:
        return False
    (target,) = test.comparisons
    is_in = isinstance(target.operator, cst.In) and text_of(test.left) == key
    return is_in and target.comparator.deep_equals(where)


def _refuse_header(plan: Plan, found: Lookup) -> None:
    if found.key.lower().startswith(_FRONTS):
        raise Kept(f"the header {found.key!r} is made by the front.", plan.tree.line(found.node))
