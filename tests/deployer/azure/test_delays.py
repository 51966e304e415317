"""What the real platform takes its time for, and what it has forgotten when it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from tests.deployer.azure import looking
from tests.deployer.azure.account import Trouble
from tests.deployer.azure.cloud import Azure
from tests.deployer.conformance.bench import Bench
from tests.deployer.conformance.platform import Platform
from tests.deployer.harness.call import Answer, Call
from tests.deployer.harness.gate import Fault

Answering = Callable[..., Answer]


def is_state(call: Call) -> bool:
    return call.method == "PUT" and call.path.endswith("deployments/faasport-sample-dev-state")


class TestDelays:
    platform_class: ClassVar[type[Platform]] = Azure

    @pytest.fixture
    def bench(self, packaged: Bench) -> Bench:
        packaged.platform.gate.open()
        packaged.platform.empty()
        looking.cloud(packaged).identity.open()
        return packaged

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
