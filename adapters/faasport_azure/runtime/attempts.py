"""The last attempt of a retry policy.

Theory. Where a service delivers but once, the function's retry policy calls it again with all of
its events; after the last attempt the host goes on, and what was not done would come to nothing.
So on the last attempt it becomes a dead letter. An event that is one no longer stands in the way
of those of its order: they are handled in the same invocation. `steps` is a generator, so that the
sync and the async way are one: it yields events to deliver and is sent their verdicts.

https://learn.microsoft.com/azure/azure-functions/functions-bindings-error-pages#retries
"""

from __future__ import annotations

from faasport.runtime.outcome import DONE, Outcome, rejected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from typing import Any

    from faasport.runtime.consumer import Consumer
    from faasport.runtime.context import Context
    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Verdict

    Steps = Generator[list[Event], Sequence[Verdict], list[Verdict]]


def is_last(context: Any, attempts: int) -> bool:
    """Whether the host calls no more after this."""
    retry = getattr(context, "retry_context", None)
    return (getattr(retry, "retry_count", None) or 0) + 1 >= attempts


def last_of(
    consumer: Consumer, events: Sequence[Event], context: Context, attempts: int
) -> Outcome:
    """The outcome of the last attempt: nothing of it comes again."""
    ways = steps(events, attempts)
    try:
        part = next(ways)
        while True:
            part = ways.send(consumer.deliver(part, context).verdicts)
    except StopIteration as end:
        return Outcome(events, end.value)


async def alast_of(
    consumer: Consumer, events: Sequence[Event], context: Context, attempts: int
) -> Outcome:
    """The same on a running loop."""
    ways = steps(events, attempts)
    try:
        part = next(ways)
        while True:
            part = ways.send((await consumer.adeliver(part, context)).verdicts)
    except StopIteration as end:
        return Outcome(events, end.value)


def steps(events: Sequence[Event], attempts: int) -> Steps:
    """A verdict for each event, none of them to come again."""
    verdicts: list[Verdict] = [DONE] * len(events)
    pending = list(range(len(events)))
    while pending:
        told = yield [events[index] for index in pending]
        left: list[int] = []
        passed: set[str] = set()
        for index, verdict in zip(pending, told, strict=True):
            order = events[index].order
            if order is not None and order in passed:
                left.append(index)
                continue
            verdicts[index] = verdict
            if verdict.kind == "retry":
                verdicts[index] = rejected(f"not done after {attempts} attempts")
            if order is not None and verdict.kind != "done":
                passed.add(order)
        pending = left
    return verdicts
