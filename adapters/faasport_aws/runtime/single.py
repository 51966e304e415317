"""One event an invocation, and nothing to return: what fails, fails the invocation.

Lambda calls the function again, twice by default, and then gives the event to the destination or
dead-letter queue: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
"""

from __future__ import annotations

from faasport.runtime.outcome import DONE, RETRY, Failed, Outcome, failed_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event


def only(events: Sequence[Any], sender: str) -> Any:
    """The one event. Raises ValueError for none and for several."""
    if len(events) != 1:
        raise ValueError(f"{sender} sends one event at a time, not {len(events)}.")
    return events[0]


def encode_outcome(outcome: Outcome) -> Failed | None:
    """The failure of the invocation, if anything failed."""
    return failed_of(outcome) if outcome.failed else None


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    """Whatever is returned counts for nothing."""
    verdict = RETRY if isinstance(native, Failed) else DONE
    return Outcome(events, [verdict] * len(events))
