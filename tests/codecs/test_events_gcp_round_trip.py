"""The law of every event codec: `decode(encode(x)) == carried(x)`, in both directions."""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings, strategies as st

from faasport.testing import event_strategies as events
from faasport.testing.event_losses import EventLosses
from faasport_gcp.event_losses import LOSSES
from faasport_gcp.runtime import eventarc, firestore, pubsub, scheduler, storage

LAW = settings(max_examples=200, deadline=None)
# A document's id holds no slash: https://cloud.google.com/firestore/quotas#limits
DOCUMENT_IDS = st.text(min_size=1, max_size=12).filter(lambda text: "/" not in text)
# Scheduler takes data as JSON or as octets; of an empty text nothing would be left.
DOUBLES = st.floats(allow_nan=False)


class Row(NamedTuple):
    codec: ModuleType
    events: st.SearchStrategy[Any]

    @property
    def losses(self) -> EventLosses:
        return LOSSES[self.codec.__name__.rpartition(".")[2]]


ROWS = {
    "pubsub": Row(pubsub, events.messages()),
    "storage": Row(storage, events.object_events()),
    "firestore": Row(
        firestore,
        events.change_events(
            key=st.fixed_dictionaries({"id": DOCUMENT_IDS}),
            row=events.rows(events.column_values(DOUBLES, events.MOMENTS)),
        ),
    ),
    "scheduler": Row(scheduler, events.ticks()),
    "eventarc": Row(eventarc, events.cloud_events()),
}


def sent(native: Any) -> Any:
    """A native value as it arrives elsewhere: as JSON."""
    return json.loads(json.dumps(native))


every = pytest.mark.parametrize("event_row", ROWS.values(), ids=ROWS)


@every
@LAW
@given(data=st.data())
def test_an_event_arrives_as_its_codec_carries_it(event_row: Row, data: Any) -> None:
    event = data.draw(event_row.events)

    (actual,) = event_row.codec.decode_events(sent(event_row.codec.encode_events((event,))))

    assert event_row.losses.carried(event) == actual


@every
@LAW
@given(data=st.data())
def test_a_verdict_arrives_as_its_codec_carries_it(event_row: Row, data: Any) -> None:
    delivered = (data.draw(event_row.events),)
    outcome = data.draw(events.outcomes_for(delivered))

    native = sent(event_row.codec.encode_outcome(outcome))

    assert event_row.losses.settled(outcome) == event_row.codec.decode_outcome(native, delivered)


@every
@LAW
@given(data=st.data())
def test_what_was_carried_once_loses_nothing_more(event_row: Row, data: Any) -> None:
    delivered = (data.draw(event_row.events),)
    outcome = data.draw(events.outcomes_for(delivered))
    carried, settled = event_row.losses.carried(delivered[0]), event_row.losses.settled(outcome)

    again, settled_again = event_row.losses.carried(carried), event_row.losses.settled(settled)

    assert carried == again
    assert settled == settled_again


def test_every_codec_has_its_list_of_losses() -> None:
    assert LOSSES.keys() == ROWS.keys()
