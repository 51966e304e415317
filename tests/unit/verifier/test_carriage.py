"""Events and verdicts through the losses of a platform, and which of them counted."""

from __future__ import annotations

from faasport.runtime.message import Message
from faasport.runtime.outcome import DONE, RETRY, Outcome, Verdict
from faasport.testing.event_losses import EventLosses, changed
from faasport.verifier import carriage

LOSSES = EventLosses(
    events={
        "no attributes": lambda event: changed(event, attributes={}),
        "no group": lambda event: changed(event, group=None),
    },
    outcome={
        "no delay": lambda outcome: Outcome(
            outcome.events, [Verdict(each.kind) for each in outcome.verdicts]
        )
    },
)


def test_the_losses_that_any_event_suffered_are_named_once():
    events = [Message(attributes={"a": "1"}), Message(attributes={"b": "2"}), Message(body=b"x")]

    carried, names = carriage.carried_events(LOSSES, events)

    assert [event.attributes for event in carried] == [{}, {}, {}]
    assert carried[2].body == b"x"
    assert names == ("no attributes",)


def test_what_loses_nothing_names_nothing():
    outcome = Outcome([Message()], [RETRY])

    assert carriage.carried_events(LOSSES, [Message()])[1] == ()
    assert carriage.settled(LOSSES, outcome) == (outcome, ())


def test_verdicts_are_settled_as_the_platform_sees_them():
    outcome = Outcome([Message(), Message()], [Verdict("retry", after=5), DONE])

    settled, names = carriage.settled(LOSSES, outcome)

    assert settled.verdicts == (RETRY, DONE)
    assert names == ("no delay",)
