"""Verdicts on neutral events: ``{"verdicts": [{"id", "verdict", "after"?, "reason"?}, ...]}``."""

from __future__ import annotations

from .errors import PayloadError
from .outcome import Outcome, Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .event import Event

KINDS = ("done", "retry", "reject")


def encode_outcome(outcome: Outcome) -> dict[str, Any]:
    """A verdict on each event, in their order."""
    pairs = zip(outcome.events, outcome.verdicts, strict=True)
    return {"verdicts": [_written(event, verdict) for event, verdict in pairs]}


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    """The verdicts on ``events``. Raises PayloadError for any other number of them."""
    told = native.get("verdicts") if isinstance(native, dict) else None
    if not isinstance(told, list) or len(told) != len(events):
        raise PayloadError(f'An outcome is {{"verdicts": [...]}} with {len(events)} of them.')
    return Outcome(events, [_read(each) for each in told])


def _written(event: Event, verdict: Verdict) -> dict[str, Any]:
    after = {} if verdict.after is None else {"after": verdict.after}
    reason = {"reason": verdict.reason} if verdict.reason else {}
    return {"id": event.id, "verdict": verdict.kind, **after, **reason}


def _read(told: Any) -> Verdict:
    kind = told.get("verdict") if isinstance(told, dict) else None
    if kind not in KINDS:
        raise PayloadError(f'A "verdict" is one of {", ".join(KINDS)}, and not {kind!r}.')
    return Verdict(kind, after=told.get("after"), reason=told.get("reason", ""))
