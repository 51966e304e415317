"""What cannot be a schedule is refused with what to write instead."""

from __future__ import annotations

from types import ModuleType

import pytest

from faasport.packager import cron
from faasport.packager.cron import zone
from faasport.project.model import Consumer, DeclaredFunction, DeclaredTrigger
from faasport_aws.packager import cron as aws
from faasport_azure.packager import cron as azure
from faasport_gcp.packager import cron as gcp
from faasport_vercel.packager import cron as vercel
from tests.unit.cron.expressions import REFUSED

DIALECTS = (aws, gcp, azure, vercel)


def consumer(text: str | None, *, every: object = None, timezone: str = "UTC") -> Consumer:
    options = {"expression": text, "every": every, "timezone": timezone}
    trigger = DeclaredTrigger("schedule", name="report", options=options)
    function = DeclaredFunction("report", "jobs", (trigger,), file="jobs.py", line=7)
    return Consumer("report", function, trigger, 0)


@pytest.mark.parametrize(("text", "said"), REFUSED.items())
def test_the_reason_names_the_field_and_what_to_write(text: str, said: str) -> None:
    with pytest.raises(cron.CronFault) as caught:
        cron.parse(text)

    assert said in str(caught.value)
    assert caught.value.fix


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("text", ["@daily", "0 0 31 2 *", "* * L * *"])
def test_every_platform_refuses_alike(dialect: ModuleType, text: str) -> None:
    (problem,) = dialect.problems(consumer(text))
    (elsewhere,) = gcp.problems(consumer(text))

    assert elsewhere == problem
    assert (problem.code, problem.where) == ("bad-schedule", "jobs.py:7")
    assert problem.message.startswith("report: ")


@pytest.mark.parametrize("dialect", [aws, azure, vercel])
def test_two_day_fields_become_two_schedules(dialect: ModuleType) -> None:
    (problem,) = dialect.problems(consumer("30 6 13 1-6 FRI"))

    assert '"30 6 13 1-6 *" and "30 6 * 1-6 FRI"' in problem.fix


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_zone_must_be_of_the_database(dialect: ModuleType) -> None:
    problems = dialect.problems(consumer("0 6 * * *", timezone="Europe/Berln"))

    assert "Did you mean 'Europe/Berlin'?" in problems[0].fix


@pytest.mark.parametrize("name", ["", "CET+1", "../etc/passwd", "utc ", "localtime"])
def test_no_zone_at_all(name: str) -> None:
    with pytest.raises(cron.CronFault, match="no time zone of the IANA database"):
        zone.check(name)


def test_without_a_database_nothing_is_taken_for_granted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zone, "available_timezones", set)

    zone.check("UTC")
    with pytest.raises(cron.CronFault, match="pip install tzdata"):
        zone.check("Europe/Berlin")


def test_only_flex_consumption_has_no_clock_but_utc() -> None:
    there = consumer("0 6 * * *", timezone="America/New_York")
    at_home = consumer("0 6 * * *", timezone="Etc/UTC")

    assert [len(dialect.problems(there)) for dialect in DIALECTS] == [0, 0, 1, 0]
    assert [dialect.problems(at_home) for dialect in DIALECTS] == [[], [], [], []]
    (problem,) = azure.problems(there)
    assert "keeps UTC, not America/New_York" in problem.message


@pytest.mark.parametrize("dialect", [aws, vercel])
def test_nothing_is_too_long(dialect: ModuleType) -> None:
    """Both take 256 characters, and a list cannot be longer than one that leaves out each third."""
    fields = (range(60), range(24), range(1, 32), range(1, 13))
    lists = [",".join(str(number) for number in span if number % 3) for span in fields]

    expression = dialect.expression(consumer(" ".join((*lists, "*"))).trigger)

    assert lists[0] in expression
    assert len(expression) <= 256


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_daylight_rule_names_its_page(dialect: ModuleType) -> None:
    rule = dialect.DAYLIGHT

    assert rule.source.startswith("https://")
    assert rule.skipped.endswith(".")
    assert rule.repeated.endswith(".")
