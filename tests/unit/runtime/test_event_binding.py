import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Optional, TypedDict, Union
from uuid import UUID

import pytest
from pydantic import BaseModel, Field

import faasport
from faasport.runtime.event_binding import plan_for

Consume = Callable[..., Any]


class Order(BaseModel):
    sku: str
    quantity: int = 1


@dataclass
class Row:
    name: str


class Colour(Enum):
    RED = "red"


class Loose(TypedDict):
    a: int


def parameters(handler: Any, decorator: Any) -> list[tuple[str, str, str]]:
    (trigger,) = decorator(handler).__faasport__
    plan = plan_for(handler, trigger)
    return [(taken.name, taken.place, taken.kind) for taken in plan.parameters]


QUEUE = faasport.queue("orders")


def test_a_handler_may_take_nothing() -> None:
    def handler() -> None: ...

    assert parameters(handler, faasport.schedule("0 6 * * *")) == []


@pytest.mark.parametrize(
    ("decorator", "kind"),
    [
        (faasport.schedule("0 6 * * *"), "tick"),
        (faasport.queue("q"), "message"),
        (faasport.topic("t"), "message"),
        (faasport.bucket("b"), "objectevent"),
        (faasport.table("t"), "changeevent"),
        (faasport.event("a"), "cloudevent"),
        (faasport.stream("s"), "record"),
    ],
)
def test_a_parameter_without_annotation_is_the_event(decorator: Any, kind: str) -> None:
    def handler(anything) -> None: ...  # type: ignore[no-untyped-def]

    assert parameters(handler, decorator) == [("anything", "event", kind)]


@pytest.mark.parametrize(
    ("decorator", "hint"),
    [
        (faasport.schedule("0 6 * * *"), faasport.Tick),
        (faasport.queue("q"), faasport.Message),
        (faasport.topic("t"), faasport.Message),
        (faasport.bucket("b"), faasport.ObjectEvent),
        (faasport.table("t"), faasport.ChangeEvent),
        (faasport.event("a"), faasport.CloudEvent),
        (faasport.stream("s"), faasport.Record),
        (faasport.queue("q", unwrap=True), faasport.ObjectEvent),
        (faasport.queue("q", unwrap=True), faasport.CloudEvent),
        (faasport.queue("q", unwrap=True), faasport.ObjectEvent | faasport.CloudEvent),
        (faasport.queue("q"), Union[faasport.Message, faasport.CloudEvent]),  # noqa: UP007
    ],
)
def test_an_event_is_annotated_with_its_class(decorator: Any, hint: Any) -> None:
    def handler(event: hint, context: faasport.Context) -> None: ...

    found = parameters(handler, decorator)

    assert [place for _, place, _ in found] == ["event", "context"]


@pytest.mark.parametrize(
    "decorator",
    [
        faasport.schedule("0 6 * * *"),
        faasport.queue("q"),
        faasport.topic("t"),
        faasport.bucket("b"),
        faasport.table("t"),
        faasport.event("a"),
        faasport.stream("s"),
    ],
)
def test_an_event_fits_every_trigger(decorator: Any) -> None:
    def handler(event: faasport.Event) -> None: ...

    ((name, place, _),) = parameters(handler, decorator)

    assert (name, place) == ("event", "event")


@pytest.mark.parametrize(
    ("hint", "kind"),
    [
        (faasport.Batch, "batch"),
        (list[faasport.Message], "list"),
        (list[faasport.Event], "list"),
        (list[faasport.Message | faasport.Record], "list"),
    ],
)
def test_a_batch_is_asked_for_by_annotation(hint: Any, kind: str) -> None:
    def handler(messages: hint, context) -> None: ...  # type: ignore[no-untyped-def]

    found = parameters(handler, QUEUE)

    assert found == [("messages", "batch", kind), ("context", "context", "context")]


@pytest.mark.parametrize(
    ("hint", "kind"),
    [
        (Order, "order"),
        (Row, "row"),
        (dict, "dict"),
        (list, "list"),
        (list[Order], "list"),
        (dict[str, int], "dict"),
        (str, "str"),
        (bytes, "bytes"),
        (int, "int"),
        (float, "float"),
        (bool, "bool"),
        (Decimal, "decimal"),
        (UUID, "uuid"),
        (Colour, "choice"),
        (Literal["a", "b"], "choice"),
        (Optional[Order], "order"),  # noqa: UP045
        (Order | Row, "str"),
        (Any, "any"),
        (Annotated[int, Field(ge=1)], "int"),
        (Annotated[Order, faasport.Body()], "order"),
    ],
)
def test_anything_else_is_the_payload(hint: Any, kind: str) -> None:
    def handler(payload: hint, message: faasport.Message) -> None: ...

    (payload, message) = parameters(handler, QUEUE)

    assert payload[:2] == ("payload", "payload")
    assert payload[2] in {kind, "str"}  # what is no class has a name in some Pythons
    assert message == ("message", "event", "message")


def test_what_a_payload_may_be_is_told() -> None:
    @QUEUE
    def handler(*, colour: Colour = Colour.RED) -> None: ...

    (taken,) = plan_for(handler, handler.__faasport__[0]).parameters  # type: ignore[attr-defined]

    assert (taken.choices, taken.required, taken.wire_name) == (("red",), False, "colour")


def test_text_annotations_are_read_where_they_stand() -> None:
    def handler(order: "Order", message: "faasport.Message") -> None: ...

    assert parameters(handler, QUEUE) == [
        ("order", "payload", "order"),
        ("message", "event", "message"),
    ]


