"""Whatever is printed for a platform fires exactly when the schedule says, for ten years.

Three readers must agree: faasport's own (`fires`), cronsim on what was written, and the
interpreter of each dialect on what was printed. What is not printed is refused with a reason.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

import pytest
from cronsim import CronSim
from hypothesis import example, given, settings, strategies as st

from faasport.packager import cron
from faasport.packager.cron import fires
from faasport.project.model import DeclaredTrigger
from faasport_aws.packager import cron as aws
from faasport_azure.packager import cron as azure
from faasport_gcp.packager import cron as gcp
from faasport_vercel.packager import cron as vercel
from tests.unit.cron import dialects
from tests.unit.cron.dialects import CALENDAR, FIRST, LAST, Firing
from tests.unit.cron.expressions import SAID

DIALECTS: dict[ModuleType, Callable[[str], Firing]] = {
    aws: dialects.scheduler,
    gcp: dialects.unix,
    azure: dialects.ncrontab,
    vercel: dialects.vercel,
}
NAMES = [module.__name__.partition(".")[0] for module in DIALECTS]


def declared(text: str | None = None, every: Any = None, timezone: str = "UTC") -> DeclaredTrigger:
    options = {"expression": text, "every": every, "timezone": timezone}
    return DeclaredTrigger("schedule", name="x", options=options)


def own(text: str) -> Firing:
    expression = cron.parse(text)
    days = frozenset((day - FIRST).days for day in fires.days(expression, FIRST, LAST))
    minutes = (time.hour * 60 + time.minute for time in fires.times(expression))
    return Firing(days, frozenset(minutes))


def printed(dialect: ModuleType, text: str) -> str | None:
    """What the dialect makes of it; None where it refuses because both day fields restrict."""
    try:
        expression: str = dialect.expression(declared(text))
    except cron.CronFault as fault:
        assert "days of the month and on days of the week" in fault.message
        assert cron.parse(text).either_day
        return None
    return expression


@pytest.mark.parametrize("text", SAID)
def test_every_reader_has_the_same_days_and_times(text: str) -> None:
    expected = dialects.oracle(text)

    assert expected == own(text)
    assert expected.days
    for dialect, read in DIALECTS.items():
        expression = printed(dialect, text)
        assert expression is None or expected == read(expression), expression


def test_there_are_enough_of_them() -> None:
    said = [(text, dialect) for text in SAID for dialect in DIALECTS if printed(dialect, text)]

    assert len(set(SAID)) >= 300
    assert len(said) >= 1200
    assert {dialect for _, dialect in said} == set(DIALECTS)


def test_only_the_dialect_with_either_day_says_either_day() -> None:
    text = "0 0 13 * 5"

    assert [printed(dialect, text) for dialect in DIALECTS] == [None, text, None, None]


SAMPLE = ("*/7 9-17 * * MON-FRI", "15 0-23/3 28-31 * *", "0 0 13 * 5", "59 23 29 2 *", "0 0 * * 7")


@pytest.mark.parametrize("text", SAMPLE)
def test_a_sample_is_equal_moment_by_moment(text: str) -> None:
    last = date(2033, 1, 1)
    expected = list(dialects.oracle_moments(text, last))

    assert expected == list(fires.fires(cron.parse(text), FIRST, last))
    for dialect, read in DIALECTS.items():
        expression = printed(dialect, text)
        assert expression is None or expected == list(dialects.moments(read(expression), last))


@pytest.mark.parametrize("text", ["0 9 * * 1-5", "*/7 */5 * * *", "30 6 1,15 2 *"])
def test_cronsim_reads_what_is_printed_for_azure_as_we_do(text: str) -> None:
    """An independent reader of seconds-first; it knows no rule for both days, nor do these."""
    expression = printed(azure, text)
    assert expression is not None
    there = CronSim(expression, dialects.BEFORE.replace(hour=23, minute=59, second=59))
    expected = list(dialects.oracle_moments(text, date(2023, 4, 1)))

    assert expected == [next(there) for _ in expected]


LEAP_DAYS = [date(2024, 2, 29), date(2028, 2, 29), date(2032, 2, 29)]


@pytest.mark.parametrize(("dialect", "read"), DIALECTS.items(), ids=NAMES)
def test_the_leap_day_comes_every_four_years(
    dialect: ModuleType, read: Callable[[str], Firing]
) -> None:
    expression = printed(dialect, "0 12 29 2 *")

    assert expression is not None
    assert [CALENDAR[number] for number in sorted(read(expression).days)] == LEAP_DAYS


def test_weekdays_at_nine_are_not_the_ninth() -> None:
    """`0 0 9 * * 1-5` and `cron(0 9 ? * MON-FRI *)` have been read as a day and as seconds."""
    text = "0 9 * * MON-FRI"
    expressions = {
        name: printed(dialect, text) for name, dialect in zip(NAMES, DIALECTS, strict=True)
    }

    assert expressions == {
        "faasport_aws": "cron(0 9 ? * 2-6 *)",
        "faasport_gcp": "0 9 * * 1-5",
        "faasport_azure": "0 0 9 * * 1-5",
        "faasport_vercel": "0 9 * * 1-5",
    }


def fields(low: int, high: int) -> st.SearchStrategy[str]:
    """A field of numbers: a star, a step over it, or a list of values, ranges and their steps."""
    number = st.integers(low, high)
    span = st.tuples(number, number).map(sorted)
    ranges = span.map(lambda ends: f"{ends[0]}-{ends[1]}")
    stepped = span.filter(lambda ends: ends[1] > ends[0]).flatmap(
        lambda ends: st.integers(1, ends[1] - ends[0]).map(lambda n: f"{ends[0]}-{ends[1]}/{n}")
    )
    items = number.map(str) | ranges | stepped
    several = st.lists(items, min_size=1, max_size=3).map(",".join)
    return st.just("*") | st.integers(1, high - low).map("*/{}".format) | several


def starred(field: str) -> bool:
    return field.startswith("*") or ",*" in field


@settings(max_examples=300, deadline=None)
@given(
    minute=fields(0, 59),
    hour=fields(0, 23),
    day=fields(1, 31),
    month=fields(1, 12),
    weekday=fields(0, 7),
)
@example(minute="0", hour="0", day="31", month="2", weekday="*")
@example(minute="0", hour="0", day="*/2", month="*", weekday="1")
def test_any_expression_is_equal_or_refused(
    minute: str, hour: str, day: str, month: str, weekday: str
) -> None:
    text = f"{minute} {hour} {day} {month} {weekday}"
    try:
        cron.parse(text)
    except cron.CronFault as fault:
        ambiguous = starred(day) != starred(weekday) or (starred(day) and starred(weekday))
        assert "never fires" in fault.message or (ambiguous and "step over *" in fault.message)
        return
    expected = dialects.oracle(text)

    assert expected == own(text)
    for dialect, read in DIALECTS.items():
        expression = printed(dialect, text)
        assert expression is None or expected == read(expression), expression
