"""The blob trigger: a blob that is new, with its content; for functions that were bound to it.

https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-trigger#metadata
"""

from __future__ import annotations

from faasport.runtime.errors import PayloadError
from faasport.runtime.moments import moment_of
from faasport.runtime.object_event import CREATED, ObjectEvent

from . import dead_letters
from .blob_events import url_of
from .storage_queue import one_of
from .typed_data import (
    as_json,
    binary,
    data_of,
    invocation,
    invocation_of,
    metadata_of,
    moment,
    number_of,
    parsed,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Outcome

TRIGGER = "blobTrigger"


def decode_events(native: Any) -> tuple[ObjectEvent, ...]:
    """The blob by its metadata. Its content stays in ``native``."""
    asked = invocation_of(native, TRIGGER)
    container, key = _place_of(asked)
    told = metadata_of(asked, "Properties")
    properties = told if isinstance(told, dict) else {}
    etag = properties.get("ETag")
    return (
        ObjectEvent(
            kind=CREATED,
            bucket=container,
            key=key,
            size=number_of(properties.get("Length", properties.get("ContentLength"))),
            etag=etag.strip('"') if isinstance(etag, str) else None,
            uri=str(metadata_of(asked, "Uri") or ""),
            time=moment_of(properties.get("LastModified")),
            native=native,
        ),
    )


def _place_of(asked: dict[str, Any]) -> tuple[str, str]:
    """(container, name): `container/name` in the metadata, or a reference instead of content."""
    path = metadata_of(asked, "BlobTrigger")
    if isinstance(path, str) and path:
        container, slash, key = path.partition("/")
        return (container, key) if slash else ("", container)
    reference = (data_of(asked) or {}).get("model_binding_data")
    if isinstance(reference, dict):
        from .typed_data import body_of

        named = parsed(body_of({"bytes": reference.get("content") or ""}))
        if isinstance(named, dict) and named.get("BlobName"):
            return str(named.get("ContainerName") or ""), str(named["BlobName"])
    raise PayloadError("This blobTrigger does not name its blob: it has no 'BlobTrigger'.")


def encode_outcome(outcome: Outcome) -> Any:
    return dead_letters.encoded(outcome, encode_events)


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The invocation for one new blob, whose content is left out."""
    event = one_of(events)
    properties = {
        "Length": event.size,
        "ContentType": "application/octet-stream",
        "ETag": None if event.etag is None else f'"{event.etag}"',
        "LastModified": None if event.time is None else moment(event.time),
        "BlobType": 2,
    }
    metadata = {
        "BlobTrigger": {"string": f"{event.bucket}/{event.key}"},
        "Uri": as_json(url_of(event)),
        "Properties": as_json({k: v for k, v in properties.items() if v is not None}),
        "Metadata": as_json({}),
    }
    return invocation(TRIGGER, binary(b""), metadata)


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    return dead_letters.decoded(native, events)
