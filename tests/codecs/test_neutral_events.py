"""Neutral JSON loses nothing of any event, and reads what people write."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from faasport.runtime import neutral
from faasport.runtime.errors import PayloadError
from faasport.runtime.event import Event
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.tagged import tagged, untagged
from faasport.testing.event_strategies import (
    ATTRIBUTE_NAMES,
    MOMENTS,
    SOME_TEXT,
    TEXT,
    attributes,
    batches,
    change_events,
    cloud_events,
    column_values,
    extensions,
    messages,
    object_events,
    outcomes_for,
    records,
    rows,
    ticks,
)

LAW = settings(max_examples=200, deadline=None)
ANYTHING = column_values(
    st.floats(allow_nan=False), MOMENTS, st.just({"$decimal": "1"}), st.just({"$x": []})
)
ROWS = rows(ANYTHING)
NAMED = attributes(ANYTHING, ATTRIBUTE_NAMES | st.sampled_from(("attributes", "data", "order")))
INNER = st.lists(
    st.one_of(messages(), object_events(), cloud_events(), ticks(), records()),
    max_size=2,
).map(tuple)

EVENTS = {
    "schedule": ticks(attributes=NAMED),
    "queue": messages(
        attributes=NAMED,
        inner=INNER,
        time=st.none() | MOMENTS,
        type=SOME_TEXT,
        order=st.none() | SOME_TEXT,
    ),
    "topic": messages(),
    "bucket": object_events(attributes=NAMED, subject=st.none() | SOME_TEXT, type=SOME_TEXT),
    "table": change_events(ROWS, attributes=NAMED, type=SOME_TEXT),
    "stream": records(attributes=NAMED, partition=TEXT, order=st.none() | SOME_TEXT),
    "event": cloud_events(attributes=extensions() | NAMED, order=st.none() | SOME_TEXT),
}


def sent(native: Any) -> Any:
    return json.loads(json.dumps(native))


@pytest.mark.parametrize("kind", EVENTS)
@LAW
@given(data=st.data())
def test_events_arrive_as_they_were(kind: str, data: st.DataObject) -> None:
    expected = data.draw(batches(EVENTS[kind], min_size=0, max_size=2))

    actual = neutral.decode_events(sent(neutral.encode_events(expected)), kind)

    assert expected == actual
    # Equal values may differ in type (1 and True), which what is written tells; so it does order.
    assert neutral.encode_events(expected) == neutral.encode_events(actual)


@LAW
@given(data=st.data())
def test_an_outcome_arrives_as_it_was(data: st.DataObject) -> None:
    events = data.draw(batches(ticks()))
    expected = data.draw(outcomes_for(events))

    actual = neutral.decode_outcome(sent(neutral.encode_outcome(expected)), events)

    assert expected == actual
    assert [v.reason for v in expected.verdicts] == [v.reason for v in actual.verdicts]


@LAW
@given(value=ANYTHING)
def test_a_tagged_value_is_itself_again(value: Any) -> None:
    actual = untagged(sent(tagged(value)))

    assert value == actual
    assert type(value) is type(actual)


def one(native: Any, kind: str, **options: Any) -> Any:
    (event,) = neutral.decode_events(native, kind, **options)
    return event


def test_a_message_needs_no_more_than_its_data() -> None:
    message = one(
        {"specversion": "1.0", "id": "1", "source": "x", "type": "t", "data": {"sku": "a"}}, "queue"
    )

    assert message.json() == {"sku": "a"}
    assert message.body == b'{"sku":"a"}'
    assert one({"data": {"sku": "a"}}, "topic").type == "message.received"


@pytest.mark.parametrize(
    ("native", "body"),
    [
        ({"data": "grüße"}, "grüße".encode()),
        ({"data": "7", "datacontenttype": "application/json"}, b'"7"'),
        ({"data": 7}, b"7"),
        ({"data": None}, b""),
        ({"data": None, "datacontenttype": "application/json"}, b"null"),
        ({"data_base64": "/w=="}, b"\xff"),
        ({"body": "as in Python"}, b"as in Python"),
        ({}, b""),
    ],
)
def test_a_body_is_what_data_says(native: Any, body: bytes) -> None:
    assert one(native, "queue").body == body
    renamed = {("value" if name == "body" else name): each for name, each in native.items()}
    assert one(renamed, "stream").value == body


def test_what_is_missing_is_filled_in() -> None:
    first, second = neutral.decode_events([{}, {}], "queue", name="orders")

    assert (first.id, second.id) == ("1", "2")
    assert first.source == "orders"
    assert first.delivery_count == 1


def test_the_source_is_the_one_that_is_listened_to() -> None:
    told = {"data": 1}

    (event,) = neutral.decode_events(told, "event", name="com.example.order", source="shop")
    (other,) = neutral.decode_events({**told, "source": "x"}, "event", name="a.b", source="shop")

    assert (event.type, event.source, other.source) == ("com.example.order", "shop", "x")


def test_extensions_are_attributes() -> None:
    message = one({"tenant": "a", "data": 1, "attributes": {"n": {"$decimal": "1.50"}}}, "queue")

    assert message.attributes == {"tenant": "a", "n": Decimal("1.50")}


def test_names_are_read_as_python_has_them() -> None:
    expected = one({"deliverycount": 3, "deadlettersource": "q"}, "queue")

    actual = one({"delivery_count": 3, "dead_letter_source": "q"}, "queue")

    assert expected == actual
    assert actual.delivery_count == 3
    assert actual.attributes == {}


def test_an_object_needs_no_more_than_its_key() -> None:
    expected = ObjectEvent(
        kind="created", bucket="uploads", key="in/a b.csv", id="1", source="uploads"
    )

    assert one({"key": "in/a b.csv"}, "bucket", name="uploads") == expected
    assert one({"data": {"bucket": "uploads", "key": "in/a b.csv"}, "source": "uploads"}, "bucket")
    assert one({"type": "object.deleted", "key": "k"}, "bucket").kind == "deleted"
    assert one({"kind": "deleted", "key": "k"}, "bucket").type == "object.deleted"


def test_a_change_tells_its_rows() -> None:
    change = one({"type": "change.insert", "key": {"id": "1"}, "new": {"n": 1}}, "table", name="t")

    assert (change.kind, change.table, change.key) == ("insert", "t", {"id": "1"})
    assert (change.old, change.new) == (None, {"n": 1})


def test_a_tick_tells_when_it_was_due() -> None:
    tick = one({"scheduledat": "2024-05-01T06:00:00"}, "schedule")

    assert tick.scheduled_at == tick.time == datetime(2024, 5, 1, 6, tzinfo=timezone.utc)


def test_order_is_the_group_of_an_ordered_queue() -> None:
    assert one({"group": "a"}, "queue").order is None
    assert one({"group": "a"}, "queue", ordered=True).order == "a"
    assert one({"group": "a", "order": "b"}, "queue", ordered=True).order == "b"
    assert one({"partition": "7"}, "stream").order == "7"
    assert one({"partition": "7", "order": None}, "stream").order is None
    assert one({}, "stream").order is None


def test_an_old_cloudevent_is_one_too() -> None:
    native = {"specversion": "0.3", "schemaurl": "urn:x", "data": "/w=="}

    event = one({**native, "datacontentencoding": "base64"}, "event", name="com.example.a")

    assert (event.type, event.dataschema, event.data) == ("com.example.a", "urn:x", b"\xff")


def test_the_json_of_a_body_is_written_so_that_it_can_be_read() -> None:
    (event,) = neutral.decode_events({"data": {"sku": "ä"}}, "queue")

    assert neutral.encode_events([event])["data"] == {"sku": "ä"}


@pytest.mark.parametrize(
    ("kind", "native", "reason"),
    [
        ("queue", "text", "is an object, and no str"),
        ("queue", [[]], "is an object, and no list"),
        ("queue", {"sku": "a"}, "(sku) is one of an event's. A payload of your own"),
        ("queue", {"specversion": "2.0"}, '"specversion" \'2.0\''),
        ("queue", {"attributes": []}, '"attributes"'),
        ("queue", {"data_base64": "?"}, '"data_base64" of this CloudEvent is not base64'),
        ("queue", {"deliverycount": "x"}, '"delivery_count" of this event cannot be read'),
        ("queue", {"sentat": "soon"}, '"sent_at"'),
        ("queue", {"group": {}}, '"group"'),
        ("queue", {"inner": [1]}, '"inner"'),
        ("schedule", {"time": "soon"}, '"time"'),
        ("schedule", {"islate": "no"}, '"is_late"'),
        ("bucket", {}, 'has no "key"'),
        ("table", {"table": "t"}, 'has no "key"'),
        ("table", {"key": "1"}, '"key" of this event cannot be read: it is no object'),
        ("stream", {"headers": [["a"]]}, '"headers"'),
        ("event", {"id": []}, '"id"'),
        ("event", {"time": "soon"}, '"time"'),
        ("queue", {"subject": {}}, '"subject"'),
        ("queue", {"data": float("inf")}, '"data" of this event has no JSON form'),
        ("bucket", {"key": "a", "size": float("inf")}, '"size"'),
        ("bucket", {"key": "a", "kind": "renamed"}, "'renamed'"),
        ("bucket", {"key": "a", "type": "object.delete"}, "'delete'"),
        ("table", {"key": {"id": "1"}, "type": "change.created"}, "'created'"),
        ("stream", {"headers": [5]}, '"headers"'),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(kind: str, native: Any, reason: str) -> None:
    with pytest.raises(PayloadError) as refusal:
        neutral.decode_events(native, kind)

    assert reason in str(refusal.value)


@pytest.mark.parametrize(
    "native", [None, {}, {"verdicts": {}}, {"verdicts": []}, {"verdicts": [{"verdict": "ok"}]}]
)
def test_no_outcome_is_refused(native: Any) -> None:
    with pytest.raises(PayloadError):
        neutral.decode_outcome(native, [Event()])
