"""One command line, disturbed at each of its calls in turn, and the run after it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.deployer.conformance.bench import Bench
from tests.deployer.harness.call import Call
from tests.deployer.harness.gate import Fault, Kind
from tests.deployer.harness.warmed import Ran

EVERY = "FAASPORT_EVERY_FAULT"
"""A variable: meet each fault at each call. Otherwise each call meets some, in turn."""
_IN_TURN = 2
# What a run may say of a fault that it did not get over by itself.
CODES: dict[Kind, frozenset[str]] = {
    "cut-before": frozenset({"unreachable", "deployment-unsettled", "deployment-failed"}),
    "cut-after": frozenset({"unreachable", "deployment-unsettled", "deployment-failed"}),
    "half": frozenset({"unreachable", "deployment-unsettled", "deployment-failed"}),
    "error": frozenset({"unreachable", "deployment-unsettled", "deployment-failed"}),
    "unavailable": frozenset({"unreachable", "deployment-unsettled", "deployment-failed"}),
    "throttled": frozenset({"throttled", "deployment-unsettled", "deployment-failed"}),
    "expired": frozenset({"expired-credentials"}),
    "denied": frozenset({"not-permitted"}),
    "quota": frozenset({"over-quota"}),
}
KINDS: tuple[Kind, ...] = tuple(CODES)


@dataclass(frozen=True)
class Scenario:
    """`prepare` makes the account ready, `act` is what is disturbed. `journal` and `state` are of a
    run that nothing disturbed."""

    bench: Bench
    prepare: Callable[[], None]
    act: Callable[[Sequence[Fault]], Ran]
    journal: Sequence[Call]
    state: Any

    def numbers(self, kind: str) -> Sequence[int]:
        """The calls that are disturbed."""
        if os.environ.get(EVERY):
            return range(1, len(self.journal) + 1)
        return self.bench.platform.disturbed(self.journal, kind)


def undisturbed(
    bench: Bench, prepare: Callable[[], None], act: Callable[[Sequence[Fault]], Ran]
) -> Scenario:
    prepare()
    bench.told(act([]))
    return Scenario(bench, prepare, act, list(bench.platform.gate.journal), bench.platform.state())


def killed(scenario: Scenario) -> Iterator[str]:
    """What goes wrong when the run is killed after each call, and given again."""
    for number in scenario.numbers("kill"):
        scenario.prepare()
        ran = scenario.act([Fault("kill", at=number)])
        place = f"killed after call {number}, {_last(scenario, number)}"
        if not ran.was_killed:
            yield f"{place}: it was not killed, but ended with {ran.code}: {ran.out}{ran.err}"
            continue
        yield from _afterwards(scenario, place)


def met(scenario: Scenario) -> Iterator[str]:
    """What goes wrong when a call meets a fault."""
    for number in scenario.numbers("fault"):
        for kind in _met(scenario, number, _kinds(number)):
            yield from _disturbed(scenario, Fault(kind, at=number), CODES[kind])


def lasting(scenario: Scenario) -> Iterator[str]:
    """What goes wrong when all calls from one on meet the same fault: nothing can be undone then,
    and retries come to an end. At the first call, one in the middle, and the last."""
    numbers = scenario.numbers("fault")
    for turn, number in enumerate((numbers[0], numbers[len(numbers) // 2], numbers[-1])):
        for kind in _met(scenario, number, KINDS if os.environ.get(EVERY) else KINDS[turn::3]):
            fault = Fault(kind, at=number, times=None)
            yield from _disturbed(scenario, fault, CODES[kind] | {"deployment-unsettled"})


def _disturbed(scenario: Scenario, fault: Fault, codes: frozenset[str]) -> Iterator[str]:
    scenario.prepare()
    ran = scenario.act([fault])
    number = fault.at or 0
    from_on = "" if fault.times else " and from then on"
    place = f"{fault.kind} at call {number}{from_on}, {_last(scenario, number)}"
    if ran.code == 0:
        yield from _equal(scenario, place)
    elif ran.code != 1 or not set(ran.codes) & codes:
        yield f"{place}: {ran.code} {ran.out}{ran.err}"
    else:
        yield from _afterwards(scenario, place)


def _met(scenario: Scenario, number: int, kinds: Sequence[Kind]) -> Iterator[Kind]:
    call, platform = scenario.journal[number - 1], scenario.bench.platform
    return (kind for kind in kinds if platform.meets(call, kind))


def _kinds(number: int) -> Sequence[Kind]:
    if os.environ.get(EVERY):
        return KINDS
    start = number * _IN_TURN
    return [KINDS[(start + step) % len(KINDS)] for step in range(_IN_TURN)]


def _last(scenario: Scenario, number: int) -> str:
    journal = scenario.bench.platform.gate.journal
    return str(journal[number - 1]) if len(journal) >= number else "which never came"


def _afterwards(scenario: Scenario, place: str) -> Iterator[str]:
    """The next run has to come out as if nothing had been."""
    ran = scenario.act([])
    if ran.code != 0:
        yield f"{place}, then again: {ran.out}{ran.err}"
    else:
        yield from _equal(scenario, f"{place}, then again")


def _equal(scenario: Scenario, place: str) -> Iterator[str]:
    state = scenario.bench.platform.state()
    if state != scenario.state:
        yield f"{place}: there is\n  {state}\nand not\n  {scenario.state}"
