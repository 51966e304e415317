"""A message of a broker of RabbitMQ's."""

from __future__ import annotations

from faasport.runtime.event import part

from .members import list_of, object_of, word_of
from .mq import Brokered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from faasport.runtime.message import Message

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _Message(Brokered):
    __slots__ = ()
    __init__ = object.__init__  # given `_subject`, the queue, too
    id = part(lambda self: word_of(_properties(self).get("messageId")))
    subject = part(lambda self: self._subject)
    sent_at = part(lambda self: _moment(_properties(self).get("timestamp")))

    @property
    def attributes(self) -> Mapping[str, Any]:
        """The headers that the sender gave it."""
        read: Mapping[str, Any] | None = getattr(self, "_attributes", None)
        if read is None:
            headers = object_of(_properties(self).get("headers"))
            read = self._attributes = {name: _header(value) for name, value in headers.items()}
        return read


def message(told: dict[str, Any], broker: str, queue: str) -> Message:
    """One message of a queue, which is told as `queue::virtual host`."""
    read: Any = _Message()
    read._native, read._source, read._subject = told, broker, queue.partition("::")[0]
    return read  # type: ignore[no-any-return]  # a Message


def _properties(message: Message) -> dict[str, Any]:
    return object_of(message._native.get("basicProperties"))


def _header(value: Any) -> Any:
    """Text arrives as the signed bytes of its UTF-8."""
    if not (isinstance(value, dict) and isinstance(value.get("bytes"), list)):
        return value
    given = list_of(value["bytes"])
    if not all(isinstance(each, int) and -128 <= each <= 255 for each in given):
        return value
    return bytes(each & 0xFF for each in given).decode("utf-8", "replace")


def _moment(told: Any) -> datetime | None:
    """`Jan 1, 1970, 12:33:41 AM`: Java's own format of a date."""
    import re

    from faasport.runtime.moments import moment_of

    form = r"([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d{2}):(\d{2})\s([AP])M"
    written = re.fullmatch(form, told) if isinstance(told, str) else None
    if written is None or written[1] not in _MONTHS:
        return moment_of(told)
    _, day, year, hour, minute, second, half = written.groups()
    month, hours = _MONTHS.index(written[1]) + 1, int(hour) % 12 + (12 if half == "P" else 0)
    return moment_of(f"{year}-{month}-{day}T{hours}:{minute}:{second}Z")
