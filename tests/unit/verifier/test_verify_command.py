"""The command as users run it: real packaging, the vendors' real runtimes."""

from __future__ import annotations

import json

import pytest

from faasport.cli.program import run
from faasport.verifier import environments
from faasport.verifier.environments import UnavailableError
from faasport_aws.host import Host as AwsHost
from faasport_azure.host import Host as AzureHost
from faasport_gcp.host import Host as GcpHost

TARGETS = ("aws", "azure", "gcp", "vercel")
ENTRY_POINTS = """\
[faasport.adapters]
aws = faasport_aws.packager:AwsTarget
azure = faasport_azure.packager:AzureTarget
gcp = faasport_gcp.packager:GcpTarget
vercel = faasport_vercel.packager:VercelTarget
"""
ALIKE = """
import faasport

@faasport.http("POST", "/orders/{order_id}")
def create_order(order_id: str, order: dict) -> faasport.Response:
    response = faasport.Response.json({"id": order_id, **order}, 201)
    response.set_cookie("last", order_id if order_id.isalnum() else "odd", path="/")
    return response

@faasport.http("GET", "/numbers")
async def numbers(n: int = 3):
    return faasport.Response((f"{number} " for number in range(n)))
"""
BRANCHING = """
import faasport

@faasport.http("GET", "/where")
def where(request: faasport.Request):
    return {"platform": request.context.platform}
"""
ONLY_ON_LAMBDA = """
import os
import faasport

if os.environ.get("AWS_LAMBDA_FUNCTION_NAME"):
    raise RuntimeError("not on Lambda")

@faasport.http("GET", "/")
def home():
    return "home"
"""
CHANGING = """
import uuid
import faasport

@faasport.http("GET", "/")
def home():
    return {"id": str(uuid.uuid4()), "name": "home"}
"""


SLOW = """
import time
import faasport

@faasport.http("GET", "/")
def home(seconds: float = 0):
    time.sleep(seconds)
    return "home"
"""
OWN_VARIABLES = """
import os
import faasport

AT_IMPORT = os.environ.get("TABLE")

@faasport.http("GET", "/orders")
def orders():
    return {"table": [AT_IMPORT, os.environ["TABLE"]], "audit": "AUDIT" in os.environ}

@faasport.http("GET", "/users")
def users():
    return {"table": [AT_IMPORT, os.environ["TABLE"]], "audit": "AUDIT" in os.environ}
"""


EVENTS_ALIKE = """
import faasport

@faasport.queue("orders")
def fulfil(message: faasport.Message):
    return None

@faasport.topic("signups")
async def welcome(message: faasport.Message):
    message.text()

@faasport.schedule("0 6 * * *")
def report(tick: faasport.Tick):
    assert tick.type == "schedule.fired"
"""
EVENTS_BRANCHING = """
import faasport

@faasport.queue("orders")
def fulfil(message: faasport.Message):
    if message.context.platform != "neutral":
        raise RuntimeError(message.context.platform)

@faasport.http("GET", "/")
def home():
    return "home"
"""


@pytest.fixture(autouse=True)
def adapters(tmp_path, monkeypatch):
    """The adapters, found as an installation's are, also in a clone that nobody installed."""
    info = tmp_path / "installed" / "faasport_clone-0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: faasport-clone\nVersion: 0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    monkeypatch.syspath_prepend(str(info.parent))


@pytest.fixture
def verify(tmp_path, capsys):
    """Run `verify --json` on a project of this one module; (exit code, answer)."""
    for host in (AwsHost, AzureHost, GcpHost):
        try:
            environments.provide(host.requirements, "3.13")
        except UnavailableError as missing:
            pytest.skip(f"the vendor's runtime is not to be had: {missing}")
    root = tmp_path / "project"
    root.mkdir()

    def verify(source, *targets, cases="", config=""):
        table = '[tool.faasport]\nname = "shop"\nmodules = ["app"]\n'
        (root / "pyproject.toml").write_text(table + config)
        (root / "app.py").write_text(source)
        (root / "faasport.verify.toml").write_text(cases)
        names = [part for target in targets or ("all",) for part in ("--target", target)]
        code = run(["verify", "--project", str(root), *names, "--json"])
        answer = json.loads(capsys.readouterr().out)
        return code, answer

    return verify


def outcomes(answer, **wanted):
    return {
        case["target"]: case["outcome"]
        for case in answer["cases"]
        if all(case[key] == value for key, value in wanted.items())
    }


def test_a_handler_that_is_alike_everywhere_is_proven(verify):
    code, answer = verify(ALIKE)

    assert [case for case in answer["cases"] if case["outcome"] != "same"] == []
    assert (code, answer["ok"]) == (0, True)
    assert {case["target"] for case in answer["cases"]} == set(TARGETS)
    assert {case["function"] for case in answer["cases"]} == {"create_order", "numbers"}
    assert set(answer["cases"][0]) == {
        "function",
        "trigger",
        "case",
        "target",
        "outcome",
        "detail",
    }


def test_variables_of_one_function_are_its_own_in_the_reference_too(verify):
    code, answer = verify(
        OWN_VARIABLES,
        "aws",
        config='functions.orders.env = { TABLE = "o", AUDIT = "yes" }\n'
        'functions.users.env = { TABLE = "u" }\n',
        cases='[[case]]\nname = "mine"\nrequest = { target = "/users" }\n'
        'expected = { json = { table = ["u", "u"], audit = false } }\n',
    )

    assert [case for case in answer["cases"] if case["outcome"] != "same"] == []
    assert code == 0


