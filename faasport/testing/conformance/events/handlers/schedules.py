"""Schedules. A tick cannot say what to do, so that each has a function of its own."""

from __future__ import annotations

import faasport

from .script import invocation, note, obey


@faasport.schedule("0 6 * * *")
def schedule_fine(tick: faasport.Tick) -> None:
    note("schedule_fine", tick)


@faasport.schedule(faasport.every("5 minutes"))
def schedule_every(tick: faasport.Tick) -> None:
    note("schedule_every", tick)


@faasport.schedule("0 6 * * *")
def schedule_crash(tick: faasport.Tick) -> None:
    note("schedule_crash", tick)
    obey("crash")


@faasport.schedule("0 6 * * *")
def schedule_reject(tick: faasport.Tick) -> None:
    note("schedule_reject", tick)
    obey("reject it is no day for it")


@faasport.schedule("0 6 * * *")
def schedule_retry(tick: faasport.Tick) -> None:
    note("schedule_retry", tick)
    obey("retry 30")


@faasport.schedule("0 6 * * *")
def schedule_context(tick: faasport.Tick, context: faasport.Context) -> None:
    note("schedule_context", tick, context=invocation(context, tick))


@faasport.schedule("30 6 * * *")
@faasport.schedule("0 18 * * *", name="evening")
def schedule_twice(tick: faasport.Tick) -> None:
    note("schedule_twice", tick)
