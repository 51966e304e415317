"""Schedules as Cloud Scheduler writes them: unix-cron on the clock of a time zone.

https://cloud.google.com/scheduler/docs/configuring/cron-job-schedules
"""

from __future__ import annotations

from faasport.packager.cron import Daylight, Schedule, faults, schedule_of
from faasport.packager.cron.listed import unix
from faasport.project.model import Consumer, DeclaredTrigger
from faasport.project.problem import Problem

DAYLIGHT = Daylight(
    skipped="It may not fire on that day: the schedule follows the wall clock.",
    repeated="It may fire twice: the schedule follows the wall clock.",
    source="https://cloud.google.com/scheduler/docs/configuring/cron-job-schedules",
)


def expression(trigger: DeclaredTrigger) -> str:
    """`0 6 * * *`. Raises CronFault where it cannot be said."""
    return _printed(schedule_of(trigger))


def problems(consumer: Consumer) -> list[Problem]:
    """What Cloud Scheduler cannot say of this schedule."""
    return faults(consumer, _printed)


def _printed(schedule: Schedule) -> str:
    return " ".join(unix(field) for field in schedule.expression.fields)
