"""Events as the first generation of Cloud Functions gets them: the way back of `first_generation`.

https://cloud.google.com/functions/1stgendocs/writing/write-event-driven-functions
"""

from __future__ import annotations

from faasport.runtime.encoding import json_bytes
from faasport.runtime.moments import text_of

from .envelope import write
from .first_generation import FIRESTORE, PUBSUB, STORAGE, TYPES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from faasport.runtime.cloudevent import CloudEvent

MESSAGE = "type.googleapis.com/google.pubsub.v1.PubsubMessage"
HEADERS = [["content-type", "application/json"]]
# Of several names for one type, the first is the one that is in use.
_NAMES = {ours: theirs for theirs, (_, ours) in reversed(TYPES.items())}


def of(event: CloudEvent) -> dict[str, Any]:
    """The POST of `{"context", "data"}`; of types that the first generation has no name for, it is
    the event itself, as the framework gets it."""
    from .guest_cloudevent import delivery

    made = _PARTS.get(event.source[2:].partition("/")[0])
    if made is None or event.type not in _NAMES:
        return delivery(event)
    resource, data = made(event)
    context = {
        "eventId": event.id,
        "timestamp": text_of(event.time) if event.time else "",
        "eventType": _NAMES[event.type],
        "resource": resource,
    }
    return write(HEADERS, json_bytes({"context": context, "data": data}))


def _message(event: CloudEvent) -> tuple[Any, Any]:
    """Id and time are in the context alone; a message without attributes says null."""
    told = event.data["message"]
    resource = {"service": PUBSUB, "name": _name_of(event), "type": MESSAGE}
    body = {"data": told["data"]} if "data" in told else {}
    return resource, {"@type": MESSAGE, "attributes": told.get("attributes"), **body}


def _object(event: CloudEvent) -> tuple[Any, Any]:
    name = f"{_name_of(event)}/{event.subject}#{event.data['generation']}"
    return {"service": STORAGE, "name": name, "type": "storage#object"}, event.data


def _document(event: CloudEvent) -> tuple[Any, Any]:
    return f"{_name_of(event)}/{event.subject}", event.data


def _name_of(event: CloudEvent) -> str:
    return event.source[2:].partition("/")[2]


_PARTS: dict[str, Callable[[CloudEvent], tuple[Any, Any]]] = {
    PUBSUB: _message,
    STORAGE: _object,
    FIRESTORE: _document,
}
