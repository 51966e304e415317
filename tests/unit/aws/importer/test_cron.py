from __future__ import annotations

import pytest

from faasport.packager.cron import parse
from faasport_aws.importer import cron

OURS = {
    "rate(1 minute)": "every 1 minute",
    "rate(5 minutes)": "every 5 minutes",
    "rate( 2 days )": "every 2 days",
    "cron(0 12 * * ? *)": "0 12 * * *",
    "cron(0/15 8-18 ? * MON-FRI *)": "*/15 8-18 * * MON-FRI",
    "cron(5/20 * * * ? *)": "5-59/20 * * * *",
    "cron(0 10 ? * 2-6 *)": "0 10 * * MON-FRI",
    "cron(0 10 ? * 1 *)": "0 10 * * SUN",
    "cron(0 10 ? * 7 *)": "0 10 * * SAT",
    "cron(0 10 ? * 2/2 *)": "0 10 * * MON,WED,FRI",
    "cron(0 10 ? * FRI-SUN *)": "0 10 * * FRI,SAT,SUN",
    "cron(0 0 1/5 JAN,JUL ? *)": "0 0 */5 JAN,JUL *",
    "cron(0 10 * * *)": "0 10 * * *",
}
LEFT = {
    "cron(0 0 1 1 ? 2030)": "year 2030",
    "cron(0 0 L * ? *)": "last day",
    "cron(0 0 15W * ? *)": "nearest weekday",
    "cron(0 10 ? * 6#3 *)": "nth weekday",
    "cron(0 10 ? * 6L *)": "last day",
    "cron(0 10 ? * FRIL *)": "last day",
    "cron(99 * * * ? *)": "99",
    "cron(* * *)": "six fields",
    "rate(0 days)": "from 1",
    "rate(5 fortnights)": "only rate(...) and cron(...)",
    "at(2030-01-01T00:00:00)": "only rate(...) and cron(...)",
    "": "only rate(...) and cron(...)",
}


@pytest.mark.parametrize("told", OURS)
def test_a_schedule_fires_at_the_same_times(told):
    ours, said = cron.of(told)

    assert ours == OURS[told]
    assert said == ()
    assert ours.startswith("every ") or parse(ours)


@pytest.mark.parametrize("told", LEFT)
def test_what_cron_cannot_say_is_left_with_the_reason(told):
    ours, (said,) = cron.of(told)

    assert ours is None
    assert said.kind == "left"
    assert LEFT[told] in said.message


def test_sunday_is_one_over_there():
    numbers = [cron.of(f"cron(0 0 ? * {day} *)")[0] for day in range(1, 8)]

    assert [each.split()[-1] for each in numbers] == [
        "SUN",
        "MON",
        "TUE",
        "WED",
        "THU",
        "FRI",
        "SAT",
    ]