def test_the_signature_beneath_wraps_counts() -> None:
    def inner(order: Order) -> None: ...

    @functools.wraps(inner)
    def handler(*arguments: Any, **named: Any) -> None: ...

    assert parameters(handler, QUEUE) == [("order", "payload", "order")]


class MyMessage(faasport.Message): ...


class Message(faasport.Message): ...


def variadic(*events: Any) -> None: ...
def named(**events: Any) -> None: ...
def two_bare(a, b) -> None: ...  # type: ignore[no-untyped-def]
def two_events(a: faasport.Message, b: faasport.Event) -> None: ...
def bare_and_event(a, b: faasport.Message) -> None: ...  # type: ignore[no-untyped-def]
def event_and_batch(a: faasport.Message, b: faasport.Batch) -> None: ...
def two_payloads(order: Order, row: Row) -> None: ...
def payload_of_a_batch(order: Order, messages: faasport.Batch) -> None: ...
def payload_of_a_list(messages: list[faasport.Message], order: Order) -> None: ...
def a_tick(tick: faasport.Tick) -> None: ...
def an_object(change: faasport.ObjectEvent) -> None: ...
def ticks(ticks: list[faasport.Tick]) -> None: ...
def own_class(message: MyMessage) -> None: ...
def own_namesake(message: Message) -> None: ...
def a_request(request: faasport.Request) -> None: ...
def a_header(trace: Annotated[str, faasport.Header]) -> None: ...
def a_mixture(message: faasport.Message | Order) -> None: ...
def an_object_type(thing: object) -> None: ...
def a_typed_dict(thing: Loose) -> None: ...
def a_marker_default(order: Order = faasport.Body()) -> None: ...  # type: ignore[assignment]  # noqa: B008
def unreadable(order: "Nowhere") -> None: ...  # type: ignore[name-defined]  # noqa: F821
def yields(message: faasport.Message) -> Iterator[int]:
    yield 1


def a_batch(batch: faasport.Batch) -> None: ...
def an_order(order: Order) -> None: ...
async def yields_later(message: faasport.Message) -> Any:
    yield 1


SCHEDULE = faasport.schedule("0 6 * * *")
BUCKET = faasport.bucket("b")


@pytest.mark.parametrize(
    ("handler", "decorator", "message"),
    [
        (variadic, QUEUE, r"cannot take \*args or \*\*kwargs"),
        (named, QUEUE, "or take `event: faasport.Event`"),
        (two_bare, QUEUE, "a and b would all be the event"),
        (two_events, QUEUE, "a and b would all be the event"),
        (bare_and_event, QUEUE, "a and b would all be the event"),
        (event_and_batch, QUEUE, "a and b would all be the event"),
        (two_payloads, QUEUE, "order and row would all be read from the payload"),
        (payload_of_a_batch, QUEUE, "order is the payload of one event, and messages has many"),
        (payload_of_a_list, QUEUE, "order is the payload of one event, and messages has many"),
        (a_tick, QUEUE, "is a Tick, and a queue delivers Message"),
        (an_object, QUEUE, "With unwrap=True a queue also gives"),
        (a_tick, faasport.queue("q", unwrap=True), "Message or ObjectEvent or CloudEvent"),
        (ticks, QUEUE, "is a Tick, and a queue delivers Message"),
        (own_class, QUEUE, "is a MyMessage, and a queue delivers Message"),
        (own_namesake, QUEUE, "Annotate it with faasport.Message"),
        (a_request, QUEUE, "'request' matches nothing: a payload cannot be read as Request"),
        (a_header, QUEUE, "'trace' is read from the header of a request, and a queue has none"),
        (a_mixture, QUEUE, "'message' matches nothing"),
        (an_object_type, QUEUE, "'thing' matches nothing: a payload cannot be read as object"),
        (a_typed_dict, QUEUE, "'thing' matches nothing: a payload cannot be read as Loose"),
        (a_marker_default, QUEUE, r"has Body\(\.\.\.\) as its default"),
        (unreadable, QUEUE, "annotation 'Nowhere' cannot be read here"),
        (yields, QUEUE, "cannot `yield`"),
        (yields_later, QUEUE, "cannot `yield`"),
        (a_batch, SCHEDULE, "'batch' is a batch, and a schedule fires one by one"),
        (ticks, SCHEDULE, "'ticks' is a batch, and a schedule fires one by one"),
        (an_order, BUCKET, "'order' matches nothing: a bucket's event carries no payload"),
    ],
)
def test_a_signature_that_cannot_be_filled_says_where(
    handler: Any, decorator: Any, message: str, consume: Consume, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handler, "__faasport__", (), raising=False)
    decorator(handler)

    with pytest.raises(faasport.DeclarationError, match=message) as told:
        consume(handler)

    assert re.search(rf"{re.escape(__file__)}:\d+, in {handler.__name__}", str(told.value))


def test_a_request_s_declaration_is_nothing_to_consume(consume: Consume) -> None:
    @faasport.http
    @faasport.queue("orders")
    def handler(order: Order) -> None: ...

    consumer = consume(handler, 1)

    assert (consumer.kind, consumer.trigger.name, consumer.is_async) == ("queue", "orders", False)
    with pytest.raises(faasport.DeclarationError, match="takes requests there; package again"):
        consume(handler, 0)
