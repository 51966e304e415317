"""Creation, update and destruction, as sweeps disturb them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from tests.deployer.conformance import sweep
from tests.deployer.conformance.bench import Bench
from tests.deployer.conformance.sweep import Scenario
from tests.deployer.harness.gate import Fault
from tests.deployer.harness.warmed import Ran


def creation(bench: Bench) -> Scenario:
    def act(faults: Sequence[Fault]) -> Ran:
        return bench.deploy("first", faults=faults)

    return sweep.undisturbed(bench, bench.platform.empty, act)


def _deployed(bench: Bench) -> Callable[[], None]:
    """What makes an account in which the first version is deployed."""

    def deploy() -> None:
        bench.platform.empty()
        bench.told(bench.deploy("first"))

    deploy()
    try:
        saved = bench.platform.saved()
    except NotImplementedError:
        return deploy
    return partial(bench.platform.restored, saved)


def update(bench: Bench) -> Scenario:
    prepare = _deployed(bench)

    def act(faults: Sequence[Fault]) -> Ran:
        return bench.deploy("code", faults=faults)

    return sweep.undisturbed(bench, prepare, act)


def destruction(bench: Bench) -> Scenario:
    prepare = _deployed(bench)
    return sweep.undisturbed(bench, prepare, partial(_destroyed, bench))


def _destroyed(bench: Bench, faults: Sequence[Fault]) -> Ran:
    return bench.destroy("--with-data", faults=faults)
