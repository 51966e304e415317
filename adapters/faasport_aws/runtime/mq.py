"""Messages of a broker: Amazon MQ for ActiveMQ and for RabbitMQ.

https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
"""

from __future__ import annotations

from faasport.runtime.event import Unread, part
from faasport.runtime.message import RECEIVED, Message

from .members import bytes_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Brokered(Message, Unread):
    """A message of either broker. A broker counts no deliveries: it tells of a second one."""

    __slots__ = ()
    __init__ = object.__init__  # as `Unread`; given `_source`, the broker, too
    type = part(lambda self: RECEIVED)
    time = part(lambda self: self.sent_at)
    delivery_count = part(lambda self: 2 if self._native.get("redelivered") is True else 1)
    group = part(lambda self: None)
    sequence = part(lambda self: None)
    dedup_id = part(lambda self: None)
    dead_letter_source = part(lambda self: None)
    inner = part(lambda self: ())

    @property
    def body(self) -> bytes:
        """The payload as it was sent."""
        body: bytes | None = getattr(self, "_body", None)
        if body is None:
            body = self._body = bytes_of(self._native.get("data"))
        return body


def messages(native: dict[str, Any]) -> tuple[Message, ...]:
    """The messages of either broker."""
    broker = text_of(native.get("eventSourceArn")) or ""
    if native["eventSource"] == "aws:rmq":
        from . import rabbitmq

        queues = native["rmqMessagesByQueue"].items()
        return tuple(
            rabbitmq.message(given(each), broker, queue)
            for queue, batch in queues
            for each in batch
        )
    from . import activemq

    return tuple(activemq.message(given(each), broker) for each in native["messages"])


def given(told: Any) -> dict[str, Any]:
    """A message as the broker tells it. Raises TypeError for what is none."""
    if not isinstance(told, dict):
        raise TypeError
    return told
