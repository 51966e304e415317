"""Vercel Queues: one message a call, its attributes in `ce-vqs*` headers, the payload as it was
sent; of the first version, a structured event that only names the message.

They are no strict CloudEvents: `ce-id`, `ce-source` and `ce-specversion` may be missing.
A status of 2xx does not acknowledge: that is done to the message's lease, which is why the native
outcome says so beside the response. Vercel has no dead letters: ours is a topic of its own.
https://github.com/vercel/vercel-py/tree/main/src/vercel-queue
"""

from __future__ import annotations

import json

from faasport.runtime import wire
from faasport.runtime.errors import PayloadError
from faasport.runtime.message import Message
from faasport.runtime.moments import moment_of, text_of
from faasport.runtime.outcome import DONE, RETRY, Outcome, Verdict, rejected

from .told import answer, looks_like

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.request import Request

TYPE = "com.vercel.queue.v2beta"
FIRST_TYPE = "com.vercel.queue.v1beta"
TOPIC = "ce-vqsqueuename"
GROUP = "ce-vqsconsumergroup"
ID = "ce-vqsmessageid"
RECEIPT = "ce-vqsreceipthandle"
COUNT = "ce-vqsdeliverycount"
CREATED = "ce-vqscreatedat"
REGION = "ce-vqsregion"
DEAD_LETTERS = "-dead-letters"
# How long a lease may be put off, in seconds.
LONGEST = 3600


def decode_events(native: Any) -> tuple[Message, ...]:
    """The message, its body empty if the delivery only names it. PayloadError for others."""
    request = wire.decode_request(native)
    told = told_of(request)
    body = request.body if told.get(RECEIPT) else b""
    return (_message(told, body, native),)


def encode_outcome(outcome: Outcome) -> dict[str, Any]:
    """The response, and what is to be done to the lease: DELETE acknowledges, PATCH puts off."""
    (verdict,) = outcome.verdicts
    if verdict.kind == "done":
        return {**answer(200, "done"), "lease": {"method": "DELETE"}}
    if verdict.kind == "reject":
        dead = {"topic": outcome.events[0].source + DEAD_LETTERS, "reason": verdict.reason}
        return {**answer(200, "reject"), "lease": {"method": "DELETE"}, "dead_letter": dead}
    if verdict.after is None:
        return answer(500, "retry")
    body = {"visibilityTimeoutSeconds": seconds_of(verdict.after)}
    return {**answer(200, "retry"), "lease": {"method": "PATCH", "body": body}}


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The delivery of one message. ValueError for more: each has a call of its own."""
    (message,) = events
    assert isinstance(message, Message)  # noqa: S101  # of a queue or topic
    headers = [
        ["ce-specversion", "1.0"],
        ["ce-type", TYPE],
        ["ce-source", f"/topics/{message.source}"],
        ["ce-id", message.id],
        [TOPIC, message.source],
        [GROUP, "faasport"],
        [ID, message.id],
        [RECEIPT, f"rh_{message.id}"],
        [COUNT, str(message.delivery_count)],
        [REGION, "iad1"],
        ["content-type", _type_of(message.body)],
    ]
    if message.sent_at is not None:
        headers += [[CREATED, text_of(message.sent_at)], ["ce-time", text_of(message.sent_at)]]
    return {"method": "POST", "target": "/", "headers": headers, **wire._body_member(message.body)}


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    """The verdict that an answer and its lease amount to."""
    lease = native.get("lease") or {}
    if native.get("dead_letter"):
        verdict = rejected(native["dead_letter"].get("reason", ""))
    elif lease.get("method") == "DELETE":
        verdict = DONE
    elif lease.get("method") == "PATCH":
        verdict = Verdict("retry", after=lease["body"]["visibilityTimeoutSeconds"])
    else:
        verdict = RETRY
    return Outcome(events, [verdict] * len(events), native)


def told_of(request: Request) -> dict[str, str]:
    """What the delivery says of its message, by the names of the headers."""
    if request.headers.get("ce-type") == TYPE:
        names = (TOPIC, GROUP, ID, RECEIPT, COUNT, CREATED, REGION)
        told = {name: value for name in names if (value := request.headers.get(name))}
    else:
        told = _structured(request)
    for name in (TOPIC, GROUP, ID):
        if name not in told:
            raise PayloadError(f"A delivery of Vercel Queues names its message; {name} is missing.")
    return told


def seconds_of(after: float) -> int:
    """What a lease takes: whole seconds, an hour at most."""
    return min(LONGEST, max(0, -int(-after // 1)))


def _message(told: dict[str, str], body: bytes, native: Any) -> Message:
    topic = told[TOPIC]
    return Message(
        id=told[ID],
        source=topic,
        body=body,
        delivery_count=_count(told.get(COUNT)),
        sent_at=moment_of(told.get(CREATED)),
        dead_letter_source=dead_letter_source(topic),
        native=native,
    )


def dead_letter_source(topic: str) -> str | None:
    """The topic whose dead letters these are, if they are."""
    return topic.removesuffix(DEAD_LETTERS) if topic.endswith(DEAD_LETTERS) else None


def _count(told: str | None) -> int:
    try:
        return max(1, int(told or 1))
    except ValueError:
        return 1


def _structured(request: Request) -> dict[str, str]:
    try:
        event = json.loads(request.body)
        if event["type"] != FIRST_TYPE:
            raise PayloadError(looks_like(request, f"an event of type {event['type']!r}"))
        data = event["data"]
        return {
            header: data[name]
            for header, name in ((TOPIC, "queueName"), (GROUP, "consumerGroup"), (ID, "messageId"))
            if isinstance(data.get(name), str) and data[name]
        }
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise PayloadError(looks_like(request)) from None


def _type_of(body: bytes) -> str:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return "application/octet-stream"
    return "application/json"
