"""The Realtime Database of Firebase, which tells what was and what is different now.

A table is the path above the node, and the key the node's own name. A node that is no object
(a number, say) stands as the `value` of one.

https://firebase.google.com/docs/functions/database-events
https://github.com/googleapis/google-cloudevents/blob/main/proto/google/events/firebase/database/v1/data.proto
"""

from __future__ import annotations

from faasport.runtime.change_event import DELETE, INSERT, UPDATE, ChangeEvent
from faasport.runtime.errors import PayloadError

from .google_event import members_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.cloudevent import CloudEvent

PREFIX = "google.firebase.database.ref.v1."
_HOST = "firebasedatabasehost"
_SUBJECT = "refs/"


def is_one(event: CloudEvent) -> bool:
    return event.type.startswith(PREFIX) or {_HOST, "ref"} <= event.attributes.keys()


def change(event: CloudEvent, native: Any) -> ChangeEvent:
    data = members_of(event)
    if not {"data", "delta"} & data.keys():
        raise PayloadError('This event of the Realtime Database has neither "data" nor "delta".')
    old, delta = data.get("data"), data.get("delta")
    path = _path(event)
    table, _, name = path.rpartition("/")
    return ChangeEvent(
        id=event.id,
        source=event.source,
        subject=path,
        time=event.time,
        attributes={k: v for k, v in event.attributes.items() if k in {"authtype", "authid"}},
        kind=_kind(old, delta),
        table=table,
        key={"id": name},
        old=_row(old),
        new=_row(merged(old, delta)),
        native=native,
    )


def merged(old: Any, delta: Any) -> Any:
    """What is there now: null in the difference takes a child away."""
    if not isinstance(delta, dict):
        return delta
    before = old if isinstance(old, dict) else {}
    after = {
        **before,
        **{name: merged(before.get(name), value) for name, value in delta.items()},
    }
    # The database keeps neither null nor an object without members.
    return {name: value for name, value in after.items() if value is not None} or None


def _path(event: CloudEvent) -> str:
    """`users/7`; the root is the empty one."""
    ref = event.attributes.get("ref")
    if isinstance(ref, str):
        return ref.strip("/")
    subject = event.subject or ""
    if not subject.startswith(_SUBJECT):
        raise PayloadError("This event of the Realtime Database does not tell its ref.")
    return subject[len(_SUBJECT) :].strip("/")


def _kind(old: Any, delta: Any) -> str:
    if old is None:
        return INSERT
    return DELETE if delta is None else UPDATE


def _row(value: Any) -> dict[str, Any] | None:
    return value if value is None or isinstance(value, dict) else {"value": value}
