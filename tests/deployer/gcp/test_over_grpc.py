"""The same deployments where Google's clients speak gRPC."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.deployer.conformance.bench import Bench
from tests.deployer.gcp import over_grpc
from tests.deployer.gcp.refusal import refused
from tests.deployer.harness.call import Call
from tests.deployer.harness.gate import Fault
from tests.deployer.harness.warmed import Ran

GENERATED = (
    "CLOUDFUNCTIONS",
    "PUBSUB",
    "CLOUDSCHEDULER",
    "EVENTARC",
    "CLOUDRESOURCEMANAGER",
    "RUN",
)
BY_GRPC = ("--set", "transport=grpc")


@dataclass
class OverGrpc:
    """A bench whose clients are told to."""

    bench: Bench

    def deploy(self, version: str = "first", faults: Sequence[Fault] = ()) -> Ran:
        return self.bench.deploy(version, *BY_GRPC, faults=faults)

    def told(self, ran: Ran) -> Any:
        return self.bench.told(ran)

    @property
    def state(self) -> Any:
        return self.bench.platform.state()


@pytest.fixture
def over(bench: Bench, tmp_path: Path) -> Iterator[OverGrpc]:
    platform = bench.platform
    with over_grpc.serving(platform._answer, platform.gate, refused, tmp_path) as (target, roots):
        there = {f"CLOUDSDK_API_ENDPOINT_OVERRIDES_{name}": target for name in GENERATED}
        trusted = {"GRPC_DEFAULT_SSL_ROOTS_FILE_PATH": str(roots)}
        yield OverGrpc(replace(bench, variables={**bench.variables, **there, **trusted}))


def is_creation(call: Call) -> bool:
    return call.method == "POST" and call.path.endswith("/functions")


def test_it_is_made_changed_and_removed_as_over_http(over: OverGrpc) -> None:
    empty = over.state

    over.told(over.deploy())
    journal = over.bench.platform.gate.journal
    services = {call.service for call in journal if "/functions" in call.path}
    again = over.told(over.deploy())
    changed = over.told(over.deploy("memory"))
    over.told(over.bench.destroy("--with-data", *BY_GRPC))

    assert services == {"grpc"}
    assert again["changes"] == []
    assert {change["action"] for change in changed["changes"]} == {"update"}
    assert over.state == empty


def test_a_failure_in_the_middle_is_undone(over: OverGrpc) -> None:
    over.told(over.deploy())
    before = over.state
    over.bench.platform.spoil()

    failed = over.deploy("memory")

    assert failed.codes == ["deployment-failed"]
    assert "Build failed" in failed.problems[0]["message"]
    assert over.state == before


def test_what_is_not_permitted_names_the_permission(over: OverGrpc) -> None:
    empty = over.state

    failed = over.deploy(faults=[Fault("denied", where=is_creation)])

    assert failed.codes == ["not-permitted"]
    assert "cloudfunctions.functions.create" in failed.problems[0]["message"]
    assert over.state == empty


def test_a_function_that_is_somebody_elses(over: OverGrpc, google: Any) -> None:
    over.told(over.deploy())
    for name, thing in google.things.items():
        if "/functions/" in name:
            thing.message.labels.clear()
    before = over.state

    refused_ = over.deploy("memory")

    assert refused_.codes == ["name-taken"]
    assert over.state == before


@pytest.mark.parametrize("kind", ["cut-before", "cut-after", "unavailable", "throttled"])
def test_what_passes_is_got_over(over: OverGrpc, kind: Any) -> None:
    over.told(over.deploy())
    wanted = over.state
    over.bench.platform.empty()

    over.told(over.deploy(faults=[Fault(kind, where=is_creation)]))

    assert over.state == wanted
