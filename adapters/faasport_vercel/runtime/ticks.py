"""What is common to Vercel's two ways of firing a schedule: neither fires a failed one again."""

from __future__ import annotations

from faasport.runtime.outcome import DONE, RETRY, Outcome, rejected

from .told import answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event

# The status says it in Vercel's logs; nothing comes of it.
# https://vercel.com/docs/cron-jobs/manage-cron-jobs#cron-job-error-handling
STATUS = {"done": 200, "retry": 500, "reject": 422}


def encode_outcome(outcome: Outcome) -> dict[str, Any]:
    """The response."""
    (verdict,) = outcome.verdicts
    return answer(STATUS[verdict.kind], verdict.kind)


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    """The verdict that a status stands for."""
    status = native.get("status")
    verdict = rejected("") if status == STATUS["reject"] else RETRY
    if 200 <= status < 300:
        verdict = DONE
    return Outcome(events, [verdict] * len(events), native)
