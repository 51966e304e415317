"""Eventarc: any event of Google's, as the CloudEvent that it is; audit logs are some of them.

Eventarc sends one at a time; whoever else calls may send a batch.

https://cloud.google.com/eventarc/docs/cloudevents
"""

from __future__ import annotations

from faasport.runtime import cloudevents_binary, cloudevents_json
from faasport.runtime.errors import PayloadError

from . import answers, google_event
from .envelope import read, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event

encode_outcome = answers.encode_outcome
decode_outcome = answers.decode_outcome


def decode_events(native: Any) -> tuple[Event, ...]:
    """The event, or all of a batch. Raises PayloadError for what is none, naming what it looks
    like."""
    envelope = read(native)
    batch = envelope.json()
    if isinstance(batch, list) and batch and not cloudevents_binary.is_binary(envelope.headers):
        return cloudevents_json.decode_events(batch)
    event = google_event.event_in(envelope)
    if event is None:
        raise PayloadError(google_event.not_a("CloudEvent", envelope))
    return (event,)


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The event in binary mode, which Eventarc delivers in."""
    headers, body = cloudevents_binary.message_of(google_event.only(events))
    return write(headers, body)
