"""Records of Kafka topics: Amazon MSK, and clusters that somebody else runs.

https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html
https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html

Lambda reads a reply about single records only in provisioned mode, and only if the mapping says so
(https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html); to any other mapping
the same reply is a success. An invocation that fails is understood by all, so nothing gets lost.
"""

from __future__ import annotations

from faasport.runtime.event import Unread, part
from faasport.runtime.record import RECEIVED, Record

from .arn import is_arn, made, plain_name
from .members import base64_of, bytes_of, list_of, object_of, text_of, word_of
from .single import decode_outcome as decode_outcome, encode_outcome as encode_outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from typing import Any

SOURCES = ("aws:kafka", "SelfManagedKafka", "aws:SelfManagedKafka")
BROKERS = "b-1.example.c1.kafka.us-east-1.amazonaws.com:9092"


class _Record(Record, Unread):
    __slots__ = ()
    __init__ = object.__init__  # as `Unread`; given `_source`, the cluster, too
    id = part(lambda self: f"{self.order}:{self.offset}")
    type = part(lambda self: RECEIVED)
    partition = part(lambda self: word_of(self._native.get("partition")))
    offset = part(lambda self: word_of(self._native.get("offset")))
    headers = part(lambda self: tuple(_headers(list_of(self._native.get("headers")))))
    topic = part(lambda self: text_of(self._native.get("topic")) or None)
    order = part(lambda self: f"{self.topic or ''}-{self.partition}")

    @property
    def value(self) -> bytes:
        """The payload as it was sent."""
        value: bytes | None = getattr(self, "_value", None)
        if value is None:
            value = self._value = bytes_of(self._native.get("value"))
        return value

    @property
    def key(self) -> bytes | None:
        """What its partition was chosen by."""
        key = text_of(self._native.get("key"))
        return None if key is None else bytes_of(key)

    @property
    def time(self) -> datetime | None:
        """When it was created, or taken."""
        from .stamps import of_milliseconds

        return of_milliseconds(self._native.get("timestamp"))


def decode_events(native: Any) -> tuple[Record, ...]:
    """Read the batch. Raises PayloadError for anything else."""
    try:
        if native["eventSource"] not in SOURCES:
            raise _refusal(native)
        source = text_of(native.get("eventSourceArn") or native.get("bootstrapServers")) or ""
        batches = native["records"].values()
        return tuple(_record_of(each, source) for batch in batches for each in batch)
    except (AttributeError, IndexError, KeyError, TypeError):
        raise _refusal(native) from None


def encode_events(events: Sequence[Record]) -> dict[str, Any]:
    """The batch that a cluster of MSK would send."""
    records: dict[str, list[dict[str, Any]]] = {}
    for event in events:
        told = _told(event)
        records.setdefault(f"{told['topic']}-{told['partition']}", []).append(told)
    return {
        "eventSource": "aws:kafka",
        "eventSourceArn": arn_of(events[0]) if events else "",
        "bootstrapServers": BROKERS,
        "records": records,
    }


def arn_of(record: Record) -> str:
    """The cluster's name."""
    if is_arn(record.source):
        return record.source
    return made("kafka", f"cluster/{plain_name(record.source, 'cluster')}/e9f754c6-4")


def topic_of(record: Record) -> str:
    """The topic's name."""
    return record.topic or plain_name(record.source, "topic")


def partition_of(record: Record) -> int:
    """The partition's number."""
    digits = "".join(filter(str.isdecimal, record.partition))
    return int(digits or 0)


def offset_of(record: Record) -> int:
    """The number of the record in its partition."""
    return int(record.offset) if record.offset.isdecimal() else 0


def _record_of(told: Any, source: str) -> Record:
    if not isinstance(told, dict):
        raise TypeError
    event: Any = _Record()
    event._native, event._source = told, source
    return event  # type: ignore[no-any-return]  # a Record


def _headers(told: list[Any]) -> Iterator[tuple[str, bytes]]:
    """Java's bytes are signed."""
    for header in told:
        for name, value in object_of(header).items():
            numbers = [each for each in list_of(value) if isinstance(each, int)]
            yield name, bytes(each & 0xFF for each in numbers)


def _told(record: Record) -> dict[str, Any]:
    from .stamps import milliseconds_of

    signed = [
        {name: [each - 256 if each > 127 else each for each in value]}
        for name, value in record.headers
    ]
    return {
        "topic": topic_of(record),
        "partition": partition_of(record),
        "offset": offset_of(record),
        "timestamp": milliseconds_of(record.time),
        "timestampType": "CREATE_TIME",
        "key": None if record.key is None else base64_of(record.key),
        "value": base64_of(record.value),
        "headers": signed,
    }


def _refusal(native: Any) -> Exception:
    from .lookalikes import refusal

    return refusal(native, "stream")
