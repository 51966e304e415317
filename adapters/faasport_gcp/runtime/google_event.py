"""The CloudEvent in a request of Google's, in whichever form it came."""

from __future__ import annotations

import json

from faasport.runtime import cloudevents_binary, cloudevents_json
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.errors import PayloadError

from . import first_generation
from .envelope import Envelope, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event

_FORMAT = "application/cloudevents"
# Bodies that have been recorded without the envelope that says what they are, by their members.
_LIKENESSES = (
    ("the data of an audit log event", ("protoPayload", "logName")),
    ("the data of a Pub/Sub event", ("message",)),
    ("the data of a Cloud Storage event", ("bucket", "generation")),
    ("the data of a Firestore event", ("updateMask",)),
    ("the data of a Realtime Database event", ("delta",)),
    ("the data of a Cloud Scheduler event", ("customData",)),
    ("the data of a Cloud Build event", ("buildTriggerId",)),
    ("the data of a Firebase Analytics event", ("eventDim",)),
    ("the data of a Firebase Test Lab event", ("testMatrixId",)),
)


def event_in(envelope: Envelope) -> CloudEvent | None:
    """The event; None if this is none. Raises PayloadError for what claims to be one."""
    headers, native = envelope.headers, envelope.native
    if cloudevents_binary.is_binary(headers):
        return cloudevents_binary.event_of(headers, envelope.body, native)
    kind = (headers.get("content-type") or "").lower()
    members = envelope.members()
    if "specversion" in members or kind.startswith(_FORMAT):
        if envelope.json() is None:
            raise PayloadError(f"This body is not the JSON that {kind} says.")
        return cloudevents_json.event_of(envelope.json())
    if first_generation.is_one(members):
        return first_generation.cloud_event(members, native)
    return None


def members_of(event: CloudEvent) -> dict[str, Any]:
    """Of the JSON object that is the event's data, whatever its media type says."""
    data = event.data
    if isinstance(data, (bytes, str)):
        try:
            data = json.loads(data)
        except (ValueError, RecursionError):
            data = None
    if not isinstance(data, dict):
        raise PayloadError(f"The data of this event of type {event.type!r} is no JSON object.")
    return data


def not_a(wanted: str, envelope: Envelope) -> str:
    """The message that refuses a body which is no event."""
    members = envelope.members()
    for likeness, names in _LIKENESSES:
        if any(name in members for name in names):
            return f"This is {likeness} without its envelope, and no {wanted}."
    if not envelope.body:
        return f"This request has no body: it is no {wanted}."
    return f"This is no {wanted}, nor any other event of Google's."


def binary(
    event: Event,
    *,
    type: str,  # noqa: A002  # the attribute's name in CloudEvents
    subject: str | None,
    data: Any,
    extensions: dict[str, str],
) -> dict[str, Any]:
    """A wire request as Eventarc sends it: the attributes in headers, the data as JSON."""
    whole = CloudEvent(
        id=event.id,
        source=event.source,
        type=type,
        subject=subject,
        time=event.time,
        datacontenttype="application/json",
        data=data,
        attributes=extensions,
    )
    headers, body = cloudevents_binary.message_of(whole)
    return write([*headers], body)


def only(events: Sequence[Any]) -> Any:
    """Google's services deliver one event at a time."""
    if len(events) != 1:
        raise PayloadError(f"A request to a function holds one event, not {len(events)}.")
    return events[0]
