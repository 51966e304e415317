"""The events of one delivery, given to their handler itself and to a platform's runtime."""

from __future__ import annotations

from dataclasses import dataclass

from faasport.project.model import Consumer
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome, Verdict
from faasport.verifier import carriage, settlement
from faasport.verifier.host import Host
from faasport.verifier.reference import Reference
from faasport.verifier.settlement import Settlement

ALONE = "delivery: each event comes alone, where the handler settles all that it is given at once"


@dataclass(frozen=True)
class Delivery:
    """The events on their two ways."""

    host: Host
    reference: Reference
    consumer: Consumer
    events: tuple[Event, ...]
    source: str
    """The platform's own page on this kind of trigger."""
    comes_alone: bool = False
    """Whether the platform may bring each event in a delivery of its own."""

    def wanted(self) -> Settlement:
        return settlement.of(self.reference.deliver(self.consumer, self.events))

    def given(self) -> Settlement:
        return settlement.of(self.host.deliver(self.consumer, self.events))

    def is_whole(self, result: object) -> bool:
        return isinstance(result, Settlement)

    def carried(self) -> tuple[Settlement, str]:
        """The handler's own verdicts on what is left of the events, and what is left of those; and
        the losses that made a difference."""
        losses = self.host.event_losses(self.consumer)
        arriving, on_the_way_in = carriage.carried_events(losses, self.events)
        outcome = self.reference.deliver(self.consumer, arriving)
        settled, on_the_way_out = carriage.settled(losses, outcome)
        heard = settlement.of(outcome) == self.wanted()
        lost = [
            *(f"event: {name}" for name in on_the_way_in if not heard),
            *(f"verdict: {name}" for name in on_the_way_out),
        ]
        said = f"{'; '.join(lost)} ({self.source})" if lost else ""
        if not lost and self.comes_alone and self.consumer.trigger.takes_batch:
            return self._alone(arriving), f"{ALONE} ({self.source})"
        return settlement.of(settled), said

    def _alone(self, events: tuple[Event, ...]) -> Settlement:
        """The handler's verdicts on the events one by one."""
        losses = self.host.event_losses(self.consumer)
        verdicts: list[Verdict] = []
        for event in events:
            settled, _ = carriage.settled(losses, self.reference.deliver(self.consumer, (event,)))
            verdicts += settled.verdicts
        return settlement.of(Outcome(events, verdicts))
