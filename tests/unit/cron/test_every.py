"""`every`: an interval where the platform has intervals, else the cron expression that is equal."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from types import ModuleType

import pytest

from faasport.packager import cron
from faasport.packager.cron import fires
from faasport.packager.cron.every import Every, expression_of
from faasport.project.model import DeclaredTrigger
from faasport_aws.packager import cron as aws
from faasport_azure.packager import cron as azure
from faasport_gcp.packager import cron as gcp
from faasport_vercel.packager import cron as vercel

ALL = [
    Every(count, unit)
    for unit, most in (("minutes", 120), ("hours", 50), ("days", 8))
    for count in range(1, most)
]


def declared(every: Every) -> DeclaredTrigger:
    options = {"expression": None, "every": [every.count, every.unit], "timezone": "UTC"}
    return DeclaredTrigger("schedule", name="x", options=options)


@pytest.mark.parametrize("every", ALL, ids=str)
def test_an_interval_is_kept_exactly_or_refused(every: Every) -> None:
    try:
        expression = expression_of(every)
    except cron.CronFault as fault:
        assert "does not divide" in fault.message
        assert 60 % every.minutes
        assert every.minutes % 60 or (24 * 60) % every.minutes
        return

    moments = list(fires.fires(expression, date(2023, 12, 30), date(2024, 1, 2)))

    assert {later - sooner for sooner, later in pairwise(moments)} == {
        timedelta(minutes=every.minutes)
    }


@pytest.mark.parametrize(
    ("every", "rate"),
    [
        (Every(1, "minutes"), "rate(1 minute)"),
        (Every(7, "minutes"), "rate(7 minutes)"),
        (Every(1, "hours"), "rate(1 hour)"),
        (Every(5, "hours"), "rate(5 hours)"),
        (Every(1, "days"), "rate(1 day)"),
        (Every(2, "days"), "rate(2 days)"),
    ],
)
def test_aws_has_intervals_of_any_length(every: Every, rate: str) -> None:
    assert rate == aws.expression(declared(every))


@pytest.mark.parametrize(
    ("every", "expression"),
    [
        (Every(1, "minutes"), "* * * * *"),
        (Every(5, "minutes"), "*/5 * * * *"),
        (Every(60, "minutes"), "0 * * * *"),
        (Every(2, "hours"), "0 */2 * * *"),
        (Every(12, "hours"), "0 0,12 * * *"),
        (Every(24, "hours"), "0 0 * * *"),
        (Every(1, "days"), "0 0 * * *"),
    ],
)
def test_the_others_have_cron(every: Every, expression: str) -> None:
    assert expression == gcp.expression(declared(every)) == vercel.expression(declared(every))
    assert f"0 {expression}" == azure.expression(declared(every))


@pytest.mark.parametrize("dialect", [gcp, azure, vercel])
@pytest.mark.parametrize(
    ("every", "fix"),
    [
        (Every(7, "minutes"), 'Use every("6 minutes") or every("10 minutes").'),
        (Every(90, "minutes"), 'Use every("1 hour") or every("2 hours").'),
        (Every(5, "hours"), 'Use every("4 hours") or every("6 hours").'),
        (Every(2, "days"), 'Use every("1 day"), and count the days in the handler.'),
    ],
)
def test_what_does_not_divide_has_a_neighbour(dialect: ModuleType, every: Every, fix: str) -> None:
    with pytest.raises(cron.CronFault) as caught:
        dialect.expression(declared(every))

    assert fix == caught.value.fix