def test_a_handler_that_branches_on_its_platform_is_different(verify):
    code, answer = verify(BRANCHING)

    assert (code, answer["ok"]) == (1, False)
    assert outcomes(answer, case="GET /where") == dict.fromkeys(TARGETS, "different")
    details = {case["detail"] for case in answer["cases"] if case["case"] == "GET /where"}
    assert details == {f'json platform: "{name}" instead of "neutral"' for name in TARGETS}


def test_event_handlers_that_are_alike_everywhere_are_proven(verify):
    code, answer = verify(EVENTS_ALIKE)

    found = {case["outcome"] for case in answer["cases"]}
    assert (code, answer["ok"], found) == (0, True, {"same", "not-expressible"})
    for case in ("queue: fitting event", "topic: fitting event", "schedule: fitting event"):
        assert outcomes(answer, case=case) == dict.fromkeys(TARGETS, "same")


def test_an_event_handler_that_raises_by_its_platform_is_different(verify):
    code, answer = verify(EVENTS_BRANCHING)

    assert (code, answer["ok"]) == (1, False)
    assert outcomes(answer, case="queue: fitting event") == dict.fromkeys(TARGETS, "different")
    assert outcomes(answer, case="GET /") == dict.fromkeys(TARGETS, "same")


def test_a_runtime_that_cannot_load_the_code_fails_with_its_own_words(verify):
    code, answer = verify(ONLY_ON_LAMBDA, "aws", "gcp")

    assert (code, answer["ok"]) == (1, False)
    assert outcomes(answer, case="GET /") == {"aws": "failed", "gcp": "same"}
    (detail,) = {case["detail"] for case in answer["cases"] if case["outcome"] == "failed"}
    assert detail.startswith("RuntimeError: not on Lambda\n")
    assert "app.py" in detail


def test_what_outlasts_its_timeout_fails_on_every_platform(verify):
    _, answer = verify(
        SLOW,
        config="timeout = 1\n",
        cases='[[case]]\nname = "slow"\nrequest = { target = "/?seconds=2" }\n',
    )

    assert outcomes(answer, case="slow") == dict.fromkeys(TARGETS, "failed")


def test_what_changes_from_call_to_call_is_told_and_may_be_ignored(verify):
    code, answer = verify(CHANGING, "gcp")
    ignoring = verify(CHANGING, "gcp", cases='ignore = ["json:id"]')

    assert (code, outcomes(answer, case="GET /")) == (1, {"gcp": "different"})
    assert any("does not answer the same twice" in case["detail"] for case in answer["cases"])
    assert (ignoring[0], ignoring[1]["ok"]) == (0, True)


def test_the_users_cases_are_asked_and_their_expectations_count(verify):
    cases = """
        [[case]]
        name = "as it is"
        request = { method = "POST", target = "/orders/7", json = { sku = "tea" } }
        expected = { status = 201, json = { id = "7", sku = "tea" } }
        [[case]]
        name = "as it is not"
        targets = ["gcp"]
        request = { target = "/numbers?n=2" }
        expected = { status = 200, text = "0 1 2 " }
    """

    code, answer = verify(ALIKE, "aws", "gcp", cases=cases)
    without_gcp = verify(ALIKE, "aws", cases=cases)

    assert (code, answer["ok"]) == (1, False)
    assert (without_gcp[0], without_gcp[1]["ok"]) == (0, True)
    assert outcomes(answer, case="as it is") == {"aws": "same", "gcp": "same"}
    assert outcomes(answer, case="as it is not") == {"gcp": "different"}


def test_a_stale_artifact_is_made_again(verify):
    verify(ALIKE, "gcp")

    code, answer = verify(BRANCHING, "gcp")

    assert (code, outcomes(answer, case="GET /where")) == (1, {"gcp": "different"})


def test_a_runtime_that_is_not_to_be_had_is_unavailable(verify, monkeypatch, tmp_path):
    monkeypatch.setattr(GcpHost, "requirements", ("faasport-no-such-runtime==1.0",))
    monkeypatch.setattr("faasport.project.cache.directory", lambda: tmp_path / "cache")
    monkeypatch.setenv("UV_OFFLINE", "1")

    code, answer = verify(BRANCHING, "gcp")

    assert (code, answer["ok"]) == (1, False)
    assert {case["outcome"] for case in answer["cases"]} == {"unavailable"}
    assert "faasport-no-such-runtime" in answer["cases"][0]["detail"]


def test_a_fault_in_the_case_file_is_a_problem(verify):
    code, answer = verify(ALIKE, "gcp", cases="caes = []")

    assert code == 1
    assert [problem["code"] for problem in answer["problems"]] == ["unknown-key"]


COMPILED = """
import faasport
from markupsafe import _speedups, escape

@faasport.http("GET", "/")
def home():
    return {"escaped": str(escape("<>")), "compiled": _speedups.__name__}
"""


def test_compiled_dependencies_for_another_machine_are_replaced_by_this_ones(verify, tmp_path):
    (tmp_path / "project" / "requirements.txt").write_text("markupsafe==3.0.2\n")

    code, answer = verify(COMPILED, "aws", config='architecture = "arm64"\n')

    assert (code, outcomes(answer, case="GET /")) == (0, {"aws": "same"})
