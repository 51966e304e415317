"""`every("5 minutes")`: an interval, and the cron expression that says the same."""

from __future__ import annotations

from dataclasses import dataclass

from faasport.packager.cron.expression import Expression, parse
from faasport.packager.cron.fault import CronFault

UNITS = ("minutes", "hours", "days")
_MINUTES = {"minutes": 1, "hours": 60, "days": 1440}


@dataclass(frozen=True)
class Every:
    """So many minutes, hours or days."""

    count: int
    unit: str

    @property
    def minutes(self) -> int:
        return self.count * _MINUTES[self.unit]

    def __str__(self) -> str:
        return f"{self.count} {self.unit[:-1] if self.count == 1 else self.unit}"


def expression_of(every: Every) -> Expression:
    """The expression that fires as often. Raises CronFault where the interval does not divide the
    hour or the day, so that cron would begin anew before it has passed."""
    minutes = every.minutes
    if 60 % minutes == 0:
        return parse("0 * * * *" if minutes == 60 else f"*/{minutes} * * * *")
    hours, rest = divmod(minutes, 60)
    if rest == 0 and 24 % hours == 0:
        return parse("0 0 * * *" if hours == 24 else f"0 */{hours} * * *")
    raise CronFault(
        f'every("{every}") is no cron expression: the interval does not divide '
        + ("an hour." if minutes < 60 else "a day."),
        _nearest(minutes),
    )


def _nearest(minutes: int) -> str:
    whole = [n for n in range(1, 1441) if 60 % n == 0 or (n % 60 == 0 and 1440 % n == 0)]
    below = max((n for n in whole if n < minutes), default=1)
    above = min((n for n in whole if n > minutes), default=None)
    near = [_spoken(n) for n in (below, above) if n is not None]
    return f"Use {' or '.join(near)}" + ("." if above else ", and count the days in the handler.")


def _spoken(minutes: int) -> str:
    unit = next(u for u in reversed(UNITS) if minutes % _MINUTES[u] == 0)
    return f'every("{Every(minutes // _MINUTES[unit], unit)}")'
