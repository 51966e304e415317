"""Cloud Storage: CloudEvents of Eventarc, and those of the first generation.

https://cloud.google.com/eventarc/docs/reference/supported-events#cloud-storage
https://github.com/googleapis/google-cloudevents/blob/main/proto/google/events/cloud/storage/v1/data.proto
"""

from __future__ import annotations

from faasport.runtime.errors import PayloadError
from faasport.runtime.moments import text_of
from faasport.runtime.object_event import ARCHIVED, CREATED, DELETED, UPDATED, ObjectEvent

from . import answers, google_event
from .envelope import read
from .numbers import count_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event

encode_outcome = answers.encode_outcome
decode_outcome = answers.decode_outcome

PREFIX = "google.cloud.storage.object.v1."
# A restored object is finalized anew: https://cloud.google.com/storage/docs/soft-delete
TYPES = {
    CREATED: PREFIX + "finalized",
    DELETED: PREFIX + "deleted",
    ARCHIVED: PREFIX + "archived",
    UPDATED: PREFIX + "metadataUpdated",
}
_KINDS = {name: kind for kind, name in TYPES.items()}
_SUBJECT = "objects/"


def decode_events(native: Any) -> tuple[Event, ...]:
    """The one change. Raises PayloadError for what is none, naming what it looks like."""
    envelope = read(native)
    event = google_event.event_in(envelope)
    if event is None:
        members = envelope.members()
        if members.get("kind") != "storage#object":
            raise PayloadError(google_event.not_a("Cloud Storage event", envelope))
        return (_change(_kind_of(members), members, {"native": native}, None),)
    kind = _KINDS.get(event.type)
    if kind is None:
        raise PayloadError(f"This is an event of type {event.type!r}, none of Cloud Storage.")
    common = {"id": event.id, "source": event.source, "time": event.time, "native": native}
    return (_change(kind, google_event.members_of(event), common, event.subject),)


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The event as Eventarc delivers it: a CloudEvent in binary mode."""
    change: ObjectEvent = google_event.only(events)
    data: dict[str, Any] = {
        "kind": "storage#object",
        "bucket": change.bucket,
        "name": change.key,
        "generation": change.version,
        "metageneration": "1",
        "size": None if change.size is None else str(change.size),
        "etag": change.etag,
        "contentType": "application/octet-stream",
        "storageClass": "STANDARD",
        "updated": None if change.time is None else text_of(change.time),
    }
    told = {name: value for name, value in data.items() if value is not None}
    return google_event.binary(
        change,
        type=TYPES.get(change.kind, TYPES[CREATED]),
        subject=_SUBJECT + change.key,
        data=told,
        extensions={"bucket": change.bucket},
    )


def uri_of(bucket: str, key: str) -> str:
    return f"gs://{bucket}/{key}"


def _change(
    kind: str, data: dict[str, Any], common: dict[str, Any], subject: str | None
) -> ObjectEvent:
    bucket, key = data.get("bucket"), data.get("name")
    if not isinstance(key, str) and (subject or "").startswith(_SUBJECT):
        key = (subject or "")[len(_SUBJECT) :]
    if not isinstance(bucket, str) or not isinstance(key, str):
        raise PayloadError('This event of Cloud Storage has no "bucket" and "name" in its data.')
    generation = count_of(data.get("generation"))
    etag = data.get("etag")
    return ObjectEvent(
        kind=kind,
        bucket=bucket,
        key=key,
        size=count_of(data.get("size")),
        etag=etag if isinstance(etag, str) else None,
        version=None if generation is None else str(generation),
        uri=uri_of(bucket, key),
        **common,
    )


def _kind_of(data: dict[str, Any]) -> str:
    """Of an object alone, without its event: "timeDeleted" is there if and only if it is deleted.

    https://cloud.google.com/storage/docs/json_api/v1/objects#resource
    """
    if data.get("timeDeleted"):
        return DELETED
    return UPDATED if (count_of(data.get("metageneration")) or 0) > 1 else CREATED
