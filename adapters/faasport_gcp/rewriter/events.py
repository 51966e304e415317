"""What a function reads of its event, as what the neutral event has for it."""

from __future__ import annotations

import libcst as cst
from libcst import matchers as m

from faasport.migrator.rewrite.lookups import named
from faasport.migrator.rewrite.plan import Plan
from faasport.migrator.rewrite.subject import Kept
from faasport.migrator.rewrite.tree import item_of

_DATA = "data"
_BODY = "body"
_MESSAGE = {
    ("cloudevent", ("id",)): "id",
    ("cloudevent", (".data", "message", "data")): _BODY,
    ("cloudevent", (".data", "message", "messageId")): "id",
    ("cloudevent", (".data", "message", "message_id")): "id",
    ("background", ("data",)): _BODY,
}
_OBJECT = {
    ("cloudevent", ("id",)): "id",
    ("cloudevent", (".data", "bucket")): "bucket",
    ("cloudevent", (".data", "name")): "key",
    ("background", ("bucket",)): "bucket",
    ("background", ("name",)): "key",
}
READS = {"topic": _MESSAGE, "queue": _MESSAGE, "bucket": _OBJECT, "schedule": {}}
"""What is read, by the kind of trigger: of which signature, by which keys, and the event's
attribute for it. `.data` is an attribute there too."""
_DECODE = m.Call(func=m.Attribute(m.Name("base64"), m.Name("b64decode")))


def read(plan: Plan, name: str, kind: str, signature: str, parameter: str) -> None:
    """Plan what stands in the place of the event. Raises Kept."""
    for use in plan.read(name):
        _follow(plan, use, (), parameter, (kind, signature))


def _follow(
    plan: Plan, node: cst.CSTNode, path: tuple[str, ...], base: str, told: tuple[str, str]
) -> None:
    """From one key to the next, and through the names that are given on the way."""
    kind, signature = told
    attribute = READS[kind].get((signature, path))
    if attribute is not None:
        _put(plan, node, base, attribute)
        return
    above = plan.tree.parent(node)
    if path and isinstance(above, cst.Assign):
        for each in named(plan.tree, node):
            _follow(plan, each, path, each.value if isinstance(each, cst.Name) else base, told)
        plan.put(node, base)
        return
    key = item_of(above)
    if isinstance(above, cst.Attribute) and above.attr.value == _DATA and not path:
        key = ".data"
    is_value = isinstance(above, cst.Subscript | cst.Attribute) and above.value is node
    if not key or not is_value or not plan.tree.is_read(above):
        raise Kept("more is read of its event than has a like.", plan.tree.line(node))
    _follow(plan, above, (*path, key), base, told)


def _put(plan: Plan, node: cst.CSTNode, base: str, attribute: str) -> None:
    if attribute != _BODY:
        plan.put(node, f"{base}.{attribute}")
        return
    argument = plan.tree.parent(node)
    call = plan.tree.parent(argument)
    is_decoded = isinstance(call, cst.Call) and m.matches(call, _DECODE) and len(call.args) == 1
    if not is_decoded or not isinstance(argument, cst.Arg) or not plan.tree.is_module("base64"):
        raise Kept("its data is read other than by base64.b64decode.", plan.tree.line(node))
    plan.put(call, f"{base}.body")
