"""The timer trigger.

https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#usage
"""

from __future__ import annotations

from faasport.runtime.errors import PayloadError
from faasport.runtime.moments import moment_of
from faasport.runtime.tick import Tick

from . import dead_letters
from .storage_queue import one_of
from .typed_data import as_json, data_of, invocation, invocation_of, moment, value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Outcome

TRIGGER = "timerTrigger"


def decode_events(native: Any) -> tuple[Tick, ...]:
    """The tick. The host writes IsPastDue, others isPastDue."""
    asked = invocation_of(native, TRIGGER)
    told = value_of(data_of(asked))
    if told is not None and not isinstance(told, dict):
        raise PayloadError("A timerTrigger sends an object with 'IsPastDue'.")
    fields = {name.lower(): value for name, value in (told or {}).items()}
    return (
        Tick(
            scheduled_at=_due(fields.get("schedulestatus")),
            is_late=bool(fields.get("ispastdue")),
            native=native,
        ),
    )


def _due(status: Any) -> datetime | None:
    """When this run was due. The host hands over the status that it stored after the last one, so
    its `Next` is this run; a moment of the year 1 stands for none.

    https://github.com/Azure/azure-webjobs-sdk-extensions/blob/dev/src/WebJobs.Extensions/Extensions/Timers/Listener/TimerListener.cs
    """
    if not isinstance(status, dict):
        return None
    due = moment_of(status.get("Next", status.get("next")))
    return None if due is None or due.year == 1 else due


def encode_outcome(outcome: Outcome) -> Any:
    return dead_letters.encoded(outcome, encode_events)


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The invocation for one tick."""
    tick = one_of(events)
    told: dict[str, Any] = {"Schedule": {"AdjustForDST": True}, "IsPastDue": tick.is_late}
    if tick.scheduled_at is not None:
        due = moment(tick.scheduled_at)
        last = "0001-01-01T00:00:00+00:00"
        told["ScheduleStatus"] = {"Last": last, "Next": due, "LastUpdated": last}
    return invocation(TRIGGER, as_json(told))


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    return dead_letters.decoded(native, events)
