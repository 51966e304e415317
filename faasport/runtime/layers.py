"""What is around a handler: middleware, and what waits for coroutines and threads.

An HTTPError is a response to the middleware around whoever raised it; any other exception passes
through them, so that one may turn it into an answer.
"""

from __future__ import annotations

from . import loops
from .declared import is_coroutine_function
from .endpoint import direct, http_error, problem
from .response import unsendable
from .results import respond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .calls import Call as Bound
    from .endpoint import AsyncCall, Call
    from .request import Request
    from .response import Response

    Around = Callable[..., Any]


def layered(call: Call, around: Sequence[Around]) -> Call:
    """``call`` within middleware, where all of it is sync."""
    for each in reversed(around):
        call = _layer(each, call)
    return call


def waiting(
    bound: Bound, handler: Around, around: Sequence[Around], status: int | None
) -> AsyncCall:
    """The whole chain of a handler that has anything async in it."""
    call = (_awaited if is_coroutine_function(handler) else _threaded)(bound, status)
    for each in reversed(around):
        call = _async_layer(each, call)
    return call


def _awaited(bound: Bound, status: int | None) -> AsyncCall:
    async def call(request: Request) -> Response:
        try:
            return respond(await bound(request), status)
        except http_error() as error:
            return problem(error)

    return call


def _threaded(bound: Bound, status: int | None) -> AsyncCall:
    call = direct(bound, status)

    async def threaded(request: Request) -> Response:
        answer: Response = await loops.in_thread(call, request)
        return answer

    return threaded


def _layer(around: Around, inner: Call) -> Call:
    def call(request: Request) -> Response:
        try:
            return _answer(around, around(request, inner))
        except http_error() as error:
            return problem(error)

    return call


def _async_layer(around: Around, inner: AsyncCall) -> AsyncCall:
    if is_coroutine_function(around):

        async def waited(request: Request) -> Response:
            try:
                return _answer(around, await around(request, inner))
            except http_error() as error:
                return problem(error)

        return waited

    async def threaded(request: Request) -> Response:
        call_next = loops.blocking(inner)  # type: ignore[arg-type]  # each layer is a coroutine
        answer: Response = await loops.in_own_thread(_layer(around, call_next), request)
        return answer

    return threaded


def _answer(around: Around, value: Any) -> Response:
    if value is None:
        name = getattr(around, "__name__", repr(around))
        raise unsendable(f"Middleware {name} returned None: end it with the response of call_next.")
    return respond(value)
