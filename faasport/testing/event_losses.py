"""What a platform loses of events and of the verdicts on them, as steps that a test can take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome

E = TypeVar("E", bound=Event)
EventStep = Callable[[Any], Any]
OutcomeStep = Callable[[Outcome], Outcome]


@dataclass(frozen=True)
class EventLosses:
    """The losses of one codec: what each does by its name, in the order of the steps.

    Every step is idempotent, and so is all of them together.
    """

    events: Mapping[str, EventStep] = field(default_factory=dict)
    outcome: Mapping[str, OutcomeStep] = field(default_factory=dict)

    def carried(self, event: E) -> E:
        """The event as it arrives."""
        for step in self.events.values():
            event = step(event)
        return event

    def settled(self, outcome: Outcome) -> Outcome:
        """The outcome as the platform sees it."""
        for step in self.outcome.values():
            outcome = step(outcome)
        return outcome


def changed(event: E, **changes: Any) -> E:
    """The event with other values for some of what it tells."""
    told = {name: getattr(event, name) for name in event.TOLD}
    return type(event)(**{**told, "native": event.native, "order": event.order, **changes})
