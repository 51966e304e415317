"""Messages of a queue, one by one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from faasport.runtime.message import Message
from faasport.runtime.outcome import Verdict
from faasport.testing.conformance.events.case import AGAIN, FINE, NEVER, EventCase, later
from faasport.testing.conformance.events.cases.samples import BINARY, ODD_TEXT, context, message


def _one(
    name: str,
    given: Message,
    verdict: Verdict = FINE,
    label: str = "queue_each",
    module: str = "queues",
    **more: Any,
) -> EventCase:
    return EventCase(f"queue: {name}", "queue", label, (given,), (verdict,), module, **more)


def _model(name: str, body: str, parcel: list[Any] | None) -> tuple[EventCase, EventCase]:
    """Of a dataclass and of a pydantic model."""
    verdict = FINE if parcel else NEVER
    more: dict[str, Any] = {"notes": {"parcel": parcel}} if parcel else {"handled": ()}
    return (
        _one(f"{name}, a dataclass", message(body), verdict, "queue_parcel", **more),
        _one(f"{name}, a model", message(body), verdict, "queue_model", "models_queues", **more),
    )


CASES = (
    _one("a message is done", message("fine")),
    _one("an exception", message("crash"), AGAIN),
    _one("sys.exit() is an exception", message("exit"), AGAIN),
    _one("a rejection", message("reject it is torn"), NEVER),
    _one("a rejection without a reason", message("reject"), NEVER),
    _one("again", message("retry"), AGAIN),
    _one("again later", message("retry 30"), later(30)),
    _one("text beyond ASCII", message(ODD_TEXT)),
    _one("binary", message(BINARY)),
    _one("an empty body", message(b"")),
    _one("a long body", message(b"0123456789abcdef" * 2048)),
    _one("text that looks like base64 stays as it is", message("aGVsbG8=")),
    _one("JSON within JSON stays as it is", message('"{\\"sku\\": \\"a\\"}"')),
    _one("JSON keeps its spaces", message('{ "sku" : "a",\n "n": 1.0 }')),
    _one(
        "what looks like a platform's own envelope stays as it is",
        message('{"Records": [{"body": "crash", "messageId": "1"}], "data": "Y3Jhc2g="}'),
    ),
    _one(
        "text attributes",
        message("fine", attributes={"tenant": "a", "greeting": "Grüße 世界", "number": "1"}),
    ),
    _one(
        "attributes of other types",
        message("fine", attributes={"n": 7, "price": Decimal("1.50"), "raw": b"\x00\xff"}),
    ),
    _one("a message that was delivered before", message("fine", delivery_count=3)),
    _one("on_reject='drop' lets go of a rejected one", message("reject"), FINE, "queue_drop"),
    _one("on_reject='drop' keeps what has failed", message("crash"), AGAIN, "queue_drop"),
    _one(
        "the context's fields",
        message("fine"),
        FINE,
        "queue_context",
        notes=context("queue_context"),
    ),
    _one("the first of two", message("fine"), FINE, "queue_twice-queue"),
    _one("the second of two", message("crash"), AGAIN, "queue_twice-queue-2"),
    *_model("a payload that fits", '{"sku": "Grün", "quantity": 3}', ["Grün", 3]),
    *_model("a payload with a default", '{"sku": "a"}', ["a", 1]),
    *_model("a payload that lacks a member", '{"quantity": 3}', None),
    *_model("a payload of a wrong type", '{"sku": "a", "quantity": "many"}', None),
    *_model("a payload that is no JSON", "{sku: a}", None),
    *_model("no payload", "", None),
    _one("an async handler", message("fine"), FINE, "queue_waiting", "waiting_queues"),
    _one(
        "an exception of an async handler",
        message("crash"),
        AGAIN,
        "queue_waiting",
        "waiting_queues",
    ),
    _one(
        "a rejection by an async handler",
        message("reject"),
        NEVER,
        "queue_waiting",
        "waiting_queues",
    ),
    _one(
        "middleware is around the handler",
        message("fine"),
        FINE,
        "queue_around",
        "queues_around",
        notes={"trail": ["outer", "inner"]},
    ),
    _one(
        "middleware turns an exception into a rejection",
        message("crash"),
        NEVER,
        "queue_around",
        "queues_around",
        notes={"trail": ["outer", "inner"]},
    ),
)
