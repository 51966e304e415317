"""What Cloud Storage publishes to a topic of Pub/Sub about a bucket: a message that wraps an event.

https://cloud.google.com/storage/docs/pubsub-notifications
"""

from __future__ import annotations

import json

from faasport.runtime.errors import PayloadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.message import Message

# Its own names of what happened, and those of Eventarc.
TYPES = {
    "OBJECT_FINALIZE": "google.cloud.storage.object.v1.finalized",
    "OBJECT_DELETE": "google.cloud.storage.object.v1.deleted",
    "OBJECT_ARCHIVE": "google.cloud.storage.object.v1.archived",
    "OBJECT_METADATA_UPDATE": "google.cloud.storage.object.v1.metadataUpdated",
}


def events_in(message: Message) -> tuple[Event, ...]:
    """The event that a notification wraps; none of any other message."""
    told = message.attributes
    kind = TYPES.get(told.get("eventType", ""))
    if kind is None or not {"bucketId", "objectId"} <= told.keys():
        return ()
    from . import storage

    envelope = {
        "specversion": "1.0",
        "id": message.id or "1",
        "source": f"//storage.googleapis.com/projects/_/buckets/{told['bucketId']}",
        "type": kind,
        "time": told.get("eventTime") or message.sent_at,
        "data": {**_object(message.body), **_place(told)},
    }
    try:
        return storage.decode_events(envelope)
    except PayloadError:
        return ()


def _place(told: Any) -> dict[str, Any]:
    names = {"bucket": "bucketId", "name": "objectId", "generation": "objectGeneration"}
    return {name: told[theirs] for name, theirs in names.items() if theirs in told}


def _object(body: bytes) -> dict[str, Any]:
    """With `payload_format = "NONE"` there is no body."""
    try:
        found = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
