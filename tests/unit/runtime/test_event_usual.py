"""The usual handlers of events are bound as `event_binding` binds them, and all others by it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Annotated, Any

import pytest
from pydantic import BaseModel

import faasport
from faasport.runtime.event_binding import plan_for
from faasport.runtime.event_usual import usual_way


class Order(BaseModel):
    sku: str
    quantity: int = 1


class OwnWay(Order):
    @classmethod
    def model_validate_json(cls, *arguments: Any, **named: Any) -> OwnWay:
        return super().model_validate_json(*arguments, **named)


class Message(BaseModel):
    """A model that happens to be called as an event is."""

    sku: str


@dataclass
class Row:
    sku: str


class Mine(faasport.Message):
    """An event of the user's own."""


def nothing() -> Any: ...
def untyped(it):
    return it  # type: ignore[no-untyped-def]


def context_alone(context):
    return context  # type: ignore[no-untyped-def]


def an_event(it: faasport.Event) -> Any:
    return it


def an_event_as_text(it: faasport.Event) -> Any:
    return it


def a_message(it: faasport.Message) -> Any:
    return it


def a_record(it: faasport.Record) -> Any:
    return it


def an_object(it: faasport.ObjectEvent) -> Any:
    return it


def a_change(it: faasport.ChangeEvent) -> Any:
    return it


def a_cloud_event(it: faasport.CloudEvent) -> Any:
    return it


def a_tick(it: faasport.Tick) -> Any:
    return it


def a_batch(it: faasport.Batch) -> Any:
    return it


def text(it: str) -> Any:
    return it


def model(it: Order) -> Any:
    return it


def named_as_an_event(it: Message) -> Any:
    return it


def of_both(it: Order, message: faasport.Event) -> Any:
    return it, message


def of_three(it: str, event, context: faasport.Context) -> Any:
    return it, event, context  # type: ignore[no-untyped-def]


def batch_and_context(context: faasport.Context, it: faasport.Batch) -> Any:
    return it, context


USUAL = (
    nothing,
    untyped,
    context_alone,
    an_event,
    a_message,
    a_record,
    an_object,
    a_change,
    a_cloud_event,
    a_tick,
    a_batch,
    text,
    model,
    named_as_an_event,
    of_both,
    of_three,
    batch_and_context,
)
DECLARED = (
    faasport.schedule("0 6 * * *"),
    faasport.queue("q"),
    faasport.queue("q", unwrap=True),
    faasport.topic("t"),
    faasport.bucket("b"),
    faasport.table("t"),
    faasport.event("a"),
    faasport.stream("s"),
)
GOOD = {"sku": "tea"}
EVENTS = (
    faasport.Message(id="1", body=json.dumps(GOOD).encode()),
    faasport.Message(id="2", body=b"{"),
    faasport.Message(id="3", body=b'{"quantity": "many"}'),
    faasport.Message(id="4", body=b"\xff"),
    faasport.Record(id="5", value=json.dumps(GOOD).encode()),
    faasport.CloudEvent(id="6", type="a", data=GOOD),
    faasport.CloudEvent(id="7", type="a", data="tea"),
    faasport.CloudEvent(id="8", type="a", data=None),
    faasport.Tick(id="9", data=7, scheduled_at=datetime(2024, 1, 1, tzinfo=timezone.utc)),
    faasport.ChangeEvent(id="10", kind="insert", table="t", key={}, new=GOOD),
    faasport.ChangeEvent(id="11", kind="delete", table="t", key={}),
    faasport.ObjectEvent(id="12", kind="created", bucket="b", key="k"),
    Mine(id="13", body=b'{"sku": "own"}'),
)


def trigger_of(decorator: Any) -> Any:
    def handler() -> None: ...

    return decorator(handler).__faasport__[0]


def planned(handler: Any, trigger: Any) -> Any:
    """(what makes the call, classes of events, whether a batch) as `event_binding` has it; None for
    a handler that cannot be."""
    try:
        plan = plan_for(handler, trigger)
    except faasport.DeclarationError:
        return None
    return plan.call_of, plan.wanted, plan.takes_batch


def came(make: Any, subject: Any) -> Any:
    """What a handler was given, or the reason why it was not called."""
    try:
        return make(lambda value: value)(subject)
    except faasport.Reject as fault:
        return fault.reason


@pytest.mark.parametrize("decorator", DECLARED)
@pytest.mark.parametrize("handler", USUAL)
def test_the_usual_are_bound_alike(handler: Any, decorator: Any) -> None:
    trigger = trigger_of(decorator)

    usual, plan = usual_way(handler, trigger), planned(handler, trigger)

    if plan is None:
        assert usual is None
        return
    assert usual is not None or handler not in (untyped, an_event, nothing)
    if usual is None:  # as an event that a queue unwraps
        return
    assert usual[1:] == plan[1:]
    for event in EVENTS:
        subject = faasport.Batch([event], event.context) if usual[2] else event
        assert came(usual[0], subject) == came(plan[0], subject)


@pytest.mark.parametrize(
    "handler", [text, model, named_as_an_event, a_message, untyped, of_both, of_three, a_batch]
)
def test_the_usual_of_a_queue_are_seen(handler: Any) -> None:
    assert usual_way(handler, trigger_of(faasport.queue("q"))) is not None


def with_default(it: str = "tea") -> None: ...
def perhaps(it: str | None) -> None: ...
def perhaps_a_model(it: Order | None) -> None: ...
def octets(it: bytes) -> None: ...
def members(it: dict) -> None: ...  # type: ignore[type-arg]
def a_row(it: Row) -> None: ...
def validated_in_its_own_way(it: OwnWay) -> None: ...
def an_own_event(it: Mine) -> None: ...
def several(it: list[faasport.Message]) -> None: ...
def marked(it: Annotated[str, faasport.Body()]) -> None: ...
def keyword_only(*, it: str) -> None: ...
def any_number(*it: str) -> None: ...
def generates(it: str) -> Any:
    yield it


def unknown(it: Nowhere) -> None: ...  # type: ignore[name-defined]  # noqa: F821
def two_payloads(it: str, other: Order) -> None: ...
def two_events(it: faasport.Event, other: faasport.Message) -> None: ...
def payload_and_batch(it: str, other: faasport.Batch) -> None: ...


@pytest.mark.parametrize(
    "handler",
    [
        with_default,
        perhaps,
        perhaps_a_model,
        octets,
        members,
        a_row,
        validated_in_its_own_way,
        an_own_event,
        several,
        marked,
        keyword_only,
        any_number,
        generates,
        unknown,
        two_payloads,
        two_events,
        payload_and_batch,
        an_object,
        print,
        Row,
    ],
)
def test_all_others_are_left_to_it(handler: Any) -> None:
    assert usual_way(handler, trigger_of(faasport.queue("q"))) is None


def test_a_model_that_is_built_anew_is_read_by_what_it_is_then() -> None:
    class Late(BaseModel):
        inner: Inner  # type: ignore[name-defined]  # noqa: F821  # comes below

    def handler(it: Any) -> Any:
        return it

    handler.__annotations__["it"] = Late
    way = usual_way(handler, trigger_of(faasport.queue("q")))
    Late.model_rebuild(_types_namespace={"Inner": Order})

    assert way is not None
    given = way[0](lambda value: value)(faasport.Message(body=b'{"inner": {"sku": "tea"}}'))
    assert given.inner == Order(sku="tea")
