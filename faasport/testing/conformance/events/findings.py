"""The suite run through one platform."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.testing.conformance.events.case import EventCase
from faasport.testing.conformance.events.cases import CASES
from faasport.testing.conformance.suite import (
    Exceptions,
    NotExpressibleError,
    Outcome as Found,
)
from faasport.testing.event_losses import EventLosses

Deliver = Callable[[str, Sequence[Event]], Outcome]
"""The events through the platform to the function of this label; what became of them."""
LossesOf = Callable[[str], EventLosses]
NO_LOSSES = EventLosses()


@dataclass(frozen=True)
class Finding:
    """What was found of one case; `detail` holds the differences, or the reason."""

    case: EventCase
    outcome: Found
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.case}: {self.outcome}{': ' if self.detail else ''}{self.detail}"


def findings(
    deliver: Deliver,
    seen_file: Path,
    *,
    losses: LossesOf = lambda label: NO_LOSSES,
    cases: Iterable[EventCase] = CASES,
    exceptions: Exceptions | None = None,
) -> Iterator[Finding]:
    """A finding for each case. ``exceptions`` name the cases that the platform cannot carry."""
    for case in cases:
        yield finding(case, deliver, seen_file, losses(case.label), exceptions)


def finding(
    case: EventCase,
    deliver: Deliver,
    seen_file: Path,
    losses: EventLosses = NO_LOSSES,
    exceptions: Exceptions | None = None,
) -> Finding:
    """One case. An exception that is listed and not needed counts as a difference."""
    found = _delivered(case, deliver, seen_file, losses)
    listed = (exceptions or {}).get(case.name)
    if listed is None or found.outcome == "not-expressible":
        return found
    if found.outcome == "same":
        return Finding(case, "different", "it is listed as an exception, and is the same")
    reason, source = listed
    return Finding(case, "not-expressible", f"{reason} ({source})")


def cases_for(
    *handlers: str, kinds: Iterable[str] = (), cases: Iterable[EventCase] = CASES
) -> tuple[EventCase, ...]:
    """The cases of these modules of handlers, or of these kinds."""
    wanted = frozenset(kinds)
    return tuple(case for case in cases if case.handlers in handlers or case.kind in wanted)


def _delivered(case: EventCase, deliver: Deliver, seen_file: Path, losses: EventLosses) -> Finding:
    seen_file.write_text("", encoding="utf-8")
    try:
        outcome = deliver(case.label, case.events)
    except NotExpressibleError as fault:
        return Finding(case, "not-expressible", str(fault))
    notes = [json.loads(line) for line in seen_file.read_text("utf-8").splitlines()]
    found = [
        *_verdicts(losses.settled(case.outcome), outcome),
        *_notes(json.loads(json.dumps(case.seen(losses))), notes),
    ]
    return Finding(case, "different", "; ".join(found)) if found else Finding(case, "same")


def _verdicts(expected: Outcome, came: Outcome) -> Iterator[str]:
    if len(came.verdicts) != len(expected.verdicts):
        yield f"{len(expected.verdicts)} verdicts expected, {len(came.verdicts)} came"
        return
    pairs = zip(expected.verdicts, came.verdicts, strict=True)
    for place, (wanted, found) in enumerate(pairs):
        if wanted != found:
            yield f"event {place}: {wanted!r} expected, {found!r} came"


def _notes(expected: list[Any], came: list[Any]) -> Iterator[str]:
    if len(expected) != len(came):
        yield f"{len(expected)} calls of the handler expected, {len(came)} were noted: {came}"
        return
    for place, (wanted, found) in enumerate(zip(expected, came, strict=True)):
        yield from _unequal(f"call {place}", wanted, found)


def _unequal(where: str, wanted: Any, found: Any) -> Iterator[str]:
    if not isinstance(wanted, dict) or not isinstance(found, dict):
        if wanted != found:
            yield f"{where}: {wanted!r} expected, {found!r} came"
        return
    for name in sorted({*wanted, *found}):
        yield from _unequal(f"{where}, {name}", wanted.get(name), found.get(name))
