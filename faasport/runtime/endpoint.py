"""What answers for a routed function: its plan, and the middleware around it."""

from __future__ import annotations

from types import CoroutineType

from .binding import plan_for
from .function import own_plan
from .http_error import HTTPError
from .results import respond

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .calls import Plan
    from .function import Function
    from .request import Request
    from .response import Response

    Call = Callable[[Request], Response]
    AsyncCall = Callable[[Request], Awaitable[Response]]


def endpoint_of(function: Function, index: int) -> tuple[Call | None, AsyncCall | None]:
    """(the call, None) for a chain that is sync throughout, else (None, what is awaited)."""
    trigger = function.triggers[index]
    handler = function.handler
    plan = own_plan(handler, trigger) or plan_for(handler, trigger.names)
    if function.is_async:
        from .layers import waiting

        return None, waiting(function, plan, trigger.status)
    call = direct(plan, trigger.status)
    if function.around:
        from .layers import layered

        call = layered(function, call)
    return call, None


def direct(plan: Plan, status: int | None) -> Call:
    """A call of the handler alone. An HTTPError is an answer as any other."""
    bind_and_call = plan.call

    def call(request: Request) -> Response:
        try:
            value = bind_and_call(request)
            if type(value) is CoroutineType:  # of an async def beneath a plain `functools.wraps`
                from .loops import settled

                value = settled(value)
            return respond(value, status)
        except HTTPError as error:
            return problem(error)

    return call


def problem(error: HTTPError) -> Response:
    """The response of an error; what makes it is imported with the first one."""
    from .problems import problem as made

    return made(error)
