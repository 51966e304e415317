import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, ConfigDict, Field, field_validator

import faasport
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome

Consume = Callable[..., Any]
NONE = object()


class Line(BaseModel):
    sku: str
    price: Decimal = Decimal(0)


class Order(BaseModel):
    sku: str
    quantity: int = 1
    day: date | None = None
    lines: list[Line] = []


class Strict(BaseModel):
    model_config = ConfigDict(strict=True)
    day: date


@dataclass
class Row:
    name: str
    count: int = 0
    share: float = 0.0
    price: Decimal = Decimal(0)
    tags: set[str] = field(default_factory=set)
    line: Line | None = None
    raw: bytes = b""
    at: datetime | None = None


def message(body: bytes) -> Event:
    return faasport.Message(id="m", body=body)


def record(value: bytes) -> Event:
    return faasport.Record(id="r", value=value)


def cloud_event(data: Any) -> Event:
    return faasport.CloudEvent(id="c", type="a", data=data)


def tick(data: Any) -> Event:
    return faasport.Tick(id="t", data=data)


def change(new: Any) -> Event:
    return faasport.ChangeEvent(id="x", kind="insert", table="t", key={"id": "1"}, new=new)


DECORATORS: dict[str, Any] = {
    "Message": faasport.queue("q"),
    "Record": faasport.stream("s"),
    "CloudEvent": faasport.event("a"),
    "Tick": faasport.schedule("0 6 * * *"),
    "ChangeEvent": faasport.table("t"),
}


def given(consume: Consume, event: Event, hint: Any, default: Any = NONE) -> tuple[Any, Outcome]:
    """What a handler with a payload of this type is given, and the outcome."""
    seen: list[Any] = [NONE]

    if default is NONE:

        def handler(payload: hint) -> None:
            seen[0] = payload
    else:

        def handler(payload: hint = default) -> None:
            seen[0] = payload

    consumer = consume(DECORATORS[type(event).__name__](handler))
    outcome: Outcome = consumer.deliver((event,), faasport.Context())
    return seen[0], outcome


SENT: list[tuple[Any, Any, Any]] = [
    (Order, {"sku": "tea", "day": "2024-05-01"}, Order(sku="tea", day=date(2024, 5, 1))),
    (Order, {"sku": "t", "lines": [{"sku": "a"}]}, Order(sku="t", lines=[Line(sku="a")])),
    (Strict, {"day": "2024-05-01"}, Strict(day=date(2024, 5, 1))),
    (Row, {"name": "å", "count": 2, "tags": ["x"]}, Row("å", 2, tags={"x"})),
    (Row, {"name": "n", "line": {"sku": "a"}}, Row("n", line=Line(sku="a"))),
    (dict, {"a": [1, None]}, {"a": [1, None]}),
    (dict[str, int], {"a": 1}, {"a": 1}),
    (list, [1, "a"], [1, "a"]),
    (list[Order], [{"sku": "a"}], [Order(sku="a")]),
    (tuple[int, str], [1, "a"], (1, "a")),
    (int, 5, 5),
    (float, 5, 5.0),
    (bool, True, True),
    (Decimal, 1.5, Decimal("1.5")),
    (UUID, "12345678-1234-5678-1234-567812345678", UUID("12345678-1234-5678-1234-567812345678")),
    (date, "2024-05-01", date(2024, 5, 1)),
    (Literal["a", "b"], "a", "a"),
    (Order | Row, {"name": "n"}, Row("n")),
    (Any, {"a": 1}, {"a": 1}),
    (Annotated[int, Field(ge=1)], 5, 5),
    (list[Annotated[str, Field(min_length=1)]], ["a"], ["a"]),
    (Annotated[Order, faasport.Body], {"sku": "t"}, Order(sku="t")),
    (Order | None, {"sku": "t"}, Order(sku="t")),
]


@pytest.mark.parametrize("make", [message, record, cloud_event, tick])
@pytest.mark.parametrize("as_bytes", [True, False])
@pytest.mark.parametrize(("hint", "value", "expected"), SENT)
def test_a_payload_becomes_what_is_asked_for(
    consume: Consume, make: Any, as_bytes: bool, hint: Any, value: Any, expected: Any
) -> None:
    raw = as_bytes or make in {message, record}
    sent = json.dumps(value).encode() if raw else value

    payload, outcome = given(consume, make(sent), hint)

    assert payload == expected
    assert type(payload) is type(expected)
    assert repr(outcome) == "Outcome([done])"


