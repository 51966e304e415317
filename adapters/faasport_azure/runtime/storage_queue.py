"""Azure Storage queues: one message an invocation, decoded from base64 by the host.

https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger
"""

from __future__ import annotations

from faasport.runtime.errors import PayloadError
from faasport.runtime.message import Message
from faasport.runtime.moments import moment_of
from faasport.runtime.outcome import DONE, RETRY, Failed, Outcome, failed_of, rejected

from . import dead_letters
from .typed_data import (
    as_json,
    binary,
    body_of,
    data_of,
    invocation,
    invocation_of,
    metadata_of,
    moment,
    number_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from faasport.runtime.event import Event

TRIGGER = "queueTrigger"


def decode_events(native: Any) -> tuple[Message, ...]:
    """The message. Its metadata may also hold members of a JSON body: those are not looked at."""
    asked = invocation_of(native, TRIGGER)
    data = data_of(asked)
    if data is None:
        data = (asked.get("trigger_metadata") or {}).get("QueueTrigger")
    if not isinstance(data, dict):
        raise PayloadError("This queueTrigger has neither data nor 'QueueTrigger' in its metadata.")
    return (
        Message(
            id=str(metadata_of(asked, "Id") or ""),
            body=body_of(data),
            delivery_count=count_of(metadata_of(asked, "DequeueCount")),
            sent_at=moment_of(metadata_of(asked, "InsertionTime")),
            native=native,
        ),
    )


def count_of(told: Any) -> int:
    """How often it was delivered, which is once where nobody tells."""
    return max(1, number_of(told) or 1)


def encode_outcome(outcome: Outcome) -> Any:
    """A rejected message goes to the poison queue as it is, where the host puts its own."""
    if not outcome.failed:
        return None
    event, verdict = outcome.failed[0]
    if verdict.kind == "retry":
        return failed_of(outcome)
    return dead_letters.output(binary(event.body))  # type: ignore[attr-defined]


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The invocation for one message."""
    message = one_of(events)
    metadata: dict[str, Any] = {
        "QueueTrigger": binary(message.body),
        "Id": {"string": message.id},
        "DequeueCount": as_json(message.delivery_count),
        "PopReceipt": {"string": "AgAAAAMAAAAAAAAA"},
    }
    if message.sent_at is not None:
        sent = message.sent_at.replace(microsecond=0)
        metadata.update(_times(sent))
    return invocation(TRIGGER, binary(message.body), metadata)


def _times(sent: datetime) -> dict[str, Any]:
    from datetime import timedelta

    return {
        "InsertionTime": as_json(moment(sent)),
        "ExpirationTime": as_json(moment(sent + timedelta(days=7))),
        "NextVisibleTime": as_json(moment(sent + timedelta(minutes=10))),
    }


def one_of(events: Sequence[Event]) -> Any:
    """The one event of an invocation that has no room for more."""
    if len(events) != 1:
        raise ValueError(f"The host sends one event an invocation, not {len(events)}.")
    return events[0]


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    """The host deletes the message, or shows it again after `visibilityTimeout`."""
    if isinstance(native, Failed):
        return Outcome(events, [RETRY] * len(events))
    given_up = dead_letters.data_of(native) is not None
    return Outcome(events, [rejected("") if given_up else DONE] * len(events))
