"""A record of a stream."""

from __future__ import annotations

from .event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

RECEIVED = "record.received"


class Record(Event):
    """One record of a stream: Kinesis, Kafka, Event Hubs.

    ``value`` is bytes. ``key`` is the partition key as bytes, or None. ``partition`` and ``offset``
    are its place, as text. ``headers`` are ordered pairs of text and bytes; names may repeat.
    ``topic`` is the stream's own name where the record tells it.
    """

    __slots__ = ("_headers", "_key", "_offset", "_partition", "_topic", "_value")
    TOLD: ClassVar[tuple[str, ...]] = (
        *Event.TOLD,
        "value",
        "key",
        "partition",
        "offset",
        "headers",
        "topic",
    )

    def __init__(
        self,
        *,
        value: bytes = b"",
        key: bytes | None = None,
        partition: str = "",
        offset: str = "",
        headers: tuple[tuple[str, bytes], ...] = (),
        topic: str | None = None,
        **common: Any,
    ) -> None:
        common.setdefault("type", RECEIVED)
        super().__init__(**common)
        self._value = value
        self._key = key
        self._partition = partition
        self._offset = offset
        self._headers = headers
        self._topic = topic

    @property
    def value(self) -> bytes:
        """The payload as it was sent."""
        return self._value

    def json(self) -> Any:
        """The value read as JSON. Raises ``faasport.Reject`` if it is not: it never will be."""
        from .payloads import json_of

        return json_of(self.value)

    def text(self) -> str:
        """The value read as UTF-8. Raises ``faasport.Reject`` if it is not."""
        from .payloads import text_of

        return text_of(self.value)

    @property
    def key(self) -> bytes | None:
        """What its partition was chosen by."""
        return self._key

    @property
    def partition(self) -> str:
        """The partition, or shard."""
        return self._partition

    @property
    def offset(self) -> str:
        """Its place in the partition."""
        return self._offset

    @property
    def headers(self) -> tuple[tuple[str, bytes], ...]:
        """What the sender said beside the value."""
        return self._headers

    @property
    def topic(self) -> str | None:
        """The stream's name."""
        return self._topic
