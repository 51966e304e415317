"""A message of a queue or topic."""

from __future__ import annotations

from .event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, ClassVar

RECEIVED = "message.received"


class Message(Event):
    """One message of a queue or topic; ``attributes`` are those that the sender gave it.

    ``body`` is bytes. ``delivery_count`` counts this delivery too, from 1. ``group`` is what the
    sender wants kept in order (a FIFO queue's group, an ordering key, a session).
    ``dead_letter_source`` names the queue that gave the message up, if it did. ``sequence`` and
    ``dedup_id`` are the queue's, where it has them. ``inner`` holds the events that were found
    in a message which wraps them, if the trigger was declared with ``unwrap=True``.
    """

    __slots__ = (
        "_body",
        "_dead_letter_source",
        "_dedup_id",
        "_delivery_count",
        "_group",
        "_inner",
        "_sent_at",
        "_sequence",
    )
    TOLD: ClassVar[tuple[str, ...]] = (
        *Event.TOLD,
        "body",
        "delivery_count",
        "sent_at",
        "group",
        "sequence",
        "dedup_id",
        "dead_letter_source",
        "inner",
    )

    def __init__(
        self,
        *,
        body: bytes = b"",
        delivery_count: int = 1,
        sent_at: datetime | None = None,
        group: str | None = None,
        sequence: str | None = None,
        dedup_id: str | None = None,
        dead_letter_source: str | None = None,
        inner: tuple[Event, ...] = (),
        **common: Any,
    ) -> None:
        common.setdefault("type", RECEIVED)
        common.setdefault("time", sent_at)
        super().__init__(**common)
        self._body = body
        self._delivery_count = delivery_count
        self._sent_at = sent_at
        self._group = group
        self._sequence = sequence
        self._dedup_id = dedup_id
        self._dead_letter_source = dead_letter_source
        self._inner = inner

    @property
    def body(self) -> bytes:
        """The payload as it was sent."""
        return self._body

    def json(self) -> Any:
        """The body read as JSON. Raises ``faasport.Reject`` if it is not: it never will be."""
        from .payloads import json_of

        return json_of(self.body)

    def text(self) -> str:
        """The body read as UTF-8. Raises ``faasport.Reject`` if it is not."""
        from .payloads import text_of

        return text_of(self.body)

    @property
    def delivery_count(self) -> int:
        """How often it was delivered, this time included."""
        return self._delivery_count

    @property
    def sent_at(self) -> datetime | None:
        """When the sender gave it to the queue."""
        return self._sent_at

    @property
    def group(self) -> str | None:
        """What it is kept in order with."""
        return self._group

    @property
    def sequence(self) -> str | None:
        """Its place in the queue."""
        return self._sequence

    @property
    def dedup_id(self) -> str | None:
        """What the queue knows a repeated sending by."""
        return self._dedup_id

    @property
    def dead_letter_source(self) -> str | None:
        """The queue that it was a dead letter of."""
        return self._dead_letter_source

    @property
    def inner(self) -> tuple[Event, ...]:
        """The events that it wraps."""
        return self._inner
