"""The tables of docs/schedules.md are what the printers print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from faasport.packager import cron
from faasport.project.model import DeclaredTrigger
from faasport_aws.packager import cron as aws
from faasport_azure.packager import cron as azure
from faasport_gcp.packager import cron as gcp
from faasport_vercel.packager import cron as vercel

PAGE = (Path(__file__).parents[3] / "docs" / "schedules.md").read_text("utf-8")
DIALECTS = {"AWS": aws, "GCP": gcp, "Azure": azure, "Vercel": vercel}
ROWS = [
    [cell.strip() for cell in line.split("|")[1:-1]]
    for line in PAGE.splitlines()
    if line.startswith("| ")
]
PRINTED = [row for row in ROWS if len(row) == 5 and row[0].startswith("`")]
REFUSED = [
    row for row in ROWS if len(row) == 3 and re.fullmatch(r"`[^`]+( [^`]+)+`|`@\w+`", row[0])
]
DAYLIGHT = {row[0]: row[1:] for row in ROWS if len(row) == 4 and row[0] in DIALECTS}


def declared(written: str) -> DeclaredTrigger:
    every = re.fullmatch(r'every\("(\d+) (\w+?)s?"\)', written)
    options = {
        "expression": None if every else written,
        "every": [int(every[1]), f"{every[2]}s"] if every else None,
        "timezone": "UTC",
    }
    return DeclaredTrigger("schedule", name="x", options=options)


@pytest.mark.parametrize("row", PRINTED, ids=lambda row: row[0])
def test_the_page_shows_what_is_printed(row: list[str]) -> None:
    trigger = declared(row[0].strip("`"))

    for shown, dialect in zip(row[1:], DIALECTS.values(), strict=True):
        if shown == "refused":
            with pytest.raises(cron.CronFault):
                dialect.expression(trigger)
        else:
            assert shown.strip("`") == dialect.expression(trigger)


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row[0])
def test_the_page_shows_what_is_refused(row: list[str]) -> None:
    with pytest.raises(cron.CronFault):
        cron.parse(row[0].strip("`"))

    instead = re.match(r"`([^`]*)`", row[2])
    if instead and "every" not in instead[1]:
        cron.parse(instead[1])


def test_the_page_has_the_tables() -> None:
    assert len(PRINTED) == 9
    assert len(REFUSED) == 7


@pytest.mark.parametrize("name", DIALECTS)
def test_the_page_tells_what_daylight_saving_does(name: str) -> None:
    rule = DIALECTS[name].DAYLIGHT

    assert [rule.skipped, rule.repeated, f"[page]({rule.source})"] == DAYLIGHT[name]
