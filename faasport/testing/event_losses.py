"""What a platform loses of events and of the verdicts on them, as steps that a test can take."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome, Verdict

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
    kind: type[E] = next(
        each for each in type(event).__mro__ if "TOLD" in vars(each)
    )  # no codec's own
    return kind(**{**told, "native": event.native, "order": event.order, **changes})


def whole_seconds(outcome: Outcome) -> Outcome:
    """Delays rounded up."""
    verdicts = [
        v if v.after is None else Verdict(v.kind, after=math.ceil(v.after), reason=v.reason)
        for v in outcome.verdicts
    ]
    return Outcome(outcome.events, verdicts, outcome.native)


def one_for_all(outcome: Outcome) -> Outcome:
    """One verdict on all events of a delivery: again (after the longest wait) before never, never
    before done."""
    if not outcome.failed:
        return outcome
    again = [verdict for _, verdict in outcome.failed if verdict.kind == "retry"]
    waits = [verdict.after for verdict in again if verdict.after is not None]
    after = max(waits) if waits else None
    verdict = Verdict("retry", after=after) if again else outcome.failed[0][1]
    return Outcome(outcome.events, [verdict] * len(outcome.events), outcome.native)
