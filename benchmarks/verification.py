"""Every peer gives the same answer, or nothing is timed."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.contender import Contender
from benchmarks.session import say


class DifferentError(SystemExit):
    """Who answers something else, and what."""


def verify(contenders: Iterable[Contender]) -> int:
    """How many were asked. DifferentError names all that differ."""
    asked, faults = 0, []
    for contender in contenders:
        asked += 1
        fault = contender.job.fault(contender.once("cold")["answer"])
        if fault:
            faults.append(f"{contender.name} at {contender.job.name}: {fault}")
    if faults:
        raise DifferentError("Not everybody answers alike:\n" + "\n".join(faults))
    say(f"{asked} answers are the same.")
    return asked
