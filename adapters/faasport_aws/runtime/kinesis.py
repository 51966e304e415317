"""Records of a Kinesis data stream.

https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
"""

from __future__ import annotations

from faasport.runtime.record import Record

from . import partial
from .arn import is_arn, made, plain_name, region_of, resource_of
from .members import base64_of, bytes_of, text_of, utf8_of, word_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Failed, Outcome


def decode_events(native: Any) -> tuple[Record, ...]:
    """Read the batch. Raises PayloadError for anything else.

    The last invocation of a tumbling window may hold no record.
    """
    try:
        records = native["Records"]
        if any(each["eventSource"] != "aws:kinesis" for each in records):
            raise _refusal(native)
        if not records and not partial.is_window(native):
            raise _refusal(native)
        return tuple(_record_of(each) for each in records)
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


def _record_of(told: dict[str, Any]) -> Record:
    from .stamps import of_seconds

    kinesis, arn = told["kinesis"], text_of(told.get("eventSourceARN")) or ""
    identifier = word_of(told.get("eventID"))
    shard = identifier.rpartition(":")[0]
    return Record(
        id=identifier,
        source=arn,
        time=of_seconds(kinesis.get("approximateArrivalTimestamp")),
        value=bytes_of(kinesis["data"]),
        key=utf8_of(kinesis.get("partitionKey")) or None,
        partition=shard,
        offset=word_of(kinesis.get("sequenceNumber")),
        topic=resource_of(arn, "stream") or None,
        native=told,
        order=shard or arn or "shard",
    )


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
