"""Any event of EventBridge: of AWS's services, of partners, of the user's own.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
"""

from __future__ import annotations

from faasport.runtime.cloudevent import CloudEvent

from .envelope import detail_type_of, envelope, is_envelope, resource_of
from .members import base64_of, text_of, word_of
from .single import decode_outcome as decode_outcome, encode_outcome as encode_outcome, only

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def decode_events(native: Any) -> tuple[CloudEvent, ...]:
    """Read the event. Raises PayloadError for anything else."""
    if not is_envelope(native):
        from .lookalikes import refusal

        raise refusal(native, "eventbridge")
    from faasport.runtime.moments import moment_of

    event = CloudEvent(
        id=word_of(native.get("id")),
        source=native["source"],
        type=detail_type_of(native),
        subject=resource_of(native),
        time=moment_of(text_of(native.get("time"))),
        data=native.get("detail"),
        datacontenttype="application/json",
        native=native,
    )
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
