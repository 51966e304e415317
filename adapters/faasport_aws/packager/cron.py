"""Schedules as EventBridge Scheduler writes them: `cron(...)` of six fields, and `rate(...)`.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from __future__ import annotations

from faasport.packager.cron import (
    Daylight,
    Expression,
    Schedule,
    both_days,
    faults,
    schedule_of,
)
from faasport.packager.cron.field import Field
from faasport.packager.cron.listed import listed, step_of
from faasport.project.model import Consumer, DeclaredTrigger
from faasport.project.problem import Problem

DAYLIGHT = Daylight(
    skipped="It does not fire on that day.",
    repeated="It fires once, not twice.",
    source="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html"
    "#daylist-savings-time",
)


def expression(trigger: DeclaredTrigger) -> str:
    """`cron(0 6 * * ? *)` or `rate(5 minutes)`. Raises CronFault where it cannot be said."""
    return _printed(schedule_of(trigger))


def problems(consumer: Consumer) -> list[Problem]:
    """What EventBridge Scheduler cannot say of this schedule."""
    return faults(consumer, _printed)


def _printed(schedule: Schedule) -> str:
    if schedule.every is not None:
        return f"rate({schedule.every})"
    return f"cron({_cron(schedule.expression, schedule.text)})"


def _cron(cron: Expression, text: str) -> str:
    if cron.either_day:
        raise both_days(text, "EventBridge Scheduler takes one of the two, and ? for the other.")
    day = "?" if not cron.weekday.any else _field(cron.day)
    # Days of the week count from 1, which is Sunday.
    weekday = "?" if cron.weekday.any else listed(value + 1 for value in cron.weekday.values)
    fields = (_field(cron.minute), _field(cron.hour), day, _field(cron.month), weekday)
    return " ".join((*fields, "*"))


def _field(field: Field) -> str:
    if field.any:
        return "*"
    step = step_of(field)
    # The documented increment names where it starts: `0/5`.
    return f"{field.kind.low}/{step}" if step else listed(field.values)
