"""What a platform makes of a request and of its answer where it cannot carry them as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.losses import REQUEST_STEPS, RESPONSE_STEPS, Losses

Message = TypeVar("Message", Request, Response)
Step = tuple[str, Callable[[Message], Message]]


def carried_request(losses: Losses, request: Request) -> tuple[Request, tuple[str, ...]]:
    """The request as it arrives, and the names of the losses that it suffered."""
    steps = {**REQUEST_STEPS, **losses.own_request}
    return _through(((name, steps[name]) for name in losses.request), request)


def carried_response(losses: Losses, response: Response) -> tuple[Response, tuple[str, ...]]:
    """The response as it leaves, and the names of the losses that it suffered."""
    steps = {**RESPONSE_STEPS, **losses.own_response}
    return _through(((name, steps[name]) for name in losses.response), response)


def _through(steps: Iterable[Step[Message]], message: Message) -> tuple[Message, tuple[str, ...]]:
    suffered = []
    for name, step in steps:
        after = step(message)
        if after != message:
            suffered.append(name)
        message = after
    return message, tuple(suffered)
