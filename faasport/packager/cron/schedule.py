"""What a declared schedule says: an expression or an interval, and a time zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from faasport.packager.cron import zone
from faasport.packager.cron.every import Every, expression_of
from faasport.packager.cron.expression import Expression, parse
from faasport.packager.cron.fault import CronFault
from faasport.project.model import Consumer, DeclaredTrigger
from faasport.project.problem import Problem


@dataclass(frozen=True)
class Schedule:
    """One declaration, read. `every` is kept for dialects that know intervals."""

    text: str
    every: Every | None
    timezone: str

    @property
    def is_utc(self) -> bool:
        return self.timezone in zone.UTC

    @property
    def expression(self) -> Expression:
        """As cron. Raises CronFault."""
        return parse(self.text) if self.every is None else expression_of(self.every)


def schedule_of(trigger: DeclaredTrigger) -> Schedule:
    """What the declaration says, unchecked."""
    every = trigger.options.get("every")
    return Schedule(
        text=str(trigger.options.get("expression") or ""),
        every=Every(int(every[0]), str(every[1])) if every else None,
        timezone=str(trigger.options.get("timezone") or "UTC"),
    )


def faults(consumer: Consumer, *checks: Callable[[Schedule], object]) -> list[Problem]:
    """A problem for each check that finds a fault; the time zone's name is checked always, and a
    fault of the expression itself is told once."""
    schedule = schedule_of(consumer.trigger)
    problems = []
    for check in (lambda each: zone.check(each.timezone), *checks):
        try:
            check(schedule)
        except CronFault as fault:
            problems.append(
                Problem(
                    code="bad-schedule",
                    where=consumer.function.where,
                    message=f"{consumer.label}: {fault.message}",
                    fix=fault.fix,
                )
            )
    return list(dict.fromkeys(problems))
