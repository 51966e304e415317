"""Events that a handler wants together, on a platform that brings each alone."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from faasport.project.model import Consumer, DeclaredFunction, DeclaredTrigger, Parameter
from faasport.runtime.message import Message
from faasport.runtime.outcome import DONE, RETRY, Outcome
from faasport.testing.event_losses import EventLosses
from faasport.verifier.delivery import Delivery

BATCH = Parameter("batch", "batch", "batch")
EVENTS = (Message(id="1", body=b"good"), Message(id="2", body=b"bad"))


class Reference:
    """A handler that fails all that it is given if any of it is bad."""

    def deliver(self, consumer, events):
        verdict = RETRY if any(each.body == b"bad" for each in events) else DONE
        return Outcome(events, [verdict] * len(events))


@pytest.mark.parametrize(
    ("parameters", "comes_alone", "kinds", "said"),
    [
        ((BATCH,), True, ["done", "retry"], True),
        ((BATCH,), False, ["retry", "retry"], False),
        ((), True, ["retry", "retry"], False),
    ],
)
def test_each_is_settled_alone_where_the_platform_brings_it_alone(
    parameters, comes_alone, kinds, said
):
    trigger = DeclaredTrigger("queue", parameters=parameters)
    consumer = Consumer("work", DeclaredFunction("work", "app", (trigger,)), trigger, 0)
    host = SimpleNamespace(event_losses=lambda consumer: EventLosses({}, {}))
    delivery = Delivery(host, Reference(), consumer, EVENTS, "https://page", comes_alone)

    carried, reason = delivery.carried()

    assert [each.kind for each in carried.verdicts] == kinds
    assert ("each event comes alone" in reason) is said
