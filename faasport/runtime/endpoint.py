"""One routed function, ready to be called: its plan, and the middleware around it."""

from __future__ import annotations

from types import CoroutineType

from . import loops
from .binding import plan_for
from .errors import HTTPError, ResultError
from .function import is_coroutine_function, own_plan
from .response import Response
from .results import respond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from .binding import Plan
    from .function import Function
    from .request import Request

    Call = Callable[[Request], Response]
    AsyncCall = Callable[[Request], Awaitable[Response]]


class Endpoint:
    """``call`` for a chain that is sync throughout, else ``acall``; the other one is None.

    An HTTPError is a response to the middleware around whoever raised it; any other exception
    passes through them, so that one may turn it into an answer.
    """

    __slots__ = ("acall", "call", "name")

    def __init__(self, function: Function, index: int) -> None:
        trigger = function.triggers[index]
        handler = function.handler
        plan = own_plan(handler, trigger) or plan_for(handler, trigger.names)
        self.name = function.name
        self.call: Call | None = None
        self.acall: AsyncCall | None = None
        if function.is_async:
            waits = is_coroutine_function(function.handler)
            inner = (_awaited if waits else _threaded)(plan, trigger.status)
            for around in reversed(function.around):
                inner = _async_layer(around, inner)
            self.acall = inner
        else:
            call = _direct(plan, trigger.status)
            for around in reversed(function.around):
                call = _layer(around, call)
            self.call = call


def _direct(plan: Plan, status: int | None) -> Call:
    bind_and_call = plan.call

    def call(request: Request) -> Response:
        try:
            value = bind_and_call(request)
            if type(value) is CoroutineType:  # of an async def beneath a plain `functools.wraps`
                value = loops.settled(value)
            return respond(value, status)
        except HTTPError as error:
            return problem(error)

    return call


def _awaited(plan: Plan, status: int | None) -> AsyncCall:
    async def call(request: Request) -> Response:
        try:
            return respond(await plan.call(request), status)
        except HTTPError as error:
            return problem(error)

    return call


def _threaded(plan: Plan, status: int | None) -> AsyncCall:
    call = _direct(plan, status)

    async def threaded(request: Request) -> Response:
        answer: Response = await loops.in_thread(call, request)
        return answer

    return threaded


def problem(error: HTTPError) -> Response:
    """The response of an error; what makes it is imported with the first one."""
    from . import problems

    return problems.problem(error)


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
