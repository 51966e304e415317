"""Events of any type."""

from __future__ import annotations

from typing import Any

from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.outcome import Verdict
from faasport.testing.conformance.events.case import AGAIN, FINE, NEVER, EventCase, later
from faasport.testing.conformance.events.cases.samples import BINARY, ODD_TEXT, context, event

EACH = "com.example.each"


def _one(
    name: str,
    given: CloudEvent,
    verdict: Verdict = FINE,
    label: str = "event_each",
    module: str = "events",
    **more: Any,
) -> EventCase:
    return EventCase(f"event: {name}", "event", label, (given,), (verdict,), module, **more)


def _each(name: str, verdict: Verdict = FINE, **told: Any) -> EventCase:
    return _one(name, event(EACH, **told), verdict)


def _model(name: str, data: Any, parcel: list[Any] | None) -> tuple[EventCase, EventCase]:
    """Of a dataclass and of a pydantic model."""
    verdict = FINE if parcel else NEVER
    more: dict[str, Any] = {"notes": {"parcel": parcel}} if parcel else {"handled": ()}
    sent = {"data": data, "datacontenttype": "application/json"}
    plain, model = event("com.example.parcel", **sent), event("com.example.model", **sent)
    return (
        _one(f"{name}, a dataclass", plain, verdict, "event_parcel", **more),
        _one(f"{name}, a model", model, verdict, "event_model", "models_events", **more),
    )


CASES = (
    _each("an object", data={"sku": "a", "n": 1, "nested": {"list": [1, 2.5, None, True]}}),
    _each("without data"),
    _each("text", data=ODD_TEXT, datacontenttype="text/plain"),
    _each("text that looks like JSON stays text", data="123", datacontenttype="text/plain"),
    _each("JSON that is a text", data="123", datacontenttype="application/json"),
    _each("JSON that is a list", data=[1, "a"], datacontenttype="application/json"),
    _each("binary", data=BINARY, datacontenttype="application/octet-stream"),
    _each("text beyond ASCII", data={"greeting": ODD_TEXT}),
    _each("a subject", data={}, subject="orders/7"),
    _each("a schema", data={}, dataschema="https://schemas.example/order"),
    _each("extensions", data={}, attributes={"traceparent": "00-0af7-b7ad-01", "tenant": "a"}),
    _each("an exception", AGAIN, data={}, subject="crash"),
    _each("a rejection", NEVER, data={}, subject="reject so"),
    _each("again", AGAIN, data={}, subject="retry"),
    _each("again later", later(30), data={}, subject="retry 30"),
    _one("the first of two types", event("com.example.first", data={}), FINE, "event_several"),
    _one("the second of two types", event("com.example.second", data={}), FINE, "event_several"),
    _one(
        "the source that is asked for", event("com.example.sourced", data={}), FINE, "event_sourced"
    ),
    _one(
        "another source",
        event("com.example.sourced", source="com.example.other", data={}),
        FINE,
        "event_sourced",
        handled=(),
    ),
    _one("another type", event("com.example.third", data={}), FINE, "event_several", handled=()),
    _one(
        "a type of a pattern",
        event("com.example.wild.cat", data={}),
        FINE,
        "event_wild",
        "events_wild",
    ),
    _one(
        "a longer type of a pattern",
        event("com.example.wild.cat.seen", data={}),
        FINE,
        "event_wild",
        "events_wild",
    ),
    _one(
        "a type of no pattern",
        event("com.example.wild", data={}),
        FINE,
        "event_wild",
        "events_wild",
        handled=(),
    ),
    *_model("a payload that fits", {"sku": "Grün", "quantity": 3}, ["Grün", 3]),
    *_model("a payload of a wrong type", {"sku": "a", "quantity": "many"}, None),
    *_model("a payload that is no object", [1], None),
    _one(
        "on_reject='drop' lets go of a rejected one",
        event("com.example.dropped", data={}, subject="reject"),
        FINE,
        "event_drop",
    ),
    _one(
        "the context's fields",
        event("com.example.context", data={}),
        FINE,
        "event_context",
        notes=context("event_context"),
    ),
    _one(
        "an async handler",
        event("com.example.waiting", data={}),
        FINE,
        "event_waiting",
        "waiting_events",
    ),
    _one(
        "an exception of an async handler",
        event("com.example.waiting", data={}, subject="crash"),
        AGAIN,
        "event_waiting",
        "waiting_events",
    ),
)
