"""What tests look at in the fake account."""

from __future__ import annotations

from typing import Any

from tests.deployer.azure.account import SITE, SUBSCRIPTION, kind_of
from tests.deployer.azure.cloud import Azure
from tests.deployer.conformance.bench import Bench

GROUP = f"/subscriptions/{SUBSCRIPTION}/resourcegroups/sample-dev"
STATE = f"{GROUP}/providers/microsoft.resources/deployments/faasport-sample-dev-state"
ROLE = "microsoft.authorization/roleassignments"


def cloud(bench: Bench) -> Azure:
    assert isinstance(bench.platform, Azure)
    return bench.platform


def account(bench: Bench) -> Any:
    return cloud(bench).account


def site_of(bench: Bench) -> str:
    return next(key for key in account(bench).resources if kind_of(key) == SITE)


def is_publishing(call: Any) -> bool:
    return bool(call.path.endswith("/api/publish"))


def number_of(bench: Bench, method: str, end: str, which: int) -> int:
    """The number of such a call of an update, which is made and undone for it."""
    version = "code" if end.endswith("publish") else "memory"
    bench.deploy(version)
    numbers = [
        n for n, call in enumerate(bench.platform.gate.journal, 1)
        if call.method == method and call.path.endswith(end)
    ]  # fmt: skip
    account(bench).spoiled.clear()
    bench.told(bench.deploy())
    return numbers[which - 1]
