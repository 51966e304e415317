"""What a platform makes of a request or event, and of what comes of it, where it cannot carry them
as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.event_losses import EventLosses
from faasport.testing.losses import REQUEST_STEPS, RESPONSE_STEPS, Losses

Message = TypeVar("Message", Request, Response, Event, Outcome)
Step = tuple[str, Callable[[Message], Message]]


def carried_request(losses: Losses, request: Request) -> tuple[Request, tuple[str, ...]]:
    """The request as it arrives, and the names of the losses that it suffered."""
    steps = {**REQUEST_STEPS, **losses.own_request}
    return _through(((name, steps[name]) for name in losses.request), request)


def carried_response(losses: Losses, response: Response) -> tuple[Response, tuple[str, ...]]:
    """The response as it leaves, and the names of the losses that it suffered."""
    steps = {**RESPONSE_STEPS, **losses.own_response}
    return _through(((name, steps[name]) for name in losses.response), response)


def carried_events(
    losses: EventLosses, events: Sequence[Event]
) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """The events as they arrive, and the names of the losses that any of them suffered."""
    steps: list[Step[Event]] = list(losses.events.items())
    carried = [_through(steps, event) for event in events]
    names = dict.fromkeys(name for _, suffered in carried for name in suffered)
    return tuple(event for event, _ in carried), tuple(names)


def settled(losses: EventLosses, outcome: Outcome) -> tuple[Outcome, tuple[str, ...]]:
    """The outcome as the platform sees it, and the names of the losses that it suffered."""
    return _through(losses.outcome.items(), outcome)


def _through(steps: Iterable[Step[Message]], message: Message) -> tuple[Message, tuple[str, ...]]:
    suffered = []
    for name, step in steps:
        after = step(message)
        if after != message:
            suffered.append(name)
        message = after
    return message, tuple(suffered)
