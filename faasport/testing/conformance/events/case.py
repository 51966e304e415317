"""One case: what a platform delivers, what must become of it, what the handler must be given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from faasport.runtime.event import Event
from faasport.runtime.outcome import DONE, RETRY, Outcome, Verdict, rejected
from faasport.testing.conformance.events.handlers.script import told
from faasport.testing.event_losses import EventLosses

AGAIN = RETRY
NEVER = rejected("as the case says")
FINE = DONE


def later(seconds: float) -> Verdict:
    """Again, after so many seconds."""
    return Verdict("retry", after=seconds)


@dataclass(frozen=True)
class EventCase:
    """`handled` are the places of the events that reach the handler, in order; all, by default.

    `notes` are what the handler notes beside the event, the same of each. `handlers` names the
    module that `label` is in.
    """

    name: str
    kind: str
    label: str
    events: tuple[Event, ...]
    verdicts: tuple[Verdict, ...]
    handlers: str
    handled: tuple[int, ...] | None = None
    notes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        """What becomes of the events where nothing is lost."""
        return Outcome(self.events, self.verdicts)

    @property
    def function(self) -> str:
        """The user's name of the function."""
        return self.label.partition("-")[0]

    def seen(self, losses: EventLosses) -> list[dict[str, Any]]:
        """The handler's notes, once these losses have been suffered."""
        places = range(len(self.events)) if self.handled is None else self.handled
        carried = [losses.carried(self.events[place]) for place in places]
        return [{"handler": self.function, "event": told(e), **self.notes} for e in carried]

    def __str__(self) -> str:
        return self.name
