"""`faasport verify` of event triggers, on a platform that does not exist, in processes that do."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from faasport.cli.program import run
from faasport.verifier import environments
from faasport.verifier.environments import UnavailableError

FAKE = Path(__file__).resolve().parents[1] / "packager" / "fake"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
ALIKE = """
import dataclasses
import faasport

@dataclasses.dataclass
class Order:
    sku: str
    quantity: int

@faasport.queue("orders", ordered=True)
def fulfil(order: Order):
    if order.sku == "none":
        raise faasport.Reject("no such thing")

@faasport.topic("signups")
async def welcome(message: faasport.Message):
    if not message.body:
        raise faasport.Retry("too early", after=30)
"""
BRANCHING = """
import faasport

@faasport.queue("orders")
def fulfil(message: faasport.Message):
    if message.context.platform == "fake":
        raise RuntimeError("not here")
"""
DYING = """
import os
import faasport

@faasport.topic("signups")
def welcome(message: faasport.Message):
    if message.context.platform == "fake" and message.text() == "die":
        os._exit(3)
"""
DYING_ALONE = """
import os
import faasport

@faasport.topic("signups")
def welcome(message: faasport.Message):
    if message.context.platform != "fake" and message.body == b"die":
        os._exit(3)
"""
FAILING = """
import faasport

@faasport.topic("signups")
def welcome(message: faasport.Message):
    raise ValueError("always")
"""
VARIABLE = """
import os
import faasport

@faasport.topic("signups")
def welcome(message: faasport.Message):
    if os.environ["TABLE"] != "users":
        raise faasport.Reject("another table")
"""
MIXED = """
import faasport

@faasport.http("GET", "/")
@faasport.queue("orders")
@faasport.topic("signups")
def either(): ...
"""


@pytest.fixture
def verify(tmp_path, capsys, monkeypatch):
    """Run `verify --json` on a project of this one module; (exit code, answer)."""
    monkeypatch.syspath_prepend(str(FAKE))
    try:
        environments.provide((), PYTHON)
    except UnavailableError as missing:
        pytest.skip(f"no environment is to be had: {missing}")
    root = tmp_path / "project"
    root.mkdir()

    def verify(source, cases="", config=""):
        table = f'[tool.faasport]\nname = "shop"\nmodules = ["app"]\npython = "{PYTHON}"\n'
        (root / "pyproject.toml").write_text(table + config)
        (root / "app.py").write_text(source)
        (root / "faasport.verify.toml").write_text(cases)
        code = run(["verify", "--project", str(root), "--target", "fake", "--json"])
        return code, json.loads(capsys.readouterr().out)

    return verify


def told(answer):
    return {case["case"]: (case["outcome"], case["detail"]) for case in answer["cases"]}


def test_handlers_that_are_alike_are_proven(verify):
    code, answer = verify(ALIKE)

    found = told(answer)
    assert (code, answer["ok"]) == (0, True)
    assert {case["trigger"] for case in answer["cases"]} == {"queue orders", "topic signups"}
    assert set(answer["cases"][0]) == {
        "function",
        "trigger",
        "case",
        "target",
        "outcome",
        "detail",
    }
    assert found["queue: fitting event"] == ("same", "")
    assert found["queue: batch of three"] == ("same", "")
    # Rejected by the handler's type, and delivered again for all that this platform knows.
    page = "(https://fake.example/triggers)"
    lost = f"verdict: a rejected message comes again {page}"
    assert found["queue: wrong payload"] == ("not-expressible", lost)
    assert found["topic: empty body"] == ("not-expressible", f"verdict: no delay {page}")


def test_a_handler_that_raises_on_its_platform_alone_is_different(verify):
    code, answer = verify(BRANCHING)

    assert (code, answer["ok"]) == (1, False)
    found = told(answer)
    assert found["queue: fitting event"] == ("different", "event 1: retry instead of done")
    assert found["queue: batch of three"][1].splitlines() == [
        f"event {number}: retry instead of done" for number in (1, 2, 3)
    ]
    assert {case["outcome"] for case in answer["cases"]} == {"different"}


def test_what_is_expected_of_events_counts(verify):
    cases = """
        [[case]]
        name = "as it is"
        function = "fulfil"
        events = [
            { data = { sku = "tea", quantity = 2 } },
            { data = { sku = "none", quantity = 1 } },
            { data = { sku = "tea", quantity = 2 } },
        ]
        expected = { verdicts = ["done", "reject", "retry"] }
        [[case]]
        name = "as it is not"
        function = "fulfil"
        event = { data = { sku = "tea", quantity = 2 } }
        expected = { verdicts = ["reject"] }
        [[case]]
        name = "as it is not, and the platform cannot tell"
        function = "fulfil"
        event = { data = { sku = "none", quantity = 2 } }
        expected = { verdicts = ["done"] }
    """

    code, answer = verify(ALIKE, cases)

    found = told(answer)
    assert code == 1
    assert found["as it is"][0] == "not-expressible"
    assert found["as it is not"] == ("different", "event 1: done instead of the expected reject")
    assert found["as it is not, and the platform cannot tell"] == (
        "different",
        "event 1: reject instead of the expected done (no such thing)",
    )


def test_what_the_platform_cannot_carry_and_what_kills_it_are_told(verify):
    cases = f"""
        [[case]]
        name = "large"
        function = "welcome"
        event = {{ data = "{"x" * 1001}" }}
        [[case]]
        name = "deadly"
        function = "welcome"
        event = {{ data = "die" }}
    """

    code, answer = verify(DYING, cases)

    found = told(answer)
    assert code == 1
    assert found["large"] == (
        "not-expressible",
        "more than 1000 bytes (https://fake.example/limits)",
    )
    outcome, detail = found["deadly"]
    assert outcome == "failed"
    assert "exit code 3" in detail


def test_a_reference_that_dies_takes_no_other_case_with_it(verify):
    deadly = '[[case]]\nname = "deadly"\nfunction = "welcome"\nevent = { data = "die" }\n'

    code, answer = verify(DYING_ALONE, deadly)

    found = told(answer)
    outcome, detail = found.pop("deadly")
    assert (code, outcome) == (1, "failed")
    assert "neutral dispatch did not answer: the process ended with exit code 3" in detail
    assert {outcome for outcome, _ in found.values()} == {"same"}


def test_a_handler_that_fails_everywhere_is_the_same_and_told(verify):
    code, answer = verify(FAILING)

    assert code == 0
    assert told(answer)["topic: fitting event"] == (
        "same",
        "It is to be delivered again, here as without any platform.",
    )


def test_variables_are_set_in_the_reference_too(verify):
    code, answer = verify(VARIABLE, config='env = { TABLE = "users" }\n')

    assert (code, {case["outcome"] for case in answer["cases"]}) == (0, {"same"})


def test_a_case_says_which_of_several_triggers_it_means(verify):
    ask = '[[case]]\nname = "mine"\nfunction = "either"\nevent = {}\n'

    _, several = verify(MIXED, ask)
    _, named = verify(MIXED, ask + 'trigger = "topic"\nexpected = { verdicts = ["done"] }\n')

    (problem,) = several["problems"]
    assert (problem["code"], problem["where"]) == (
        "which-trigger",
        "faasport.verify.toml:1: case[0].trigger",
    )
    assert "topic, queue, http" in problem["message"] or "http, queue, topic" in problem["message"]
    (mine,) = [case for case in named["cases"] if case["case"] == "mine"]
    assert (mine["trigger"], mine["outcome"]) == ("topic signups", "same")
