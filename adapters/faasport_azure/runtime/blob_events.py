"""Blob storage's events, as Event Grid delivers them to a function.

Not the blob trigger, which hears of new blobs alone, hands over their whole content, and on Flex
Consumption needs an instance that is always ready: see docs/platforms/azure.md.
https://learn.microsoft.com/azure/event-grid/event-schema-blob-storage
"""

from __future__ import annotations

from faasport.runtime.errors import PayloadError
from faasport.runtime.moments import moment_of
from faasport.runtime.object_event import (
    ARCHIVED,
    CREATED,
    DELETED,
    RESTORED,
    UPDATED,
    ObjectEvent,
)

from . import dead_letters
from .event_grid import TRIGGER, objects_of
from .storage_queue import one_of
from .typed_data import as_json, invocation, moment, number_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Outcome

BLOB_CREATED = "Microsoft.Storage.BlobCreated"
BLOB_DELETED = "Microsoft.Storage.BlobDeleted"
TIER_CHANGED = "Microsoft.Storage.BlobTierChanged"
# Kind to (type, tier before, tier now): a change of tier is the one change that is told of.
KINDS: dict[str, tuple[str, str | None, str | None]] = {
    CREATED: (BLOB_CREATED, None, None),
    DELETED: (BLOB_DELETED, None, None),
    ARCHIVED: (TIER_CHANGED, "Hot", "Archive"),
    RESTORED: (TIER_CHANGED, "Archive", "Hot"),
    UPDATED: (TIER_CHANGED, "Hot", "Cool"),
}
UNFINISHED = "CreateFile"
"""With this call a Data Lake only opens a new file; FlushWithClose tells of it once it is whole:
https://learn.microsoft.com/azure/event-grid/event-schema-blob-storage#microsoftstorageblobcreated-event-data-lake-storage-gen2"""


def decode_events(native: Any) -> tuple[ObjectEvent, ...]:
    """Each change of an object; files that are still being written are none."""
    return tuple(_change(told) for told in objects_of(native) if not _is_unfinished(told))


def _is_unfinished(told: dict[str, Any]) -> bool:
    data = told.get("data")
    return isinstance(data, dict) and data.get("api") == UNFINISHED


def _change(told: dict[str, Any]) -> ObjectEvent:
    kind = told.get("type") or told.get("eventType")
    data = told.get("data")
    if kind not in (BLOB_CREATED, BLOB_DELETED, TIER_CHANGED) or not isinstance(data, dict):
        raise PayloadError(f"{kind!r} is no change of a blob: is the function subscribed to it?")
    container, key = _place_of(told)
    etag = data.get("eTag")
    return ObjectEvent(
        kind=_kind_of(str(kind), data),
        bucket=container,
        key=key,
        size=number_of(data.get("contentLength")),
        etag=etag.strip('"') if isinstance(etag, str) else None,
        uri=str(data.get("url") or ""),
        id=str(told.get("id") or told.get("eventID") or ""),
        source=str(told.get("source") or told.get("topic") or "").partition("#")[0],
        time=moment_of(told.get("time", told.get("eventTime"))),
        native=told,
    )


def _kind_of(type_name: str, data: dict[str, Any]) -> str:
    if type_name != TIER_CHANGED:
        return CREATED if type_name == BLOB_CREATED else DELETED
    if data.get("accessTier") == "Archive":
        return ARCHIVED
    return RESTORED if data.get("previousTier") == "Archive" else UPDATED


def _place_of(told: dict[str, Any]) -> tuple[str, str]:
    """(container, name), of `/blobServices/default/containers/CONTAINER/blobs/NAME`."""
    place = str(told.get("subject") or str(told.get("source")).partition("#")[2])
    _, mark, rest = place.partition("blobServices/default/containers/")
    container, also, key = rest.partition("/blobs/")
    if not (mark and also and key):
        raise PayloadError(f"This event of blob storage does not name its blob: {place!r}.")
    return container, key


def url_of(event: Any) -> str:
    """A blob's address where the event has none."""
    from urllib.parse import quote

    return event.uri or f"https://account.blob.core.windows.net/{event.bucket}/{quote(event.key)}"


def encode_outcome(outcome: Outcome) -> Any:
    return dead_letters.encoded(outcome, encode_events)


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The invocation for one change, as CloudEvents 1.0."""
    event = one_of(events)
    type_name, before, now = KINDS[event.kind]
    data = {
        "api": {BLOB_CREATED: "PutBlob", BLOB_DELETED: "DeleteBlob"}.get(type_name, "SetBlobTier"),
        "requestId": "831e1650-001e-001b-66ab-eeb76e000000",
        "eTag": None if event.etag is None or now else event.etag,
        "contentType": "application/octet-stream",
        "contentLength": event.size,
        "blobType": "BlockBlob",
        "accessTier": now,
        "previousTier": before,
        "url": url_of(event),
        "sequencer": "00000000000004420000000000028963",
    }
    told = {
        "specversion": "1.0",
        "id": event.id,
        "source": event.source,
        "type": type_name,
        "subject": f"/blobServices/default/containers/{event.bucket}/blobs/{event.key}",
        "data": {name: value for name, value in data.items() if value is not None},
        **({} if event.time is None else {"time": moment(event.time)}),
    }
    return invocation(TRIGGER, as_json(told))


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    return dead_letters.decoded(native, events)
