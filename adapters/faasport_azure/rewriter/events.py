"""What a function reads of its message or timer, as what the neutral event has for it."""

from __future__ import annotations

import libcst as cst

from faasport.migrator.rewrite.plan import Plan
from faasport.migrator.rewrite.subject import Kept
from faasport_azure.rewriter.requests import needs_json

_MESSAGE = {
    "get_body": "body",
    "id": "id",
    "message_id": "id",
    "dequeue_count": "delivery_count",
    "delivery_count": "delivery_count",
}
READS = {"queue": _MESSAGE, "topic": _MESSAGE, "schedule": {"past_due": "is_late"}}
"""By the kind of trigger: the attributes there and here."""
_CALLED = frozenset({"get_body", "get_json"})


def read(plan: Plan, name: str, kind: str, parameter: str) -> None:
    """Plan what stands in the place of the event. Raises Kept."""
    for use in plan.read(name):
        above = plan.tree.parent(use)
        told = above.attr.value if isinstance(above, cst.Attribute) else ""
        node = above
        if told in _CALLED:
            node = plan.tree.parent(above)
            if not isinstance(node, cst.Call) or node.func is not above or node.args:
                raise Kept(f"{told} is not called at once.", plan.tree.line(use))
        is_known = told in READS[kind] or (told == "get_json" and kind != "schedule")
        if not is_known or not plan.tree.is_read(above):
            raise Kept("more is read of its event than has a like.", plan.tree.line(use))
        if told == "get_json":
            needs_json(plan, use)
            plan.put(node, f"json.loads({parameter}.body)")
        else:
            plan.put(node, f"{parameter}.{READS[kind][told]}")
