"""A message of a broker of ActiveMQ's."""

from __future__ import annotations

from faasport.runtime.event import part

from .members import object_of, text_of, word_of
from .mq import Brokered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from faasport.runtime.message import Message


class _Message(Brokered):
    __slots__ = ()
    __init__ = object.__init__
    id = part(lambda self: word_of(self._native.get("messageID")))
    subject = part(lambda self: _queue(object_of(self._native.get("destination"))))
    attributes = part(lambda self: object_of(self._native.get("properties")))

    @property
    def sent_at(self) -> datetime | None:
        """When the broker was given it."""
        from .stamps import of_milliseconds

        return of_milliseconds(self._native.get("timestamp"))


def _queue(destination: dict[str, Any]) -> str | None:
    return text_of(destination.get("physicalName"))


def message(told: dict[str, Any], broker: str) -> Message:
    """One message of the broker of this name."""
    read: Any = _Message()
    read._native, read._source = told, broker
    return read  # type: ignore[no-any-return]  # a Message
