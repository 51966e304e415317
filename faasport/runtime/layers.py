"""What is around a handler: middleware, and what waits for coroutines and threads.

An HTTPError is a response to the middleware around whoever raised it; any other exception passes
through them, so that one may turn it into an answer.
"""

from __future__ import annotations

from . import loops
from .endpoint import direct, problem
from .errors import ResultError
from .function import is_coroutine_function
from .http_error import HTTPError
from .results import respond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .calls import Plan
    from .endpoint import AsyncCall, Call
    from .function import Function
    from .request import Request
    from .response import Response


def layered(function: Function, call: Call) -> Call:
    """``call`` within the middleware of a function that is sync throughout."""
    for around in reversed(function.around):
        call = _layer(around, call)
    return call


def waiting(function: Function, plan: Plan, status: int | None) -> AsyncCall:
    """The whole chain of a function that has anything async in it."""
    waits = is_coroutine_function(function.handler)
    call = (_awaited if waits else _threaded)(plan, status)
    for around in reversed(function.around):
        call = _async_layer(around, call)
    return call


def _awaited(plan: Plan, status: int | None) -> AsyncCall:
    async def call(request: Request) -> Response:
        try:
            return respond(await plan.call(request), status)
        except HTTPError as error:
            return problem(error)

    return call


def _threaded(plan: Plan, status: int | None) -> AsyncCall:
    call = direct(plan, status)

    async def threaded(request: Request) -> Response:
        answer: Response = await loops.in_thread(call, request)
        return answer

    return threaded


def _layer(around: Callable[..., Any], inner: Call) -> Call:
    def call(request: Request) -> Response:
        try:
            return _answer(around, around(request, inner))
        except HTTPError as error:
            return problem(error)

    return call


def _async_layer(around: Callable[..., Any], inner: AsyncCall) -> AsyncCall:
    if is_coroutine_function(around):

        async def waited(request: Request) -> Response:
            try:
                return _answer(around, await around(request, inner))
            except HTTPError as error:
                return problem(error)

        return waited

    async def threaded(request: Request) -> Response:
        call_next = loops.blocking(inner)  # type: ignore[arg-type]  # each layer is a coroutine
        answer: Response = await loops.in_own_thread(_layer(around, call_next), request)
        return answer

    return threaded


def _answer(around: Callable[..., Any], value: Any) -> Response:
    if value is None:
        name = getattr(around, "__name__", repr(around))
        raise ResultError(
            f"Middleware {name} returned None: end it with the response of call_next."
        )
    return respond(value)
