"""Schedules as Vercel writes them: five fields, numbers only, and one of the two day fields.

https://vercel.com/docs/cron-jobs#cron-expressions
"""

from __future__ import annotations

from faasport.packager.cron import Daylight, Schedule, both_days, faults, schedule_of
from faasport.packager.cron.fires import times
from faasport.packager.cron.listed import unix
from faasport.project.model import Consumer, DeclaredTrigger
from faasport.project.problem import Problem
from faasport_vercel.packager import limits

DAYLIGHT = Daylight(
    skipped="Not told: `crons` keep UTC, and the page on `schedules` does not say.",
    repeated="Not told: `crons` keep UTC, and the page on `schedules` does not say.",
    source="https://vercel.com/docs/schedules/configuration",
)


def expression(trigger: DeclaredTrigger) -> str:
    """`0 6 * * *`. Raises CronFault where it cannot be said."""
    return _printed(schedule_of(trigger))


def is_utc(trigger: DeclaredTrigger) -> bool:
    """Whether `crons` can say it, which know no other time zone."""
    return schedule_of(trigger).is_utc


def problems(consumer: Consumer) -> list[Problem]:
    """What Vercel cannot say of this schedule."""
    return faults(consumer, _printed)


def warnings(consumer: Consumer) -> tuple[str, ...]:
    """What the least of Vercel's plans refuses to deploy."""
    cron = schedule_of(consumer.trigger).expression
    if len(times(cron)) == 1:
        return ()
    told = f"{consumer.label}: Vercel's Hobby plan refuses what fires more than once a day"
    return (f"{told} ({limits.HOBBY_SOURCE}).",)


def _printed(schedule: Schedule) -> str:
    cron = schedule.expression
    if cron.either_day:
        raise both_days(schedule.text, "Vercel takes one of the two.")
    return " ".join(unix(field) for field in cron.fields)
