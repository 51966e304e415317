"""Messages of a broker: Amazon MQ for ActiveMQ and for RabbitMQ.

https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html
"""

from __future__ import annotations

import re

from faasport.runtime.message import Message

from .members import bytes_of, list_of, object_of, text_of, word_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

# `Jan 1, 1970, 12:33:41 AM`: Java's own format of a date.
_WRITTEN = re.compile(r"([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d{2}):(\d{2})\s([AP])M")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def messages(native: dict[str, Any]) -> tuple[Message, ...]:
    """The messages of either broker. A broker counts no deliveries: it tells of a second one."""
    broker = text_of(native.get("eventSourceArn")) or ""
    if native["eventSource"] == "aws:rmq":
        queues = native["rmqMessagesByQueue"].items()
        return tuple(_rabbit(each, broker, queue) for queue, batch in queues for each in batch)
    return tuple(_active(each, broker) for each in native["messages"])


def _active(told: dict[str, Any], broker: str) -> Message:
    from .stamps import of_milliseconds

    return Message(
        id=word_of(told.get("messageID")),
        source=broker,
        subject=text_of(object_of(told.get("destination")).get("physicalName")),
        body=bytes_of(told.get("data")),
        delivery_count=2 if told.get("redelivered") is True else 1,
        sent_at=of_milliseconds(told.get("timestamp")),
        attributes=object_of(told.get("properties")),
        native=told,
    )


def _rabbit(told: dict[str, Any], broker: str, queue: str) -> Message:
    properties = object_of(told.get("basicProperties"))
    headers = object_of(properties.get("headers"))
    return Message(
        id=word_of(properties.get("messageId")),
        source=broker,
        subject=queue.partition("::")[0],
        body=bytes_of(told.get("data")),
        delivery_count=2 if told.get("redelivered") is True else 1,
        sent_at=_moment(properties.get("timestamp")),
        attributes={name: _header(value) for name, value in headers.items()},
        native=told,
    )


def _header(value: Any) -> Any:
    """Text arrives as the signed bytes of its UTF-8."""
    if not (isinstance(value, dict) and isinstance(value.get("bytes"), list)):
        return value
    given = list_of(value["bytes"])
    if not all(isinstance(each, int) and -128 <= each <= 255 for each in given):
        return value
    return bytes(each & 0xFF for each in given).decode("utf-8", "replace")


def _moment(told: Any) -> datetime | None:
    from faasport.runtime.moments import moment_of

    written = _WRITTEN.fullmatch(told) if isinstance(told, str) else None
    if written is None or written[1] not in _MONTHS:
        return moment_of(told)
    _, day, year, hour, minute, second, half = written.groups()
    month, hours = _MONTHS.index(written[1]) + 1, int(hour) % 12 + (12 if half == "P" else 0)
    return moment_of(f"{year}-{month}-{day}T{hours}:{minute}:{second}Z")
