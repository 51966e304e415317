"""The suite run through one platform."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.conformance.case import Case
from faasport.testing.conformance.cases import CASES
from faasport.testing.conformance.comparison import differences

Call = Callable[[Request], Response]
"""A request through the platform; the response is collected."""
Exceptions = Mapping[str, tuple[str, str]]
"""Name of a case to why the platform cannot carry it, and who says so."""
Outcome = Literal["same", "different", "not-expressible"]


class BrokenAnswerError(Exception):
    """For ``call`` to raise: the answer began and did not end."""


class NotExpressibleError(Exception):
    """For ``call`` to raise: the platform takes no such request or answer; why, and who says so."""

    def __init__(self, reason: str, source: str) -> None:
        super().__init__(f"{reason} ({source})")
        self.reason = reason
        self.source = source


@dataclass(frozen=True)
class Verdict:
    """The outcome of one case; `detail` holds the differences, or the reason."""

    case: Case
    outcome: Outcome
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.case}: {self.outcome}{': ' if self.detail else ''}{self.detail}"


def suite(
    call: Call, *, cases: Iterable[Case] = CASES, exceptions: Exceptions | None = None
) -> Iterator[Verdict]:
    """A verdict for each case. ``exceptions`` name the cases that the platform cannot carry."""
    for case in cases:
        yield verdict(case, call, exceptions)


def verdict(case: Case, call: Call, exceptions: Exceptions | None = None) -> Verdict:
    """One case. An exception that is listed and not needed counts as a difference."""
    found = _asked(case, call)
    listed = (exceptions or {}).get(case.name)
    if listed is None or found.outcome == "not-expressible":
        return found
    if found.outcome == "same":
        return Verdict(case, "different", "it is listed as an exception, and is the same")
    reason, source = listed
    return Verdict(case, "not-expressible", f"{reason} ({source})")


def cases_for(*handlers: str, cases: Iterable[Case] = CASES) -> tuple[Case, ...]:
    """The cases that need no other modules of handlers than these."""
    return tuple(case for case in cases if case.handlers in handlers)


def _asked(case: Case, call: Call) -> Verdict:
    try:
        response = call(case.request)
    except NotExpressibleError as fault:
        return Verdict(case, "not-expressible", str(fault))
    except BrokenAnswerError as fault:
        if case.expected.breaks:
            return Verdict(case, "same")
        return Verdict(case, "different", f"the answer broke off: {fault}")
    found = differences(case, response)
    return Verdict(case, "different", "; ".join(found)) if found else Verdict(case, "same")
