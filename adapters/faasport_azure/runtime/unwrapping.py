"""Events inside messages: what Event Grid sends to a queue of Storage's or Service Bus's.

https://learn.microsoft.com/azure/event-grid/handler-storage-queues
"""

from __future__ import annotations

import json

from faasport.runtime.errors import PayloadError

from . import blob_events, event_grid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from faasport.runtime.event import Event
    from faasport.runtime.message import Message


def unwrapped(messages: Sequence[Message]) -> tuple[Message, ...]:
    """The messages, each with the events that it wraps."""
    for message in messages:
        message._inner = _inner(message.body)
    return tuple(messages)


def _inner(body: bytes) -> tuple[Event, ...]:
    """A change of a blob is one; any other event is a CloudEvent. Not Grid's: none at all."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    for codec in (blob_events, event_grid):
        try:
            events: tuple[Event, ...] = codec.decode_events(told)
        except PayloadError:
            continue
        return events
    return ()
