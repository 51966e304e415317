"""Ticks, one function for each thing that can become of one."""

from __future__ import annotations

from typing import Any

from faasport.runtime.outcome import Verdict
from faasport.testing.conformance.events.case import AGAIN, FINE, NEVER, EventCase, later
from faasport.testing.conformance.events.cases.samples import context, tick


def _ticked(
    name: str, label: str, verdict: Verdict, module: str = "schedules", **more: Any
) -> EventCase:
    fired = tick(name=more.pop("named", label), is_late=more.pop("late", False))
    return EventCase(f"schedule: {name}", "schedule", label, (fired,), (verdict,), module, **more)


CASES = (
    _ticked("a tick is done", "schedule_fine", FINE),
    _ticked("a tick that is late", "schedule_fine", FINE, late=True),
    _ticked("a tick of a period", "schedule_every", FINE),
    _ticked("an exception", "schedule_crash", AGAIN),
    _ticked("a rejection", "schedule_reject", NEVER),
    _ticked("again later", "schedule_retry", later(30)),
    _ticked("the context's fields", "schedule_context", FINE, notes=context("schedule_context")),
    _ticked("the first of two", "schedule_twice-schedule", FINE, named="schedule_twice"),
    _ticked("the second of two", "schedule_twice-schedule-2", FINE, named="evening"),
    _ticked("an async handler", "schedule_waiting", FINE, "waiting_schedules"),
)
