"""Changes to the objects of a bucket: through EventBridge, or from S3 itself.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
"""

from __future__ import annotations

from faasport.runtime.event import Unread, part
from faasport.runtime.object_event import (
    ARCHIVED,
    CREATED,
    DELETED,
    RESTORED,
    UPDATED,
    ObjectEvent,
)

from . import s3_notification
from .envelope import detail_type_of, envelope, is_envelope
from .members import count_of, moment_of, object_of, text_of, word_of
from .s3_notification import arn_of, etag_of
from .single import decode_outcome as decode_outcome, encode_outcome as encode_outcome, only

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

# https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
KINDS = {
    "Object Created": CREATED,
    "Object Deleted": DELETED,
    "Object Restore Initiated": UPDATED,
    "Object Restore Completed": RESTORED,
    "Object Restore Expired": ARCHIVED,
    "Object Storage Class Changed": ARCHIVED,
    "Object Access Tier Changed": ARCHIVED,
    "Object ACL Updated": UPDATED,
    "Object Tags Added": UPDATED,
    "Object Tags Deleted": UPDATED,
}
# The type of each kind, and what its detail has beside the object.
TOLD: dict[str, tuple[str, dict[str, str]]] = {
    CREATED: ("Object Created", {"source-ip-address": "127.0.0.1", "reason": "PutObject"}),
    DELETED: (
        "Object Deleted",
        {
            "source-ip-address": "127.0.0.1",
            "reason": "DeleteObject",
            "deletion-type": "Permanently Deleted",
        },
    ),
    RESTORED: (
        "Object Restore Completed",
        {"restore-expiry-time": "2030-01-01T00:00:00Z", "source-storage-class": "GLACIER"},
    ),
    UPDATED: ("Object Tags Added", {"source-ip-address": "127.0.0.1"}),
    ARCHIVED: ("Object Storage Class Changed", {"destination-storage-class": "GLACIER"}),
}


class _ObjectEvent(ObjectEvent, Unread):
    __slots__ = ()
    __init__ = object.__init__  # as `Unread`; given `_kind`, `_bucket` and `_key` too
    id = part(lambda self: word_of(self._native.get("id")))
    source = part(lambda self: arn_of(self._bucket))
    type = part(lambda self: f"object.{self._kind}")
    subject = part(lambda self: self._key)
    size = part(lambda self: count_of(_object(self).get("size")))
    etag = part(lambda self: etag_of(_object(self).get("etag")))
    version = part(lambda self: text_of(_object(self).get("version-id")))
    uri = part(lambda self: f"s3://{self._bucket}/{self._key}")

    @property
    def time(self) -> datetime | None:
        """When it happened."""
        return moment_of(self._native.get("time"))


def _object(event: ObjectEvent) -> dict[str, Any]:
    return event._native["detail"]["object"]  # type: ignore[no-any-return]  # was checked


def decode_events(native: Any) -> tuple[ObjectEvent, ...]:
    """Read either form. Raises PayloadError for anything else."""
    if not is_envelope(native):
        return s3_notification.decode_events(native)
    event = of_envelope(native)
    if event is None:
        from .lookalikes import refusal

        raise refusal(native, "s3")
    return (event,)


def encode_events(events: Sequence[ObjectEvent]) -> dict[str, Any]:
    """The event that EventBridge would send: exactly one change, else ValueError."""
    event = only(events, "EventBridge")
    detail_type, more = TOLD[event.kind]
    optional = {"size": event.size, "etag": event.etag, "version-id": event.version}
    told = {name: value for name, value in optional.items() if value is not None}
    detail = {
        "version": "0",
        "bucket": {"name": event.bucket},
        "object": {"key": event.key, **told, "sequencer": s3_notification.SEQUENCER},
        "request-id": "EXAMPLE123456789",
        "requester": "s3.amazonaws.com" if event.kind == ARCHIVED else "123456789012",
        **more,
    }
    return envelope(
        identifier=event.id,
        detail_type=detail_type,
        source="aws.s3",
        time=event.time,
        resource=arn_of(event.bucket),
        detail=detail,
    )


def of_envelope(native: dict[str, Any]) -> ObjectEvent | None:
    """The change that an event of EventBridge tells of; None if it is about something else."""
    kind = KINDS.get(detail_type_of(native))
    detail = object_of(native.get("detail"))
    bucket = text_of(object_of(detail.get("bucket")).get("name"))
    key = text_of(object_of(detail.get("object")).get("key"))
    if native["source"] != "aws.s3" or kind is None or bucket is None or key is None:
        return None
    event: Any = _ObjectEvent()
    event._native, event._kind, event._bucket, event._key = native, kind, bucket, key
    return event  # type: ignore[no-any-return]  # an ObjectEvent
