"""What records of AWS have and another platform may not tell: an id each, a sequence, a moment."""

from __future__ import annotations

from .members import object_of, word_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from typing import Any

    Record = dict[str, Any]


def identifier(event: Any) -> str:
    """The event's own id, so that it is known again when it comes again; else a new one."""
    if event.id:
        return event.id  # type: ignore[no-any-return]
    import uuid

    return str(uuid.uuid4())


def moment(event: Any) -> datetime:
    """When it happened, or else now: a service of AWS stamps whatever it sends."""
    from datetime import datetime, timezone

    return event.time or datetime.now(timezone.utc)


def second_now() -> str:
    """The current second, as EventBridge writes it."""
    from datetime import datetime, timezone

    from .stamps import second_text

    return second_text(datetime.now(timezone.utc))


def of_queue(events: Sequence[Any], records: list[Record]) -> None:
    """A message's id is how the answer names it, so no two share one."""
    from .stamps import milliseconds_of

    for place, (event, record) in enumerate(zip(events, records, strict=True)):
        before = {each["messageId"] for each in records[:place]}
        if not record["messageId"] or record["messageId"] in before:
            record["messageId"] = _new()
        if event.sent_at is None:
            sent = milliseconds_of(moment(event))
            stamps = {
                "SentTimestamp": str(sent),
                "ApproximateFirstReceiveTimestamp": str(sent + 1),
            }
            record["attributes"].update(stamps)


def of_topic(events: Sequence[Any], records: list[Record]) -> None:
    """An id and a moment."""
    from .stamps import millisecond_text

    for event, record in zip(events, records, strict=True):
        told = record["Sns"]
        told["MessageId"] = identifier(event)
        told["Timestamp"] = millisecond_text(moment(event))


def of_bucket(events: Sequence[Any], records: list[Record]) -> None:
    """A moment, and a request's id of S3's form in place of another platform's."""
    from hashlib import sha256

    from .stamps import millisecond_text

    for event, record in zip(events, records, strict=True):
        record["eventTime"] = millisecond_text(moment(event))
        digest = sha256(f"{event.source} {event.id}".encode()).hexdigest().upper()
        record["responseElements"]["x-amz-request-id"] = digest[:16]
        record["s3"]["object"]["sequencer"] = f"00{digest[16:32]}"


def of_table(events: Sequence[Any], records: list[Record]) -> None:
    """An id and a moment."""
    for event, record in zip(events, records, strict=True):
        record["eventID"] = identifier(event)
        record["dynamodb"]["ApproximateCreationDateTime"] = int(moment(event).timestamp())


def of_stream(events: Sequence[Any], records: list[Record]) -> None:
    """A sequence number is how the answer names a record, so no two share one."""
    for place, (event, record) in enumerate(zip(events, records, strict=True)):
        told = record["kinesis"]
        before = {each["kinesis"]["sequenceNumber"] for each in records[:place]}
        if not told["sequenceNumber"] or told["sequenceNumber"] in before:
            told["sequenceNumber"] = f"{place + 1:056d}"
            shard = record["eventID"].partition(":")[0] or "shardId-000000000000"
            record["eventID"] = f"{shard}:{told['sequenceNumber']}"
        if event.time is None:
            told["approximateArrivalTimestamp"] = round(moment(event).timestamp(), 3)


def _sequence(record: Record) -> str:
    return word_of(object_of(record.get("dynamodb")).get("SequenceNumber"))


NAMES: dict[str, Callable[[Record], str]] = {
    "queue": lambda record: word_of(record.get("messageId")),
    "table": _sequence,
    "stream": lambda record: word_of(object_of(record.get("kinesis")).get("sequenceNumber")),
}
"""How the answer to a batch names its items."""


def _new() -> str:
    import uuid

    return str(uuid.uuid4())
