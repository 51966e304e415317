"""Azure Service Bus with `cardinality: many`: whatever the host has got, in arrays."""

from __future__ import annotations

from . import dead_letters
from .service_bus import (
    TRIGGER as TRIGGER,
    decode_events as decode_events,
    decode_outcome as decode_outcome,
    fields_of,
)
from .typed_data import as_json, binaries, invocation, value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Outcome


def encode_outcome(outcome: Outcome) -> Any:
    """All messages are settled alike, but for those that are rejected."""
    return dead_letters.encoded(outcome, encode_events)


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The invocation for these messages."""
    told = [fields_of(event) for event in events]
    names = dict.fromkeys(name for fields in told for name in fields)
    metadata = {
        f"{name}Array": as_json([value_of(fields.get(name)) for fields in told]) for name in names
    }
    return invocation(TRIGGER, binaries([event.body for event in events]), metadata)  # type: ignore[attr-defined]
