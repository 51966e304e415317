"""Any event of EventBridge: of AWS's services, of partners, of the user's own.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
"""

from __future__ import annotations

from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.event import Unread, part

from .envelope import detail_type_of, envelope, is_envelope, resource_of
from .members import base64_of, moment_of, word_of
from .single import decode_outcome as decode_outcome, encode_outcome as encode_outcome, only

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any


class _CloudEvent(CloudEvent, Unread):
    __slots__ = ()
    __init__ = object.__init__  # as `Unread`
    id = part(lambda self: word_of(self._native.get("id")))
    source = part(lambda self: self._native["source"])
    type = part(lambda self: detail_type_of(self._native))
    subject = part(lambda self: resource_of(self._native))
    data = part(lambda self: self._native.get("detail"))
    datacontenttype = part(lambda self: "application/json")
    dataschema = part(lambda self: None)

    @property
    def time(self) -> datetime | None:
        """When it happened."""
        return moment_of(self._native.get("time"))


def decode_events(native: Any) -> tuple[CloudEvent, ...]:
    """Read the event. Raises PayloadError for anything else."""
    if not is_envelope(native):
        from .lookalikes import refusal

        raise refusal(native, "eventbridge")
    event = _CloudEvent()
    event._native = native
    return (event,)


def encode_events(events: Sequence[CloudEvent]) -> dict[str, Any]:
    """The event that EventBridge would send: exactly one, else ValueError."""
    event = only(events, "EventBridge")
    return envelope(
        identifier=event.id,
        detail_type=event.type,
        source=event.source,
        time=event.time,
        resource=event.subject,
        detail=json_data(event.data),
    )


def json_data(data: Any) -> Any:
    """Data as JSON holds it: bytes as base64 text."""
    return base64_of(bytes(data)) if isinstance(data, (bytes, bytearray)) else data
