"""The findings on a project that does everything wrong, in each form in which they are told."""

from __future__ import annotations

import io
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from faasport.checker import sarif, text
from faasport.checker.check import Checked, check
from faasport.checker.finding import Finding
from faasport.checker.rules import RULES
from faasport.packager import registry
from faasport.project.problem import Problem
from tests.unit.checker.conftest import OURS

BAD = Path(__file__).with_name("bad")
GOLDEN = Path(__file__).with_name("golden")
# What the core itself says; the adapters' own words are tested with the adapters.
OF_THE_CORE = {"unknown-function", "unknown-rule"}


@pytest.fixture(scope="module")
def checked():
    found = check(BAD, registry.select(OURS), stage="dev")
    problems = tuple(each for each in found.problems if each.code in OF_THE_CORE)
    return replace(found, problems=problems, warnings={})


def compare(name: str, content: str) -> None:
    path = GOLDEN / name
    if os.environ.get("FAASPORT_UPDATE_GOLDEN"):
        path.write_text(content, "utf-8")

    assert path.read_text("utf-8") == content


def shown(value) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def test_as_text(checked):
    out = io.StringIO()
    text.show(checked, Console(file=out, highlight=False, width=120))

    compare("check.txt", out.getvalue())


def test_as_json(checked):
    compare("check.json", shown(checked.as_json(strict=False)))


def test_as_sarif(checked):
    document = sarif.log(checked)
    driver = document["runs"][0]["tool"]["driver"]
    driver["version"] = "0"
    # The rules are docs/check.md once more, and tested there.
    driver["rules"] = [rule["id"] for rule in driver["rules"]]

    compare("check.sarif", shown(document))


def test_the_project_is_wrong_in_every_way_but_those_it_may_not_show(checked):
    """A secret's shape would be found in this repository too; pandas is not installed here; the
    table of the project ignores two rules."""
    unseen = {rule.id for rule in RULES} - {each.rule for each in checked.findings}

    assert unseen == {"FP033", "FP042", "FP065"}


def test_no_value_of_a_secret_is_told(checked):
    out = io.StringIO()
    text.show(checked, Console(file=out, width=1000))

    everything = out.getvalue() + shown(checked.as_json(strict=True)) + shown(sarif.log(checked))

    assert "q8Zr2LwX7vNp4TyB9kHd" in (BAD / "pyproject.toml").read_text("utf-8")
    assert "q8Zr2LwX7vNp4TyB9kHd" not in everything


def test_sarif_has_what_code_hosts_ask_for(checked):
    document = sarif.log(checked, "https://faasport.example")
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    locations = [
        result["locations"][0]["physicalLocation"]
        for result in run["results"]
        if "locations" in result
    ]

    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("/sarif-schema-2.1.0.json")
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert rules[0]["helpUri"] == "https://faasport.example/docs/check.md#fp001"
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    assert {each["level"] for each in run["results"]} <= {"error", "warning", "note"}
    assert all(each["message"]["text"] for each in run["results"])
    assert not [each for each in locations if each["artifactLocation"]["uri"].startswith("/")]
    assert all(each["region"]["startLine"] > 0 for each in locations)
    assert all(each["region"].get("startColumn", 1) > 0 for each in locations)
    fingerprints = [each["partialFingerprints"]["faasport/v1"] for each in run["results"]]
    assert len(set(fingerprints)) == len(fingerprints)


def test_a_fingerprint_outlives_lines_that_come_and_go():
    first = Finding("FP021", "error", "app.py", 3, 1, "this writes to 'a'.", "w", "f", ("aws",))
    lower = replace(first, line=30, last_line=31)

    def fingerprints(*findings):
        results = sarif.log(Checked(("aws",), 1, findings))["runs"][0]["results"]
        return [each["partialFingerprints"]["faasport/v1"] for each in results]

    assert fingerprints(first) == fingerprints(lower)
    assert len(set(fingerprints(first, lower))) == 2


def test_a_problem_without_a_file_has_no_location():
    problems = (
        Problem("limit", "pyproject.toml:4: tool.faasport.memory", "too much.", "Less."),
        Problem("same-name", "aws: catch_all", "twice.", ""),
        Problem("no-trigger", "src/my shop/app.py:7", "no bucket.", ""),
    )

    results = sarif.log(Checked(("aws",), 1, (), problems))["runs"][0]["results"]

    places = [
        each["locations"][0]["physicalLocation"] if "locations" in each else None
        for each in results
    ]
    assert places[0]["artifactLocation"]["uri"] == "pyproject.toml"
    assert places[0]["region"] == {"startLine": 4}
    assert places[1] is None
    assert places[2]["artifactLocation"]["uri"] == "src/my%20shop/app.py"


@pytest.mark.parametrize(
    "place",
    [
        "https://shop.blob.core.windows.net/in/a.csv?sv=2024-11-04&sig=SIGNATURE0a1b2c3d",
        "https://in.s3.amazonaws.com/a.csv?X-Amz-Signature=SIGNATURE0a1b2c3d",
        "https://storage.googleapis.com/in/a.csv?X-Goog-Signature=SIGNATURE0a1b2c3d",
    ],
)
def test_a_signed_address_is_found_and_its_signature_not_told(place, inspect):
    (found,) = inspect(f"import faasport\nPLACE = {place!r}\n@faasport.http\ndef index(): ...\n")

    assert found.rule == "FP015"
    assert "SIGNATURE" not in found.message
    assert place.partition("?")[0] in found.message
