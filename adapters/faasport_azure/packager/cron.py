"""Schedules as timer triggers write them: NCRONTAB, six fields from the second on.

https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions
"""

from __future__ import annotations

from faasport.packager.cron import (
    CronFault,
    Daylight,
    Schedule,
    both_days,
    faults,
    schedule_of,
    zone,
)
from faasport.packager.cron.listed import unix
from faasport.project.model import Consumer, DeclaredTrigger
from faasport.project.problem import Problem

DAYLIGHT = Daylight(
    skipped="There is none: Flex Consumption keeps UTC.",
    repeated="There is none: Flex Consumption keeps UTC.",
    source="https://learn.microsoft.com/azure/azure-functions/functions-app-settings"
    "#website_time_zone",
)


def expression(trigger: DeclaredTrigger) -> str:
    """`0 0 6 * * *`. Raises CronFault where it cannot be said."""
    return _printed(schedule_of(trigger))


def problems(consumer: Consumer) -> list[Problem]:
    """What a timer trigger on Flex Consumption cannot say of this schedule."""
    return faults(consumer, _check_zone, _printed)


def _check_zone(schedule: Schedule) -> None:
    zone.check(schedule.timezone)  # what is no zone at all is told once
    if not schedule.is_utc:
        raise CronFault(
            f"a timer on Flex Consumption keeps UTC, not {schedule.timezone} ({DAYLIGHT.source}).",
            "Give the time in UTC; where it must follow the local clock, schedule every hour that "
            "it can be in UTC and return unless `tick.scheduled_at` is the right one over there.",
        )


def _printed(schedule: Schedule) -> str:
    cron = schedule.expression
    if cron.either_day:
        # NCRONTAB wants both: https://github.com/atifaziz/NCrontab/wiki/Crontab-Expression
        raise both_days(schedule.text, "a timer trigger would only fire where both are right.")
    return " ".join(("0", *(unix(field) for field in cron.fields)))
