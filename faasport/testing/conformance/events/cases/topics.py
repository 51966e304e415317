"""Messages of a topic: a copy for each function that takes them."""

from __future__ import annotations

from typing import Any

from faasport.runtime.message import Message
from faasport.runtime.outcome import Verdict
from faasport.testing.conformance.events.case import AGAIN, FINE, NEVER, EventCase, later
from faasport.testing.conformance.events.cases.samples import BINARY, ODD_TEXT, context, message


def _one(
    name: str,
    given: Message,
    verdict: Verdict = FINE,
    label: str = "topic_each",
    module: str = "topics",
    **more: Any,
) -> EventCase:
    return EventCase(f"topic: {name}", "topic", label, (given,), (verdict,), module, **more)


def _model(
    name: str, body: str | bytes, verdict: Verdict, parcel: list[Any] | None = None
) -> EventCase:
    more: dict[str, Any] = {"notes": {"parcel": parcel}} if parcel else {"handled": ()}
    return _one(name, message(body), verdict, "topic_model", "models_topics", **more)


CASES = (
    _one("a message is done", message("fine")),
    _one("an exception", message("crash"), AGAIN),
    _one("a rejection", message("reject it is torn"), NEVER),
    _one("again", message("retry"), AGAIN),
    _one("again later", message("retry 30"), later(30)),
    _one("text beyond ASCII", message(ODD_TEXT)),
    _one("binary", message(BINARY)),
    _one("an empty body", message(b"")),
    _one("text that looks like base64 stays as it is", message("aGVsbG8=")),
    _one("JSON keeps its spaces", message('{ "sku" : "a",\n "n": 1.0 }')),
    _one("text attributes", message("fine", attributes={"tenant": "a", "greeting": "Grüße 世界"})),
    _one("a subject", message("fine", subject="About a parcel")),
    _one("a batch of one", message("fine"), FINE, "topic_batch"),
    _one("a batch rejects", message("reject so"), NEVER, "topic_batch"),
    _one("on_reject='drop' lets go of a rejected one", message("reject"), FINE, "topic_drop"),
    _one(
        "the context's fields",
        message("fine"),
        FINE,
        "topic_context",
        notes=context("topic_context"),
    ),
    _model("a payload that fits", '{"sku": "Grün", "quantity": 3}', FINE, ["Grün", 3]),
    _model("a payload of a wrong type", '{"sku": "a", "quantity": 0}', NEVER),
    _model("a payload that is no JSON", b"\xff\xfe", NEVER),
    _one("an async handler", message("fine"), FINE, "topic_waiting", "waiting_topics"),
    _one(
        "an exception of an async handler",
        message("crash"),
        AGAIN,
        "topic_waiting",
        "waiting_topics",
    ),
)
