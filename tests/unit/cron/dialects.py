"""The printed dialects, read by interpreters of their own: no code of the printers is used here.

Each gives (days on which it fires, times of such a day) over a span of days, in wall time. Two
schedules fire alike if both are alike, since no dialect ties a time of day to a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from cronsim import CronSim

FIRST, LAST = date(2023, 1, 1), date(2033, 1, 1)
# The day before, in wall time as all here.
BEFORE = datetime.combine(FIRST - timedelta(days=1), time.min)
CALENDAR = tuple(FIRST + timedelta(days=number) for number in range((LAST - FIRST).days))


class Firing(NamedTuple):
    """Days as their number in CALENDAR, times as minutes of the day."""

    days: frozenset[int]
    minutes: frozenset[int]


def moments(firing: Firing, last: date) -> Iterator[datetime]:
    """One after another, until a day."""
    for number in sorted(firing.days):
        for minute in sorted(firing.minutes):
            moment = datetime.combine(CALENDAR[number], time.min)
            if CALENDAR[number] < last:
                yield moment + timedelta(minutes=minute)


def oracle(expression: str) -> Firing:
    """The source, as cronsim has it: days by asking for noon, times by asking for one day."""
    minute, hour, day, month, weekday = expression.split()
    return Firing(
        _oracle_days(f"0 12 {day} {month} {weekday}"), _oracle_minutes(f"{minute} {hour}")
    )


@cache
def _oracle_days(expression: str) -> frozenset[int]:
    at_noon = CronSim(expression, BEFORE.replace(hour=13))
    end = datetime.combine(LAST, time.min)
    return frozenset((each.date() - FIRST).days for each in takewhile(lambda d: d < end, at_noon))


@cache
def _oracle_minutes(times: str) -> frozenset[int]:
    moments = CronSim(f"{times} * * *", BEFORE.replace(hour=23, minute=59, second=59))
    one_day = takewhile(lambda moment: moment.date() == FIRST, moments)
    return frozenset(each.hour * 60 + each.minute for each in one_day)


def oracle_moments(expression: str, last: date) -> Iterator[datetime]:
    """The source minute by minute, with nothing taken apart."""
    start = datetime.combine(FIRST, time.min) - timedelta(seconds=1)
    end = datetime.combine(last, time.min)
    return takewhile(lambda moment: moment < end, CronSim(expression, start))


def unix(expression: str) -> Firing:
    """Five fields after crontab(5): either day field will do if neither begins with a star."""
    minute, hour, day, month, weekday = expression.split()
    either = not (day.startswith("*") or weekday.startswith("*"))
    return _firing(
        _set(minute, 0, 59),
        _set(hour, 0, 23),
        _set(day, 1, 31),
        _set(month, 1, 12),
        {number % 7 for number in _set(weekday, 0, 7)},
        either=either,
    )


def vercel(expression: str) -> Firing:
    """Numbers alone, one of the day fields a star, and Sunday is 0.

    https://vercel.com/docs/cron-jobs#cron-expression-limitations
    """
    assert re.fullmatch(r"[\d*,/ -]+", expression), expression
    assert "*" in (expression.split()[2], expression.split()[4]), expression
    assert 9 <= len(expression) <= 256
    assert "7" not in re.split(r"[,-]", expression.split()[4]), expression
    return unix(expression)


def scheduler(expression: str) -> Firing:
    """EventBridge Scheduler: six fields, the last a year; one day field is `?`; 1 is Sunday.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
    """
    body = re.fullmatch(r"cron\((.*)\)", expression)
    assert body is not None, expression
    assert len(expression) <= 256
    minute, hour, day, month, weekday, year = body[1].split(" ")
    assert year == "*"
    assert [day, weekday].count("?") == 1, expression
    assert "/" not in weekday  # not among the wildcards of this field
    weekdays = set(range(1, 8)) if weekday == "?" else _set(weekday, 1, 7)
    return _firing(
        _set(minute, 0, 59),
        _set(hour, 0, 23),
        set(range(1, 32)) if day == "?" else _set(day, 1, 31),
        _set(month, 1, 12),
        {number - 1 for number in weekdays},
    )


def ncrontab(expression: str) -> Firing:
    """NCRONTAB: seconds first, and a day is right only if both day fields are; 0 is Sunday.

    https://github.com/atifaziz/NCrontab/wiki/Crontab-Expression
    """
    second, minute, hour, day, month, weekday = expression.split(" ")
    assert second == "0", expression
    return _firing(
        _set(minute, 0, 59),
        _set(hour, 0, 23),
        _set(day, 1, 31),
        _set(month, 1, 12),
        _set(weekday, 0, 6),
    )


def _set(text: str, low: int, high: int) -> set[int]:
    values: set[int] = set()
    for item in text.split(","):
        span, _, step = item.partition("/")
        if span == "*":
            first, last = low, high
        elif "-" in span:
            first, last = (int(end) for end in span.split("-"))
        else:
            first, last = int(span), high if step else int(span)
        assert low <= first <= last <= high, text
        values.update(range(first, last + 1, int(step or 1)))
    return values


# Every day of the calendar by its month, day of the month, and day of the week from Sunday.
_TABLE = tuple((day.month, day.day, day.isoweekday() % 7) for day in CALENDAR)


def _firing(
    minutes: set[int],
    hours: set[int],
    days: set[int],
    months: set[int],
    weekdays: set[int],
    *,
    either: bool = False,
) -> Firing:
    right = _days(frozenset(days), frozenset(months), frozenset(weekdays), either)
    return Firing(right, frozenset(hour * 60 + minute for hour in hours for minute in minutes))


@cache
def _days(
    days: frozenset[int], months: frozenset[int], weekdays: frozenset[int], either: bool
) -> frozenset[int]:
    right = any if either else all
    return frozenset(
        number
        for number, (month, day, weekday) in enumerate(_TABLE)
        if month in months and right((day in days, weekday in weekdays))
    )
