"""CloudEvents over HTTP arrive as their mode carries them; so does what became of them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings, strategies as st

from faasport.runtime import cloudevents, cloudevents_json
from faasport.runtime.cloudevent import CloudEvent
from faasport.testing.cloudevents_losses import BINARY, STRUCTURED
from faasport.testing.event_strategies import batches, cloud_events, outcomes_for

LAW = settings(max_examples=200, deadline=None)


def sent(native: Any) -> Any:
    return json.loads(json.dumps(native))


@LAW
@given(event=cloud_events())
def test_an_event_arrives_in_binary_mode(event: CloudEvent) -> None:
    (actual,) = cloudevents.decode_events(sent(cloudevents.encode_events([event])))

    assert BINARY.carried(event) == actual


@LAW
@given(event=cloud_events())
def test_an_event_arrives_in_structured_mode(event: CloudEvent) -> None:
    (actual,) = cloudevents.decode_events(sent(cloudevents.encode_structured(event)))

    assert STRUCTURED.carried(event) == event == actual


@LAW
@given(events=batches(cloud_events(), min_size=0))
def test_events_arrive_as_a_batch(events: tuple[CloudEvent, ...]) -> None:
    assert events == cloudevents.decode_events(sent(cloudevents.encode_batch(events)))


@LAW
@given(events=batches(cloud_events(), min_size=0))
def test_events_arrive_as_json(events: tuple[CloudEvent, ...]) -> None:
    native = sent(cloudevents_json.encode_events(events))

    assert events == cloudevents_json.decode_events(native)


@LAW
@given(data=st.data(), events=batches(cloud_events()))
def test_an_outcome_arrives_as_its_status_carries_it(
    data: st.DataObject, events: tuple[CloudEvent, ...]
) -> None:
    outcome = data.draw(outcomes_for(events))

    native = sent(cloudevents.encode_outcome(outcome))

    assert STRUCTURED.settled(outcome) == cloudevents.decode_outcome(native, events)


@LAW
@given(data=st.data(), events=batches(cloud_events()))
def test_what_was_carried_once_loses_nothing_more(
    data: st.DataObject, events: tuple[CloudEvent, ...]
) -> None:
    carried = [BINARY.carried(event) for event in events]
    settled = BINARY.settled(data.draw(outcomes_for(events)))

    assert carried == [BINARY.carried(event) for event in carried]
    assert settled == BINARY.settled(settled)
