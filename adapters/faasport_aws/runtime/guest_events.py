"""Events of Lambda made of neutral ones, and what its answer says of each.

Queues, tables and streams bring a batch, whose answer may name the items that failed; anything else
is one event an invocation, which fails by an exception alone. What came from AWS in the very shape
that a handler knows is handed on untouched; ids, names and moments that another platform does not
tell are made up in the shape that AWS gives them.
"""

from __future__ import annotations

from importlib import import_module

from faasport.runtime.outcome import Failed

from . import guest_records as records, partial
from .envelope import envelope, is_envelope
from .guest_payloads import S3_EVENTBRIDGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Outcome

    Native = dict[str, Any]

BATCHES = frozenset(("queue", "table", "stream"))


def queue(messages: Sequence[Any]) -> Native:
    """A batch of SQS."""
    return _records(messages, "eventSource", "aws:sqs", "sqs", records.of_queue)


def table(changes: Sequence[Any]) -> Native:
    """A batch of DynamoDB Streams."""
    return _records(changes, "eventSource", "aws:dynamodb", "dynamodb", records.of_table)


def stream(given: Sequence[Any]) -> Native:
    """A batch of Kinesis."""
    return _records(given, "eventSource", "aws:kinesis", "kinesis", records.of_stream)


def topic(messages: Sequence[Any]) -> Native:
    """A notification of SNS."""
    return _records(messages, "EventSource", "aws:sns", "sns", records.of_topic)


def bucket(changes: Sequence[Any]) -> Native:
    """A notification of S3."""
    return _records(changes, "eventSource", "aws:s3", "s3_notification", records.of_bucket)


def bucket_eventbridge(changes: Sequence[Any]) -> Native:
    """A change in a bucket, as EventBridge tells of it."""
    from .s3 import encode_events

    return _enveloped(changes, encode_events)


def event(given: Sequence[Any]) -> Native:
    """An event of EventBridge."""
    from .eventbridge import encode_events

    return _enveloped(given, encode_events)


def schedule(ticks: Sequence[Any]) -> Native:
    """What a rule of EventBridge sends when it is due, as most schedules of functions are rules.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
    """
    from .arn import is_arn, made, plain_name
    from .schedule import FIRED

    (tick,) = ticks
    native = tick.native
    if is_envelope(native) and native["source"] == "aws.events":
        return native  # type: ignore[no-any-return]
    told = tick.source if is_arn(tick.source) and ":rule/" in tick.source else ""
    name = plain_name(tick.name or tick.source, "schedule")
    return envelope(
        identifier=records.identifier(tick),
        detail_type=FIRED,
        source="aws.events",
        time=tick.scheduled_at or records.moment(tick),
        resource=told or made("events", f"rule/{name}"),
        detail=tick.data if isinstance(tick.data, dict) else {},
    )


KINDS: dict[str, Callable[[Sequence[Any]], Native]] = {
    "queue": queue,
    "topic": topic,
    "bucket": bucket,
    "table": table,
    "event": event,
    "schedule": schedule,
    "stream": stream,
}


def writer(kind: str, payload: str = "") -> Callable[[Sequence[Any]], Native]:
    """What makes the event of a trigger of this kind."""
    if kind == "bucket" and payload == S3_EVENTBRIDGE:
        return bucket_eventbridge
    return KINDS[kind]


def names_in(kind: str, native: Native) -> list[str]:
    """How the answer to a batch names its items."""
    return [records.NAMES[kind](each) for each in native["Records"]]


def settled(kind: str, names: Sequence[str], result: Any, events: Sequence[Event]) -> Outcome:
    """What the answer to a batch says of each of its events.

    Most handlers answer with a text or nothing, for a mapping that reads no answers: all is done.
    """
    answer = result if isinstance(result, (dict, Failed)) else None
    read = partial.settled if kind == "queue" else partial.settled_from_first
    return read(answer, events, names)


def _records(
    events: Sequence[Any],
    member: str,
    source: str,
    codec: str,
    complete: Callable[[Sequence[Any], list[Native]], None],
) -> Native:
    natives = [each.native for each in events]
    if all(isinstance(each, dict) and each.get(member) == source for each in natives):
        return {"Records": natives}
    made: Native = import_module(f"{__package__}.{codec}").encode_events(events)
    complete(events, made["Records"])
    return made


def _enveloped(events: Sequence[Any], encode: Callable[[Sequence[Any]], Native]) -> Native:
    (told,) = events
    if is_envelope(told.native):
        return told.native  # type: ignore[no-any-return]
    made = encode(events)
    made["id"] = records.identifier(told)
    if told.time is None:
        made["time"] = records.second_now()
    return made
