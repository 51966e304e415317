"""The law of every event codec of AWS: `decode(encode(x)) == carried(x)`, in both directions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings, strategies as st

from faasport.runtime.outcome import Failed
from faasport.testing import event_strategies as events
from faasport.testing.event_losses import EventLosses
from faasport_aws.event_losses import LOSSES
from faasport_aws.runtime import (
    dynamodb,
    eventbridge,
    kafka,
    s3,
    s3_notification,
    schedule,
    sns,
    sqs,
    stream,
)

LAW = settings(max_examples=200, deadline=None)
NUMBERED = st.integers(1, 10**20).map(str)


class Row(NamedTuple):
    codec: ModuleType
    events: st.SearchStrategy[Any]
    most: int = 4

    @property
    def losses(self) -> EventLosses:
        return LOSSES[self.codec.__name__.rpartition(".")[2]]


# What a program may say, and no service has a type for.
ODD = st.one_of(st.none(), st.booleans(), st.floats(allow_nan=False), st.lists(st.integers()))
NAMED = events.attributes(ODD)
ORDERED = events.messages(group=events.NAMES, order=events.NAMES, sequence=NUMBERED)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
ROWS = {
    "sqs": Row(sqs, events.messages() | ORDERED | events.messages(attributes=NAMED)),
    "sns": Row(sns, events.messages() | events.messages(attributes=NAMED), 1),
    "s3": Row(s3, events.object_events(), 1),
    "s3-notification": Row(s3_notification, events.object_events()),
    "dynamodb": Row(dynamodb, events.change_events(row=events.rows(events.column_values(FLOATS)))),
    "eventbridge": Row(eventbridge, events.cloud_events(), 1),
    "schedule": Row(schedule, events.ticks(), 1),
    "kinesis": Row(stream, events.records()),
    "kafka": Row(kafka, events.records(), 1),
}
CORPUS = Path(__file__).parents[1] / "corpus" / "events" / "aws"
RECORDED = {
    "sqs": ("sqs",),
    "sns": ("sns",),
    "s3": ("s3_eventbridge",),
    "s3-notification": ("s3",),
    "dynamodb": ("dynamodb_stream",),
    "eventbridge": ("eventbridge", "s3_eventbridge", "schedule"),
    "schedule": ("schedule",),
    "kinesis": ("kinesis",),
    "kafka": ("kafka",),
}
every = pytest.mark.parametrize("event_row", ROWS.values(), ids=ROWS)


def sent(native: Any) -> Any:
    """A native value as it arrives elsewhere: as JSON."""
    return native if isinstance(native, Failed) else json.loads(json.dumps(native))


def batches(row: Row) -> st.SearchStrategy[tuple[Any, ...]]:
    """What the service delivers together; no two records of a shard have one sequence number."""
    several = st.lists(
        row.events,
        min_size=1,
        max_size=row.most,
        unique_by=(lambda event: event.id, lambda event: getattr(event, "offset", event.id)),
    )
    return several.map(tuple)


@every
@LAW
@given(data=st.data())
def test_events_arrive_as_their_codec_carries_them(event_row: Row, data: Any) -> None:
    batch = data.draw(batches(event_row))

    actual = event_row.codec.decode_events(sent(event_row.codec.encode_events(batch)))

    assert tuple(map(event_row.losses.carried, batch)) == actual


@every
@LAW
@given(data=st.data())
def test_an_outcome_arrives_as_its_codec_settles_it(event_row: Row, data: Any) -> None:
    batch = data.draw(batches(event_row))
    delivered = event_row.codec.decode_events(sent(event_row.codec.encode_events(batch)))
    outcome = data.draw(events.outcomes_for(delivered))

    native = sent(event_row.codec.encode_outcome(outcome))

    expected = event_row.losses.settled(outcome)
    assert expected == event_row.codec.decode_outcome(native, delivered)
    # Who sent the events knows them as they were before they were numbered.
    assert expected.verdicts == event_row.codec.decode_outcome(native, batch).verdicts


def recorded() -> Iterator[Any]:
    for codec, folders in RECORDED.items():
        for path in sorted(each for folder in folders for each in CORPUS.glob(f"{folder}/*.json")):
            yield pytest.param(codec, path, id=f"{path.parent.name}/{path.stem}")


@pytest.mark.parametrize(("codec", "path"), list(recorded()))
def test_a_recorded_event_can_be_sent_again(codec: str, path: Path) -> None:
    row = ROWS[codec]
    events = row.codec.decode_events(json.loads(path.read_text("utf-8")))

    again = [
        row.codec.decode_events(sent(row.codec.encode_events((event,))))[0] for event in events
    ]

    assert [row.losses.carried(event) for event in events] == again
    # What AWS has named keeps its name.
    kept = [(event.source, old.source) for event, old in zip(again, events, strict=True)]
    assert all(new == old for new, old in kept if is_whole(old))


def is_whole(source: str) -> bool:
    """Whether it is the full name of a resource, and not an example's short one; samples of S3 have
    buckets of another name than their ARN's."""
    return source.count(":") >= 5 and not source.startswith("arn:aws:s3:::")


@every
@LAW
@given(data=st.data())
def test_what_was_carried_once_loses_nothing_more(event_row: Row, data: Any) -> None:
    batch = data.draw(batches(event_row))
    carried = event_row.losses.carried(batch[0])
    settled = event_row.losses.settled(data.draw(events.outcomes_for(batch)))

    assert carried == event_row.losses.carried(carried)
    assert settled == event_row.losses.settled(settled)


@every
@LAW
@given(data=st.data())
def test_each_step_is_idempotent(event_row: Row, data: Any) -> None:
    event = data.draw(event_row.events)

    for name, step in event_row.losses.events.items():
        once = step(event)
        assert once == step(once), name
