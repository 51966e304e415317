"""Events as Google's services deliver them: each in a request of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from faasport.runtime.event import Event
from faasport.runtime.outcome import RETRY, Outcome, Verdict

Deliver = Callable[[Event], Verdict]


def one_by_one(events: Sequence[Event], deliver: Deliver, *, ordered: bool) -> Outcome:
    """What becomes of each. Where the subscription keeps order, the messages of one ordering key
    wait for the one before them, and come again with it.

    https://cloud.google.com/pubsub/docs/ordering#redelivery
    """
    verdicts: list[Verdict] = []
    waiting: set[str] = set()
    for event in events:
        group = getattr(event, "group", None) if ordered else None
        verdict = RETRY if group in waiting else deliver(event)
        if group is not None and verdict.kind != "done":
            waiting.add(group)
        verdicts.append(verdict)
    return Outcome(events, verdicts)
