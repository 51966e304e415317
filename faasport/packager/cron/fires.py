"""When an expression fires, on its own clock: what every dialect is proven against."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from faasport.packager.cron.expression import Expression


def fires_on(expression: Expression, day: date) -> bool:
    """Whether it fires on that day at all."""
    if day.month not in expression.month.values:
        return False
    by_day = day.day in expression.day.values
    by_weekday = day.isoweekday() % 7 in expression.weekday.values
    return by_day or by_weekday if expression.either_day else by_day and by_weekday


def days(expression: Expression, first: date, last: date) -> Iterator[date]:
    """The days on which it fires, from ``first`` to before ``last``."""
    for number in range((last - first).days):
        day = first + timedelta(days=number)
        if fires_on(expression, day):
            yield day


def times(expression: Expression) -> tuple[time, ...]:
    """The times of such a day, in order."""
    return tuple(
        time(hour, minute) for hour in expression.hour.values for minute in expression.minute.values
    )


def fires(expression: Expression, first: date, last: date) -> Iterator[datetime]:
    """Every moment, in wall time."""
    at = times(expression)
    for day in days(expression, first, last):
        for each in at:
            yield datetime.combine(day, each)
