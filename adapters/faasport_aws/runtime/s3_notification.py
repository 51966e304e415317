"""Changes to the objects of a bucket as S3 itself notifies of them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
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

from .arn import REGION
from .members import count_of, moment_of, object_of, text_of, word_of
from .single import decode_outcome as decode_outcome, encode_outcome as encode_outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

# By the longest beginning that fits. A restore that has only begun, a tag, an access control list
# and the state of a replication change what is known of an object, and not the object.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
KINDS = (
    ("ObjectCreated:", CREATED),
    ("ObjectRemoved:", DELETED),
    ("ObjectRestore:Completed", RESTORED),
    ("ObjectRestore:Delete", ARCHIVED),
    ("LifecycleExpiration:", DELETED),
    ("LifecycleTransition", ARCHIVED),
    ("IntelligentTiering", ARCHIVED),
    ("ReducedRedundancyLostObject", DELETED),
)
NAMES = {
    CREATED: "ObjectCreated:Put",
    DELETED: "ObjectRemoved:Delete",
    RESTORED: "s3:ObjectRestore:Completed",
    UPDATED: "s3:ObjectTagging:Put",
    ARCHIVED: "s3:LifecycleTransition",
}
HEXADECIMAL = frozenset(b"0123456789abcdefABCDEF")
SEQUENCER = "0A1B2C3D4E5F678901"


class _ObjectEvent(ObjectEvent, Unread):
    __slots__ = ()
    __init__ = object.__init__  # as `Unread`; given `_bucket` and `_key` too
    id = part(lambda self: _id(self._native, word_of(_object(self).get("sequencer")), self._key))
    type = part(lambda self: f"object.{self.kind}")
    subject = part(lambda self: self._key)
    kind = part(lambda self: _kind(text_of(self._native.get("eventName")) or ""))
    size = part(lambda self: count_of(_object(self).get("size")))
    etag = part(lambda self: etag_of(_object(self).get("eTag")))
    version = part(lambda self: text_of(_object(self).get("versionId")))
    uri = part(lambda self: f"s3://{self._bucket}/{self._key}")

    @property
    def source(self) -> str:
        """The bucket's name."""
        return text_of(self._native["s3"]["bucket"].get("arn")) or arn_of(self._bucket)

    @property
    def time(self) -> datetime | None:
        """When it happened."""
        return moment_of(self._native.get("eventTime"))


def _object(event: ObjectEvent) -> dict[str, Any]:
    return _told(event._native["s3"])


def _told(s3: dict[str, Any]) -> dict[str, Any]:
    """Notifications of Intelligent-Tiering have been seen to call it `get_object`."""
    return object_of(s3.get("object") or s3.get("get_object"))


def decode_events(native: Any) -> tuple[ObjectEvent, ...]:
    """Read the notification. Raises PayloadError for anything else.

    The test event that S3 sends when a notification is set up holds no event.
    """
    try:
        if is_test(native):
            return ()
        records = native["Records"]
        events = []
        for record in records:
            if record["eventSource"] != "aws:s3":
                raise _refusal(native)
            events.append(_object_event(record))
        if not events:
            raise _refusal(native)
        return tuple(events)
    except (AttributeError, IndexError, KeyError, TypeError):
        raise _refusal(native) from None


def is_test(native: Any) -> bool:
    """Whether this is `s3:TestEvent`."""
    return object_of(native).get("Event") == "s3:TestEvent"


def encode_events(events: Sequence[ObjectEvent]) -> dict[str, Any]:
    """The notification that S3 would send."""
    return {"Records": [_record(each) for each in events]}


def arn_of(bucket: str) -> str:
    """The bucket's name."""
    return f"arn:aws:s3:::{bucket}"


def etag_of(told: Any) -> str | None:
    """The entity tag without quotes."""
    tag = text_of(told)
    return tag.strip('"') if tag else None


def _object_event(record: dict[str, Any]) -> ObjectEvent:
    s3 = record["s3"]
    event: Any = _ObjectEvent()
    event._native = record
    event._bucket = object_of(s3["bucket"])["name"] + ""
    event._key = _unquoted(_told(s3)["key"] + "")
    return event  # type: ignore[no-any-return]  # an ObjectEvent


def _unquoted(key: str) -> str:
    """A key as it is, of a form's value. What does it for any text would load more modules."""
    if not key.isascii():  # S3 quotes all else
        from urllib.parse import unquote_plus

        return unquote_plus(key)
    first, *others = key.replace("+", " ").encode().split(b"%")
    return b"".join((first, *map(_unquoted_octet, others))).decode("utf-8", "replace")


def _unquoted_octet(part: bytes) -> bytes:
    """What followed a percent sign."""
    digits = part[:2]
    if len(digits) == 2 and HEXADECIMAL.issuperset(digits):
        return bytes((int(digits, 16),)) + part[2:]
    return b"%" + part


def _id(record: dict[str, Any], sequencer: str, key: str) -> str:
    """S3 numbers no notifications: the request, the object and its sequencer tell them apart."""
    request = word_of(object_of(record.get("responseElements")).get("x-amz-request-id"))
    return ":".join(filter(None, (request, sequencer, key)))


def parts_of(event: ObjectEvent) -> tuple[str, str]:
    """The request and the sequencer in an event's id, which may have come from elsewhere."""
    request, _, sequencer = event.id.removesuffix(f":{event.key}").partition(":")
    return request, sequencer or SEQUENCER


def _kind(name: str) -> str:
    plain = name.removeprefix("s3:")
    for start, kind in KINDS:
        if plain.startswith(start):
            return kind
    return UPDATED


def _record(event: ObjectEvent) -> dict[str, Any]:
    from urllib.parse import quote_plus

    from .stamps import millisecond_text

    request, sequencer = parts_of(event)
    optional = {"size": event.size, "eTag": event.etag, "versionId": event.version}
    told = {
        "key": quote_plus(event.key, safe="/"),
        **{name: value for name, value in optional.items() if value is not None},
        "sequencer": sequencer,
    }
    return {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": REGION,
        "eventTime": millisecond_text(event.time),
        "eventName": NAMES[event.kind],
        "userIdentity": {"principalId": "EXAMPLE"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {"x-amz-request-id": request, "x-amz-id-2": "EXAMPLE"},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "faasport",
            "bucket": {
                "name": event.bucket,
                "ownerIdentity": {"principalId": "EXAMPLE"},
                "arn": arn_of(event.bucket),
            },
            "object": told,
        },
    }


def _refusal(native: Any) -> Exception:
    from .lookalikes import refusal

    return refusal(native, "s3")
