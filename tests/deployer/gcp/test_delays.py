"""What Google takes its time for: builds, removals, and who is known where."""

from __future__ import annotations

from typing import Any

import pytest

from tests.deployer.conformance.bench import Bench
from tests.deployer.gcp import samples
from tests.deployer.gcp.account import PROJECT
from tests.deployer.gcp.refusal import Refused
from tests.deployer.harness.call import Call
from tests.deployer.harness.gate import Fault

FUNCTIONS = f"projects/{PROJECT}/locations/us-central1/functions"
SCHEDULE = """\
import faasport


@faasport.http("GET", "/hello")
def hello():
    return {}


@faasport.schedule("0 6 * * *")
def report(tick: faasport.Tick):
    print("reported")
"""


def creates_report(call: Call) -> bool:
    return "sample-dev-report" in str(call.parameters) and call.path.endswith("/functions")


def test_what_a_killed_run_has_begun_to_build_is_waited_for(bench: Bench, google: Any) -> None:
    version = samples.written(bench, "schedule", SCHEDULE)
    bench.told(bench.deploy(version))
    wanted = bench.platform.state()
    bench.platform.empty()
    google = bench.platform.google
    google.length = 15

    killed = bench.deploy(version, faults=[Fault("kill", where=creates_report)])
    bench.told(bench.deploy(version))

    assert killed.was_killed
    assert bench.platform.state() == wanted
    assert not [each for each in google.things.values() if "known when" in str(each.json)]


def test_what_a_killed_run_has_begun_to_remove_is_made_again(bench: Bench, google: Any) -> None:
    bench.told(bench.deploy())
    bench.told(bench.destroy())
    kept = bench.platform.state()
    bench.told(bench.deploy())
    wanted = bench.platform.state()
    google.length = 15

    killed = bench.destroy(faults=[Fault("kill", where=_removes_function)])
    bench.told(bench.deploy())

    assert killed.was_killed
    assert kept != wanted
    assert bench.platform.state() == wanted


def test_an_account_that_was_made_and_cannot_be_read_yet(bench: Bench, google: Any) -> None:
    """https://cloud.google.com/iam/docs/service-accounts-create: up to a minute"""
    bench.told(bench.deploy())
    wanted = bench.platform.state()
    bench.platform.empty()
    google = bench.platform.google
    left, usual = [6], google._account

    def account(call: Call, own: str | None) -> Any:
        if call.method == "GET" and google.accounts and left[0]:
            left[0] -= 1
            if own:
                raise Refused(404, "NOT_FOUND", "Unknown service account")
            whole, google.accounts = google.accounts, {}
            answer = usual(call, own)
            google.accounts = whole
            return answer
        return usual(call, own)

    google._account = account
    killed = bench.deploy(faults=[Fault("kill", where=_creates_account)])

    bench.told(bench.deploy())

    assert killed.was_killed
    assert bench.platform.state() == wanted


def test_a_build_that_waits_for_a_grant_is_not_tried_for_hours(bench: Bench, google: Any) -> None:
    usual = google._built

    def built(name: str, message: Any) -> str:
        usual(name, message)
        return (
            "Permission denied on secret: projects/4711/secrets/key/versions/latest for Revision "
            "service account sample-dev@shop-1.iam.gserviceaccount.com."
        )

    google._built = built
    google.length = 30  # looks, which is two minutes

    ran = bench.deploy()

    assert ran.codes == ["deployment-failed"]
    assert 60 < sum(ran.slept) < 1800


@pytest.mark.parametrize("command", ["deploy", "destroy"])
def test_a_region_that_does_not_answer_is_told(bench: Bench, google: Any, command: str) -> None:
    bench.told(bench.deploy())
    usual = google._listed

    def listed(parent: str, collection: str) -> Any:
        answer = usual(parent, collection)
        if collection == "functions":
            return answer.of({"functions": [], "unreachable": ["us-central1"]})
        return answer

    google._listed = listed

    ran = bench.deploy() if command == "deploy" else bench.destroy()

    assert ran.codes == ["unreachable"]
    assert "us-central1" in str(ran.problems)


def _removes_function(call: Call) -> bool:
    return call.method == "DELETE" and "/functions/" in call.path


def _creates_account(call: Call) -> bool:
    return call.method == "POST" and call.path.endswith("/serviceAccounts")
