"""Records of a Kinesis data stream.

https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
"""

from __future__ import annotations

from faasport.runtime.event import Unmade, Unread, part
from faasport.runtime.record import RECEIVED, Record

from . import partial
from .arn import is_arn, made, plain_name, region_of, resource_of
from .members import base64_of, bytes_of, object_of, text_of, utf8_of, word_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Failed, Outcome


class _Record(Record, Unread):
    __slots__ = ()
    __init__ = object.__init__  # as `Unread`
    id = part(lambda self: word_of(self._native.get("eventID")))
    source = part(lambda self: text_of(self._native.get("eventSourceARN")) or "")
    type = part(lambda self: RECEIVED)
    key = part(lambda self: utf8_of(self._native["kinesis"].get("partitionKey")) or None)
    partition = part(lambda self: self.id.rpartition(":")[0])
    offset = part(lambda self: word_of(self._native["kinesis"].get("sequenceNumber")))
    headers = part(lambda self: ())
    topic = part(lambda self: resource_of(self.source, "stream") or None)
    order = part(lambda self: self.partition or self.source or "shard")

    @property
    def value(self) -> bytes:
        """The payload as it was sent."""
        value: bytes | None = getattr(self, "_value", None)
        if value is None:
            value = self._value = bytes_of(self._native["kinesis"]["data"])
        return value

    @property
    def time(self) -> datetime | None:
        """When the stream took it."""
        from .stamps import of_seconds

        return of_seconds(self._native["kinesis"].get("approximateArrivalTimestamp"))


def decode_events(native: Any) -> Sequence[Record]:
    """Read the batch. Raises PayloadError for anything else.

    The last invocation of a tumbling window may hold no record.
    """
    try:
        records = native["Records"]
        for record in records:
            if record["eventSource"] != "aws:kinesis" or "data" not in object_of(record["kinesis"]):
                raise _refusal(native)
        if not records and not partial.is_window(native):
            raise _refusal(native)
        events: Any = Unmade(_Record, records)
        return events  # type: ignore[no-any-return]  # a sequence
    except (AttributeError, IndexError, KeyError, TypeError):
        raise _refusal(native) from None


def encode_outcome(outcome: Outcome) -> dict[str, Any] | Failed:
    """The records that failed, by sequence number."""
    return partial.log_reply(outcome, sequence_of)


def encode_events(events: Sequence[Record]) -> dict[str, Any]:
    """The batch that Kinesis would send."""
    return {"Records": [_told(each) for each in events]}


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    """Each record's verdict: from the first that failed, all come again."""
    names = [sequence_of(each) for each in events]
    return partial.settled_from_first(native, events, names)


def sequence_of(event: Event) -> str:
    """The place of a record in its shard."""
    return event.offset if isinstance(event, Record) else ""


def arn_of(record: Record) -> str:
    """The stream's name."""
    if is_arn(record.source) and resource_of(record.source, "stream") == (record.topic or ""):
        return record.source
    return made("kinesis", f"stream/{plain_name(record.topic or record.source, 'stream')}")


def shard_of(partition: str) -> str:
    """The shard's name, also of a partition's number."""
    return f"shardId-{int(partition):012d}" if partition.isdecimal() else partition


def _told(record: Record) -> dict[str, Any]:
    from .stamps import milliseconds_of

    arn, shard = arn_of(record), shard_of(record.partition)
    return {
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": key_text(record.key),
            "sequenceNumber": record.offset,
            "data": base64_of(record.value),
            "approximateArrivalTimestamp": milliseconds_of(record.time) / 1000,
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": f"{shard}:{record.offset}",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": "arn:aws:iam::123456789012:role/lambda-role",
        "awsRegion": region_of(arn),
        "eventSourceARN": arn,
    }


def key_text(key: bytes | None) -> str:
    """A partition key, which is text: base64 for what is not."""
    try:
        return (key or b"").decode()
    except UnicodeDecodeError:
        return base64_of(key or b"")


def _refusal(native: Any) -> Exception:
    from .lookalikes import refusal

    return refusal(native, "stream")
