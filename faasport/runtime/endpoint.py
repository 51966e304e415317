"""What answers for a routed function: its plan, and the middleware around it."""

from __future__ import annotations

from types import CoroutineType

from .declared import DECLARED, around_of, handler_of, is_coroutine_function, own_plan
from .results import respond
from .usual import usual_call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from .calls import Call as Bound
    from .http_error import HTTPError
    from .request import Request
    from .response import Response

    Call = Callable[[Request], Response]
    AsyncCall = Callable[[Request], Awaitable[Response]]


def endpoint_of(target: str, index: int) -> tuple[Call | None, AsyncCall | None]:
    """(the call, None) for a chain that is sync throughout, else (None, what is awaited), of the
    function ``module:name`` and one of its declarations."""
    module, handler = handler_of(target)
    trigger = getattr(handler, DECLARED)[index]
    around = around_of(module, handler)
    bound = bound_call(handler, trigger)
    if any(map(is_coroutine_function, (handler, *around))):
        from .layers import waiting

        return None, waiting(bound, handler, around, trigger.status)
    call = direct(bound, trigger.status)
    if around:
        from .layers import layered

        call = layered(call, around)
    return call, None


def bound_call(handler: Callable[..., Any], trigger: Any) -> Bound:
    """What binds a request and calls the handler, and gives its result or its coroutine."""
    own = own_plan(handler, trigger)
    call = usual_call(handler, trigger.names) if own is None else own.call
    if call is not None:
        return call
    from .binding import plan_for

    return plan_for(handler, trigger.names).call


def direct(bound: Bound, status: int | None) -> Call:
    """A call of the handler alone. An HTTPError is an answer as any other."""

    def call(request: Request) -> Response:
        try:
            value = bound(request)
            if type(value) is CoroutineType:  # of an async def beneath a plain `functools.wraps`
                from .loops import settled

                value = settled(value)
            return respond(value, status)
        except http_error() as error:
            return problem(error)

    return call


_of_errors: list[Any] = []  # the class that is caught, and what answers for it


def http_error() -> type[HTTPError]:
    """The class, which is loaded as soon as there is anything to catch."""
    if not _of_errors:
        from .http_error import HTTPError
        from .problems import problem as made

        _of_errors[:] = HTTPError, made
    return _of_errors[0]  # type: ignore[no-any-return]


def problem(error: HTTPError) -> Response:
    """The response of an error; what makes it is loaded with the first one."""
    http_error()
    return _of_errors[1](error)  # type: ignore[no-any-return]
