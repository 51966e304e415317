"""What came of the events of one case, in the form that is compared: a verdict on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from faasport.runtime.outcome import RETRY, Outcome, Verdict


@dataclass(frozen=True)
class Settlement:
    """The verdicts, in the order of the events. Their reasons count for nothing."""

    verdicts: tuple[Verdict, ...]

    @property
    def comes_again(self) -> bool:
        """Whether any event is to be delivered again."""
        return any(each.kind == RETRY.kind for each in self.verdicts)


def of(outcome: Outcome) -> Settlement:
    return Settlement(outcome.verdicts)


def differences(wanted: Settlement, given: Settlement) -> list[str]:
    """What `given` has otherwise than `wanted`; empty if nothing."""
    return _unlike(list(map(_shown, wanted.verdicts)), given, "")


def unexpected(expected: Sequence[str], given: Settlement) -> list[str]:
    """What came otherwise than the user's case says: "done", "retry" or "reject" of each event."""
    plain = (Verdict(each.kind, reason=each.reason) for each in given.verdicts)
    return _unlike(expected, Settlement(tuple(plain)), "the expected ")


def _unlike(wanted: Sequence[str], given: Settlement, said: str) -> list[str]:
    found = list(map(_shown, given.verdicts))
    if len(found) != len(wanted):
        return [f"verdicts: {len(found)} instead of {said}{len(wanted)}"]
    return [
        f"event {number}: {after} instead of {said}{before}" + _because(verdict)
        for number, (before, after, verdict) in enumerate(
            zip(wanted, found, given.verdicts, strict=True), 1
        )
        if before != after
    ]


def _shown(verdict: Verdict) -> str:
    return repr(Verdict(verdict.kind, after=verdict.after))


def _because(verdict: Verdict) -> str:
    return f" ({verdict.reason})" if verdict.reason else ""
