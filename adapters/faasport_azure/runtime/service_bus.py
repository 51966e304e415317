"""Azure Service Bus: messages of a queue or of a subscription, one or several an invocation.

https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus-trigger#message-metadata
"""

from __future__ import annotations

from faasport.runtime.message import Message
from faasport.runtime.moments import moment_of

from . import dead_letters
from .arrays import Arrays
from .storage_queue import count_of, one_of
from .typed_data import (
    as_json,
    binary,
    bodies_of,
    body_of,
    data_of,
    invocation,
    invocation_of,
    metadata_of,
    moment,
    number_of,
    plain,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Outcome

TRIGGER = "serviceBusTrigger"
TRIGGERS = (TRIGGER, "serviceBusQueueTrigger", "serviceBusTopicTrigger")


def decode_events(native: Any) -> tuple[Message, ...]:
    """The messages; of several, every value of the metadata is in an array of its own."""
    asked = invocation_of(native, *TRIGGERS)
    metadata = asked.get("trigger_metadata") or {}
    if not any(name.endswith("Array") for name in metadata):
        return (_message(body_of(data_of(asked)), lambda name: metadata_of(asked, name), native),)
    bodies = bodies_of(data_of(asked))
    arrays = Arrays(asked, len(bodies))
    return tuple(_message(body, arrays.of(index), native) for index, body in enumerate(bodies))


def _message(body: bytes, value: Callable[[str], Any], native: Any) -> Message:
    sequence = value("SequenceNumber")
    session = _text(value("SessionId"))
    attributes = value("ApplicationProperties")
    if not isinstance(attributes, dict):
        attributes = value("UserProperties")
    return Message(
        id=str(value("MessageId") or ""),
        subject=_text(value("Subject")) or _text(value("Label")),
        body=body,
        delivery_count=count_of(value("DeliveryCount")),
        sent_at=moment_of(value("EnqueuedTimeUtc")),
        group=session,
        sequence=None if sequence is None else str(sequence),
        dead_letter_source=_text(value("DeadLetterSource")),
        attributes=attributes if isinstance(attributes, dict) else {},
        order=session,
        native=native,
    )


def _text(told: Any) -> str | None:
    return told if isinstance(told, str) and told else None


def encode_outcome(outcome: Outcome) -> Any:
    """Service Bus itself gives up a message that was delivered `maxDeliveryCount` times; the host
    has no way to say so of one before."""
    return dead_letters.encoded(outcome, encode_events)


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The invocation for one message."""
    message = one_of(events)
    return invocation(TRIGGER, binary(message.body), fields_of(message))


def fields_of(message: Any) -> dict[str, Any]:
    """The metadata of one message."""
    texts = {
        "MessageId": message.id,
        "Subject": message.subject,
        "Label": message.subject,
        "SessionId": message.group,
        "DeadLetterSource": message.dead_letter_source,
        "LockToken": "87931fd2-39f4-415a-9fdc-adfdcbed3148",
    }
    values: dict[str, Any] = {
        "DeliveryCount": message.delivery_count,
        "ApplicationProperties": plain(dict(message.attributes)),
        "UserProperties": plain(dict(message.attributes)),
    }
    if message.sequence is not None:
        values["SequenceNumber"] = number_of(message.sequence)
    if message.sent_at is not None:
        values["EnqueuedTimeUtc"] = moment(message.sent_at)
    return {
        **{name: {"string": text} for name, text in texts.items() if text is not None},
        **{name: as_json(value) for name, value in values.items()},
    }


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    """All are completed, or all are abandoned."""
    return dead_letters.decoded(native, events)
