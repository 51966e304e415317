"""What the real platform takes its time for, and what it has forgotten when it is asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.deployer.azure import looking
from tests.deployer.azure.account import Trouble
from tests.deployer.conformance.bench import Bench
from tests.deployer.harness.call import Answer, Call
from tests.deployer.harness.gate import Fault

THEN = "Wed, 01 Jan 2020 00:01:00 GMT"


def is_state(call: Call) -> bool:
    return call.method == "PUT" and call.path.endswith("deployments/faasport-sample-dev-state")


class TestDelays:
    @pytest.mark.parametrize("status", [404, 502, 503])
    def test_the_endpoint_of_a_new_app_is_waited_for(self, bench: Bench, status: int) -> None:
        """https://github.com/Azure/functions-action/issues/390"""
        kudu = looking.cloud(bench).kudu
        left, usual = [40], kudu.answer

        def answer(call: Call, name: str, path: str) -> Answer:
            left[0] -= path == "/api/publish"
            return Answer(status) if left[0] > 0 else usual(call, name, path)

        kudu.answer = answer  # type: ignore[method-assign]

        ran = bench.deploy()

        bench.told(ran)
        assert len(looking.account(bench).published[looking.site_of(bench)]) == 1

    def test_an_endpoint_that_never_answers_is_told(self, bench: Bench) -> None:
        bench.told(bench.deploy())

        ran = bench.deploy(
            "code", faults=[Fault("unavailable", where=looking.is_publishing, times=None)]
        )

        assert ran.codes == ["unreachable"]
        assert 60 < sum(ran.slept) < 1800

    def test_code_that_failed_and_was_forgotten_does_not_count_as_taken(self, bench: Bench) -> None:
        """https://github.com/Azure/azure-dev/issues/4439"""
        bench.told(bench.deploy())
        before = bench.platform.state()
        looking.account(bench).publishing_fails = ["Azure Storage responded with Gone"]
        _forgetting(bench)

        failed = bench.deploy("code")
        looking.cloud(bench).kudu.__dict__.pop("answer")

        assert failed.codes == ["deployment-failed"]
        assert "Gone" in failed.problems[0]["message"]
        assert bench.platform.state() == before

    def test_code_that_was_taken_and_forgotten_counts(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        _forgetting(bench)

        ran = bench.deploy("code")
        again = bench.deploy("code")
        looking.cloud(bench).kudu.__dict__.pop("answer")

        bench.told(ran)
        assert bench.told(again)["changes"] == []

    def test_a_group_that_is_going_is_waited_for(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        wanted = bench.platform.state()
        _going(bench)

        ran = bench.deploy()

        bench.told(ran)
        assert bench.platform.state() == wanted

    def test_a_group_that_is_going_is_gone_for_destroy(self, bench: Bench) -> None:
        empty = bench.platform.state()
        bench.told(bench.deploy())
        _going(bench)

        ran = bench.destroy("--with-data")

        bench.told(ran)
        assert bench.platform.state() == empty

    def test_a_group_that_is_new_may_not_be_known_everywhere(self, bench: Bench) -> None:
        manager = looking.cloud(bench)._manager
        left, usual = [4], manager._deployment

        def deployment(call: Call, path: str, found: Any) -> Answer:
            if left[0] > 0 and is_state(call):
                left[0] -= 1
                raise Trouble(
                    "ResourceGroupNotFound", "Resource group 'sample-dev' could not be found.", 404
                )
            return usual(call, path, found)

        manager._deployment = deployment  # type: ignore[method-assign]

        bench.told(bench.deploy())

        assert left == [0]

    def test_a_server_farm_that_still_has_an_app_is_tried_again(self, bench: Bench) -> None:
        empty = bench.platform.state()
        bench.told(bench.deploy())
        account = looking.account(bench)
        account.groups[looking.GROUP]["tags"] = {}
        left, usual = [12], account.delete

        def delete(id_: str) -> bool:
            if "/serverfarms/" in id_.lower() and left[0]:
                left[0] -= 1
                raise Trouble("Conflict", "Server farm cannot be deleted: it has web app(s).", 409)
            return bool(usual(id_))

        account.delete = delete

        ran = bench.destroy("--with-data")
        account.__dict__.pop("delete")

        bench.told(ran)
        assert account.resources == empty["resources"]

    def test_a_deployment_that_is_gone_is_not_waited_for_an_hour(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        account = looking.account(bench)
        manager = looking.cloud(bench)._manager
        usual = manager._put

        def put(call: Call, found: Any) -> Answer:
            answer = usual(call, found)
            if found["name"] == "faasport-sample-dev":
                del account.deployments[found[0].lower()]
            return answer

        manager._put = put  # type: ignore[method-assign]

        failed = bench.deploy("memory")

        assert failed.codes == ["deployment-unsettled"]
        assert sum(failed.slept) < 600

    def test_who_asks_us_to_wait_for_long_is_told_of(self, bench: Bench) -> None:
        manager = looking.cloud(bench)._manager

        def answer(_call: Call, _path: str) -> Answer:
            body = Trouble("SubscriptionRequestsThrottled", "Too many requests.").body
            return Answer.of(body, 429, retry_after="1800")

        manager._answer = answer  # type: ignore[method-assign]

        failed = bench.deploy()

        assert failed.codes == ["throttled"]
        assert "1800 s" in failed.problems[0]["message"]
        assert 1800 not in failed.slept

    def test_a_host_that_begins_anew_is_asked_again_for_its_keys(
        self, bench: Bench, tmp_path: Path
    ) -> None:
        bench.told(bench.deploy())
        manager = looking.cloud(bench)._manager
        left, usual = [3], manager._action

        def action(path: str) -> Answer:
            left[0] -= path.endswith("listkeys")
            if path.endswith("listkeys") and left[0] >= 0:
                said = "Encountered an error (ServiceUnavailable) from host runtime."
                raise Trouble("BadRequest", said)
            return usual(path)

        manager._action = action  # type: ignore[method-assign]
        event = tmp_path / "job.json"
        event.write_text(json.dumps({"did": 1}))
        line = bench.line("invoke", "first", "--remote", "--event", str(event))

        ran = bench.run(line[0], "work", *line[1:])

        assert ran.code == 0, ran.out

    def test_a_clock_that_is_wrong_takes_nothing_over(self, bench: Bench) -> None:
        """How old a hold is, is told by the clock that has dated it."""
        bench.told(bench.deploy())
        record = looking.account(bench).deployments[looking.STATE]
        record["tags"]["faasport-state"] = "working"
        record["tags"]["faasport-holder"] = "faasport-ada-elsewhere-42-0123456789ab"
        record["at"] = "2020-01-01T00:00:00.0000000Z"
        usual = looking.cloud(bench)._manager._answer

        def answer(call: Call, path: str) -> Answer:
            found = usual(call, path)
            return replace(found, headers={**found.headers, "date": THEN})

        looking.cloud(bench)._manager._answer = answer  # type: ignore[method-assign]

        busy = bench.deploy("code")

        assert busy.codes == ["busy"]


def _forgetting(bench: Bench) -> None:
    """After one look, nothing but `latest` tells of a deployment."""
    kudu = looking.cloud(bench).kudu
    seen: set[str] = set()
    usual = kudu.answer

    def answer(call: Call, name: str, path: str) -> Answer:
        found = usual(call, name, path)
        own = path.removeprefix("/api/deployments/")
        if path == "/api/publish" or own == "latest" or own not in seen:
            seen.add(own)
            return found
        return Answer.of({"Message": f"Deployment {own} not found."}, 404)

    kudu.answer = answer  # type: ignore[method-assign]


def _going(bench: Bench) -> None:
    """The group is being deleted, which takes some looks."""
    account = looking.account(bench)
    account.groups[looking.GROUP]["properties"] = {"provisioningState": "Deleting"}
    manager = looking.cloud(bench)._manager
    left, usual = [5], manager._answer

    def answer(call: Call, path: str) -> Answer:
        left[0] -= 1
        if left[0] == 0:
            account.delete_group(looking.GROUP)
        if left[0] > 0 and call.method == "PUT":
            raise Trouble("ResourceGroupBeingDeleted", "The group is being deleted.", 409)
        return usual(call, path)

    manager._answer = answer  # type: ignore[method-assign]
