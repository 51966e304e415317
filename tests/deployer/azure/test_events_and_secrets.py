"""Event Grid's subscriptions after the code, and roles on a vault in another resource group."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest

from tests.deployer.azure.account import SITE, Trouble, kind_of
from tests.deployer.azure.rich import RichAzure
from tests.deployer.conformance import sweep
from tests.deployer.conformance.bench import Bench
from tests.deployer.conformance.platform import Platform
from tests.deployer.harness.call import Answer
from tests.deployer.harness.gate import Fault

SUBSCRIPTIONS = "eventsubscriptions"
ROLE = "microsoft.authorization/roleassignments"


class TestEventsAndSecrets:
    platform_class: ClassVar[type[Platform]] = RichAzure

    @pytest.fixture
    def bench(self, packaged: Bench) -> Bench:
        packaged.platform.gate.open()
        packaged.platform.empty()
        return packaged

    def test_subscriptions_follow_the_code_and_the_same_again_changes_nothing(
        self, bench: Bench
    ) -> None:
        bench.told(bench.deploy())
        written = [
            call.path.rpartition("/")[2]
            for call in bench.platform.gate.journal
            if bench.platform.is_write(call)
        ]

        again = bench.told(bench.deploy())

        assert written == [
            "sample-dev",
            "faasport-sample-dev-state",
            "faasport-sample-dev",
            "publish",
            "faasport-sample-dev-events",
            "faasport-sample-dev-state",
        ]
        assert again["changes"] == []
        assert len(_of_kind(bench, SUBSCRIPTIONS)) == 2
        assert any(
            "/vaults/shop-vault/secrets/stripe-key/" in each for each in _of_kind(bench, ROLE)
        )

    def test_the_secret_is_a_reference_and_in_no_place_of_ours(self, bench: Bench) -> None:
        bench.told(bench.deploy())

        site = next(
            each for each in _account(bench).resources.values() if kind_of(each["id"]) == SITE
        )

        assert site["settings"]["STRIPE_KEY"].startswith(
            "@Microsoft.KeyVault(SecretUri=https://shop-vault"
        )

    def test_killed_after_any_call_the_next_run_creates(self, bench: Bench) -> None:
        scenario = sweep.undisturbed(
            bench, bench.platform.empty, lambda faults: bench.deploy(faults=faults)
        )

        wrong = list(sweep.killed(scenario))

        assert wrong == []

    def test_a_subscription_that_fails_takes_all_back(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        before = bench.platform.state()
        kind = "microsoft.eventgrid/systemtopics/eventsubscriptions"
        _account(bench).spoiled[kind] = Trouble("InvalidRequest", "The filter is wrong.")

        failed = bench.deploy("memory")

        assert failed.codes == ["deployment-failed"]
        assert "The filter is wrong" in failed.problems[0]["message"]
        assert bench.platform.state() == before

    def test_code_that_was_published_stays_with_its_template(self, bench: Bench) -> None:
        bench.told(bench.deploy("code"))
        wanted = bench.platform.state()
        bench.platform.empty()
        bench.told(bench.deploy())

        first = bench.deploy("code", faults=[Fault("denied", where=_is_listing, times=None)])
        again = bench.deploy("code")

        assert first.codes == ["not-permitted"]
        assert "Template and code are the new ones" in first.problems[0]["message"]
        bench.told(again)
        assert bench.platform.state() == wanted

    def test_a_function_that_is_not_known_yet_is_waited_for(self, bench: Bench) -> None:
        kind = "microsoft.eventgrid/systemtopics/eventsubscriptions"
        said = "Destination endpoint not found. Resource details: resourceId: x."
        _account(bench).spoiled[kind] = Trouble("InvalidRequest", said)

        ran = bench.deploy()

        bench.told(ran)
        assert len(_of_kind(bench, SUBSCRIPTIONS)) == 2

    def test_a_role_elsewhere_that_fails_is_named(self, bench: Bench) -> None:
        empty = bench.platform.state()
        _account(bench).spoiled[ROLE] = Trouble("PrincipalLost", "It is nowhere.")
        _account(bench).groups.pop(
            next(key for key in _account(bench).groups if key.endswith("/vaults"))
        )

        failed = bench.deploy()
        bench.platform.empty()

        assert failed.code == 1
        assert bench.platform.state() == empty

    def test_destroy_takes_the_roles_elsewhere_and_keeps_data(self, bench: Bench) -> None:
        bench.told(bench.deploy())
        data = list(bench.platform.data())

        told = bench.told(bench.destroy())

        kept = [each["name"] for each in told["changes"] if each["action"] == "keep"]
        assert [each[:2] for each in kept] == ["da"]
        assert list(bench.platform.data()) == data != []
        assert _of_kind(bench, ROLE) == _of_kind(bench, SUBSCRIPTIONS) == []

    def test_destroy_with_data_leaves_nothing(self, bench: Bench) -> None:
        empty = bench.platform.state()
        bench.told(bench.deploy())

        bench.told(bench.destroy("--with-data"))

        assert bench.platform.state() == empty

    # Invocations

    def test_a_request_goes_to_its_route_with_its_key(self, bench: Bench, tmp_path: Any) -> None:
        bench.told(bench.deploy())
        kudu = _cloud(bench).kudu
        kudu.served["/hello/ada"] = Answer(
            201, b'{"hello": "ada"}', {"content-type": "application/json", "set-cookie": "a=1"}
        )
        request = {"method": "GET", "target": "/hello/ada?x=1", "headers": [["accept", "*/*"]]}

        ran = _invoked(bench, tmp_path, "hello", request)

        asked = kudu.asked[-1]
        assert ran.json["http"]["status_code"] == "201"
        assert ran.json["http"]["cookies"][0]["name"] == "a"
        assert (asked.headers["x-functions-key"], asked.query) == ("key-of-hello", "x=1")

    def test_a_public_function_is_sent_no_key(self, bench: Bench, tmp_path: Any) -> None:
        bench.told(bench.deploy())
        kudu = _cloud(bench).kudu
        kudu.served["/open"] = Answer(
            200, b"\x00\xff", {"content-type": "application/octet-stream"}
        )
        request = {"method": "POST", "target": "/open", "headers": [], "body_base64": "AAE="}

        ran = _invoked(bench, tmp_path, "opened", request)

        assert ran.json["http"]["body"] == {"bytes": "AP8="}
        assert kudu.asked[-1].body == b"\x00\x01"
        assert "x-functions-key" not in kudu.asked[-1].headers

    def test_an_event_goes_to_the_host(self, bench: Bench, tmp_path: Any) -> None:
        bench.told(bench.deploy())
        event = {
            "trigger_type": "queueTrigger",
            "input_data": [{"name": "given", "data": {"bytes": "eyJpZCI6IDF9"}}],
            "trigger_metadata": {},
        }

        ran = _invoked(bench, tmp_path, "work", event)

        asked = _cloud(bench).kudu.asked[-1]
        assert ran.json is None
        assert asked.path.endswith("/admin/functions/work")
        assert json.loads(asked.body) == {"input": '{"id": 1}'}

    def test_what_is_not_deployed_cannot_be_invoked(self, bench: Bench, tmp_path: Any) -> None:
        request = {"method": "GET", "target": "/hello/ada", "headers": []}

        ran = _invoked(bench, tmp_path, "hello", request)

        assert ran.codes == ["not-deployed"]


def _is_listing(call: Any) -> bool:
    return bool(call.path.endswith("/functions"))


def _invoked(bench: Bench, folder: Any, function: str, event: Any) -> Any:
    (folder / "event.json").write_text(json.dumps(event))
    line = ["invoke", function, *bench.line("", "first")[1:], "--remote"]
    return bench.run(*line, "--event", str(folder / "event.json"))


def _cloud(bench: Bench) -> RichAzure:
    assert isinstance(bench.platform, RichAzure)
    return bench.platform


def _account(bench: Bench) -> Any:
    return _cloud(bench).account


def _of_kind(bench: Bench, end: str) -> list[str]:
    return [key for key in sorted(_account(bench).resources) if kind_of(key).endswith(end)]
