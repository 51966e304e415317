"""The law of Azure's event codecs: `decode(encode(x)) == carried(x)`, in both directions."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings, strategies as st

from faasport.runtime.outcome import Failed, Outcome
from faasport.testing import event_strategies as events
from faasport.testing.event_losses import EventLosses
from faasport_azure.event_losses import LOSSES
from faasport_azure.runtime import (
    blob_events,
    blob_trigger,
    cosmos,
    event_grid,
    event_hub,
    kafka,
    service_bus,
    service_bus_batch,
    storage_queue,
    timer,
    webhook,
)

LAW = settings(max_examples=200, deadline=None)
LONG = st.integers(-(2**63), 2**63 - 1)


class Row(NamedTuple):
    codec: ModuleType
    losses: EventLosses
    deliveries: st.SearchStrategy[Any]


def alone(drawn: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return drawn.map(lambda event: (event,))


def of_one_partition(record: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What is delivered together, for whose parts `partition` and `topic` are one."""

    def placed(batch: tuple[Any, ...]) -> tuple[Any, ...]:
        from faasport.testing.event_losses import changed

        first = batch[0]
        return tuple(changed(each, partition=first.partition, topic=first.topic) for each in batch)

    return events.batches(record).map(placed)


BUS = events.messages(
    # AMQP's numbers; a message's sequence number is a long.
    attributes=events.attributes(st.one_of(events.TEXT, LONG, events.DECIMALS, events.BYTES)),
    sequence=st.none() | st.integers(0, 2**63 - 1).map(str),
)
ROWS = {
    "timer": Row(timer, LOSSES["timer"], alone(events.ticks())),
    "storage_queue": Row(storage_queue, LOSSES["storage_queue"], alone(events.messages())),
    "service_bus": Row(service_bus, LOSSES["service_bus"], alone(BUS)),
    "service_bus_batch": Row(service_bus_batch, LOSSES["service_bus_batch"], events.batches(BUS)),
    "blob_events": Row(blob_events, LOSSES["blob_events"], alone(events.object_events())),
    "blob_trigger": Row(blob_trigger, LOSSES["blob_trigger"], alone(events.object_events())),
    "cosmos": Row(cosmos, LOSSES["cosmos"], events.batches(events.change_events())),
    "event_grid": Row(event_grid, LOSSES["event_grid"], alone(events.cloud_events())),
    "event_grid_webhook": Row(
        webhook, LOSSES["event_grid_webhook"], events.batches(events.cloud_events())
    ),
    "event_hub": Row(event_hub, LOSSES["event_hub"], of_one_partition(events.records())),
    "kafka": Row(
        kafka,
        LOSSES["kafka"],
        events.batches(
            events.records(
                partition=st.sampled_from(("0", "17")),
                offset=st.integers(0, 2**63 - 1).map(str),
            )
        ),
    ),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", ROWS.values(), ids=ROWS)


def sent(native: Any) -> Any:
    """A native value as it arrives elsewhere: as JSON."""
    return native if isinstance(native, Failed) else json.loads(json.dumps(native))


@LAW
@given(data=st.data())
def test_events_arrive_as_their_codec_carries_them(case: Row, data: st.DataObject) -> None:
    given_events = data.draw(case.deliveries)
    expected = tuple(map(case.losses.carried, given_events))

    actual = case.codec.decode_events(sent(case.codec.encode_events(given_events)))

    assert expected == actual


@LAW
@given(data=st.data())
def test_verdicts_arrive_as_the_platform_settles_them(case: Row, data: st.DataObject) -> None:
    given_events = case.codec.decode_events(case.codec.encode_events(data.draw(case.deliveries)))
    outcome = data.draw(events.outcomes_for(given_events))

    native = sent(case.codec.encode_outcome(outcome))

    assert case.losses.settled(outcome) == case.codec.decode_outcome(native, given_events)


@LAW
@given(data=st.data())
def test_what_was_carried_once_loses_nothing_more(case: Row, data: st.DataObject) -> None:
    given_events = data.draw(case.deliveries)
    once = tuple(map(case.losses.carried, given_events))
    outcome = case.losses.settled(data.draw(events.outcomes_for(once)))

    assert once == tuple(map(case.losses.carried, once))
    assert outcome == case.losses.settled(outcome)


@LAW
@given(data=st.data())
def test_a_dead_letter_is_the_event_once_more(case: Row, data: st.DataObject) -> None:
    """Each line of the blob is an invocation that decodes to what was rejected."""
    given_events = case.codec.decode_events(case.codec.encode_events(data.draw(case.deliveries)))
    outcome = data.draw(events.outcomes_for(given_events))
    native = case.codec.encode_outcome(outcome)

    letters = []
    if isinstance(native, dict) and "output_data" in native:
        (written,) = native["output_data"]
        lines = written["data"].get("string", "").splitlines()
        letters = [case.codec.decode_events(json.loads(line)) for line in lines]
        if case.codec is storage_queue:
            letters = [given_events]

    if letters:
        rejected = [(event,) for event, verdict in outcome.failed if verdict.kind == "reject"]
        assert letters == rejected


def test_every_codec_has_its_row() -> None:
    assert set(ROWS) == set(LOSSES)


def test_a_batch_with_one_rejected_and_none_to_retry_succeeds() -> None:
    from faasport.runtime.outcome import DONE, rejected

    documents = [{"id": "1", "_etag": '"a"'}, {"id": "2", "_etag": '"b"'}]
    changes = cosmos.decode_events(documents)

    native = cosmos.encode_outcome(Outcome(changes, [DONE, rejected("no such sku")]))

    line = json.loads(native["output_data"][0]["data"]["string"])
    assert line["dead_letter"] == {"index": 1, "reason": "no such sku"}
    assert json.loads(line["input_data"][0]["data"]["json"])[0]["id"] == "2"