ROW = {
    "name": "n",
    "count": Decimal(2),
    "share": Decimal("0.5"),
    "price": Decimal("1.2345678901234567890123"),
    "tags": {"x", "y"},
    "line": {"sku": "a", "price": Decimal("2.5")},
    "raw": b"\xff",
    "at": datetime(2024, 5, 1, tzinfo=timezone.utc),
}


class Binary(BaseModel):
    raw: bytes
    count: int


@dataclass
class Holder:
    inner: Binary


@pytest.mark.parametrize(
    ("hint", "row", "expected"),
    [
        (dict, ROW, ROW),
        (
            Row,
            ROW,
            Row(
                "n",
                2,
                0.5,
                Decimal("1.2345678901234567890123"),
                {"x", "y"},
                Line(sku="a", price=Decimal("2.5")),
                b"\xff",
                datetime(2024, 5, 1, tzinfo=timezone.utc),
            ),
        ),
        (Order, {"sku": "t", "quantity": Decimal(3)}, Order(sku="t", quantity=3)),
        (Binary, {"raw": b"\xff", "count": Decimal(1)}, Binary(raw=b"\xff", count=1)),
        (
            Holder,
            {"inner": {"raw": b"\xff", "count": Decimal(1)}},
            Holder(Binary(raw=b"\xff", count=1)),
        ),
        (dict[str, set[str]], {"a": {"x"}}, {"a": {"x"}}),
        (dict[str, Annotated[int, Field(ge=1)]], {"a": Decimal(1)}, {"a": 1}),
    ],
)
def test_a_row_keeps_its_python_values(
    consume: Consume, hint: Any, row: Any, expected: Any
) -> None:
    payload, outcome = given(consume, change(row), hint)

    assert payload == expected
    assert repr(outcome) == "Outcome([done])"


@pytest.mark.parametrize(
    ("event", "hint", "expected"),
    [
        (message(b"\xff\x00"), bytes, b"\xff\x00"),
        (message(b""), bytes, b""),
        (message("grüß".encode()), str, "grüß"),
        (message(b"null"), str, "null"),
        (message(b""), str, ""),
        (record(b"\xff"), bytes, b"\xff"),
        (cloud_event(b"\xff"), bytes, b"\xff"),
        (cloud_event("grüß"), bytes, "grüß".encode()),
        (cloud_event("grüß"), str, "grüß"),
        (cloud_event(b"a"), str, "a"),
        (tick("daily"), str, "daily"),
    ],
)
def test_text_and_bytes_are_given_as_they_were_sent(
    consume: Consume, event: Event, hint: Any, expected: Any
) -> None:
    payload, outcome = given(consume, event, hint)

    assert payload == expected
    assert repr(outcome) == "Outcome([done])"


NOTHING = [message(b""), record(b""), cloud_event(None), cloud_event(b""), tick(None), change(None)]


@pytest.mark.parametrize("event", NOTHING, ids=repr)
@pytest.mark.parametrize(
    "hint", [Order | None, Row | None, dict | None, Annotated[int, Field(ge=1)] | None]
)
def test_an_empty_payload_is_none_where_that_is_allowed(
    consume: Consume, event: Event, hint: Any
) -> None:
    payload, outcome = given(consume, event, hint)

    assert payload is None
    assert repr(outcome) == "Outcome([done])"


@pytest.mark.parametrize("event", NOTHING, ids=repr)
@pytest.mark.parametrize("hint", [Order, Row, dict, int, Annotated[int, Field(ge=1)]])
def test_an_empty_payload_is_rejected_where_one_is_needed(
    consume: Consume, event: Event, hint: Any
) -> None:
    payload, outcome = given(consume, event, hint)

    assert payload is NONE
    assert [verdict.kind for verdict in outcome.verdicts] == ["reject"]
    assert "The payload does not fit" in outcome.verdicts[0].reason


@pytest.mark.parametrize("event", NOTHING, ids=repr)
def test_an_empty_payload_is_the_default(consume: Consume, event: Event) -> None:
    payload, outcome = given(consume, event, int, 7)

    assert payload == 7
    assert repr(outcome) == "Outcome([done])"


@pytest.mark.parametrize("hint", [Order | None, dict | None, int | None])
@pytest.mark.parametrize("body", [b"null", b" null\n"])
def test_json_s_null_is_none(consume: Consume, hint: Any, body: bytes) -> None:
    payload, outcome = given(consume, message(body), hint)

    assert payload is None
    assert repr(outcome) == "Outcome([done])"


def test_an_empty_text_that_may_be_missing_is_none(consume: Consume) -> None:
    found = [given(consume, message(b""), hint)[0] for hint in (str | None, bytes | None)]

    assert found == [None, None]


DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    ("event", "hint", "reason"),
    [
        (
            message(b'{"sku": 1, "quantity": "x", "lines": [{}]}'),
            Order,
            (
                "The payload does not fit. sku: Input should be a valid string; quantity: Input "
                "should be a valid integer, unable to parse string as an integer; "
                "lines.0.sku: Field required."
            ),
        ),
        (
            message(b'{"count": "x", "tags": 5}'),
            Row,
            (
                "The payload does not fit. name: Field required; count: Expected a whole number; "
                "tags: Expected an array."
            ),
        ),
        (message(b"nope"), Order, "payload: Invalid JSON"),
        (message(b"nope"), Row, "payload: Not JSON: Expecting value"),
        (message(b"\xff"), dict, "payload: Not JSON"),
        (message(b"NaN"), float, "payload: Not JSON: NaN is no number in it"),
        (message(b"[]"), dict, "payload: Expected an object."),
        (message(b"true"), int, "payload: Expected a whole number."),
        (message(b"1.5"), int, "payload: Expected a whole number."),
        (message(b'"x"'), Decimal, "payload: The value is not a decimal number."),
        (message(b"null"), dict, "payload: Expected an object."),
        (message(DEEP), list, "payload: Not JSON: it is nested too deeply"),
        (message(b"0"), Annotated[int, Field(ge=1)], "greater than or equal to 1"),
        (message(b"\xff"), str, "payload: Expected text in UTF-8."),
        (cloud_event({"a": 1}), str, "payload: Expected text."),
        (cloud_event({"a": 1}), bytes, "payload: Expected bytes."),
        (cloud_event([1]), Order, "payload: Input should be an object"),
        (cloud_event({"day": "2024-05-32"}), Strict, "day: Input should be a valid date"),
        (cloud_event(math.inf), Annotated[float, Field(ge=1)], "payload: Out of range"),
        (tick("x"), int, "payload: Expected a whole number."),
        (change({"name": 5}), Row, "name: Expected text."),
        (change({"name": "n", "count": Decimal("1.5")}), Row, "count: Expected a whole number."),
        (change({"name": "n", "share": Decimal("NaN")}), Row, "share: Expected a number."),
        (change({"sku": b"\xff"}), Order, "sku: Input should be a valid string"),
        (change({"sku": "a"}), list, "payload: Expected an array."),
        (change({"name": "n"}), str, "payload: Expected text."),
        (change({"name": "n"}), bytes, "payload: Expected bytes."),
    ],
    ids=str,
)
def test_a_payload_that_does_not_fit_is_rejected_with_every_fault(
    consume: Consume, event: Event, hint: Any, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    payload, outcome = given(consume, event, hint)

    assert payload is NONE
    assert [verdict.kind for verdict in outcome.verdicts] == ["reject"]
    assert reason in outcome.verdicts[0].reason
    assert reason in caplog.text
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)]


def test_of_very_many_faults_the_first_are_told(consume: Consume) -> None:
    _, outcome = given(consume, message(json.dumps([1] * 1000).encode()), list[Order])

    assert outcome.verdicts[0].reason.count("Input should be an object") == 100


def test_a_model_with_a_bug_is_no_reject(consume: Consume) -> None:
    class Buggy(BaseModel):
        a: int

        @field_validator("a")
        @classmethod
        def fails(cls, value: int) -> int:
            raise LookupError(value)

    payload, outcome = given(consume, message(b'{"a": 1}'), Buggy)

    assert payload is NONE
    assert repr(outcome) == "Outcome([retry])"


def test_a_deep_value_is_rejected(consume: Consume) -> None:
    @dataclass
    class Tree:
        children: "list[Tree]"

    globals()["Tree"] = Tree
    try:
        value: dict[str, Any] = {"children": []}
        for _ in range(100_000):
            value = {"children": [value]}

        payload, outcome = given(consume, cloud_event(value), Tree)
    finally:
        del globals()["Tree"]
        while value["children"]:  # from the outside in: its end would be one deep recursion
            value = value["children"][0]

    assert payload is NONE
    assert "payload: Nested too deeply" in outcome.verdicts[0].reason


def test_an_object_s_event_inside_a_message_has_no_payload(consume: Consume) -> None:
    @faasport.queue("q", unwrap=True)
    def handler(order: Order) -> None: ...

    inner = faasport.ObjectEvent(id="o", kind="created", bucket="b", key="k")
    wrapping = faasport.Message(id="m", body=b"{}", inner=(inner,))
    outcome = consume(handler).deliver((wrapping,), faasport.Context())

    assert outcome.verdicts[0].reason == "It is a ObjectEvent, which carries no payload."
