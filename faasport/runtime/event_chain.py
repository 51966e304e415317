"""A handler of events with the middleware around it: as `endpoint`, but what it returns counts for
nothing, and an exception passes through all layers."""

from __future__ import annotations

from types import CoroutineType

from . import loops
from .function import is_coroutine_function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from .function import Function

    Call = Callable[[Any], Any]
    AsyncCall = Callable[[Any], Awaitable[Any]]


def call_of(function: Function, bind_and_call: Call) -> Call:
    """For a chain that is sync throughout."""
    call = _direct(bind_and_call)
    for around in reversed(function.around):
        call = _layer(around, call)
    return call


def async_call_of(function: Function, bind_and_call: Call) -> AsyncCall:
    """For a chain with anything in it that waits; what does not runs in threads."""
    waits = is_coroutine_function(function.handler)
    call = _awaited(bind_and_call) if waits else _threaded(_direct(bind_and_call))
    for around in reversed(function.around):
        call = _async_layer(around, call)
    return call


def _direct(bind_and_call: Call) -> Call:
    def call(subject: Any) -> Any:
        value = bind_and_call(subject)
        if type(value) is CoroutineType:  # of an async def beneath a plain `functools.wraps`
            value = loops.settled(value)
        return value

    return call


def _awaited(bind_and_call: Call) -> AsyncCall:
    async def call(subject: Any) -> Any:
        return await bind_and_call(subject)

    return call


def _threaded(call: Call) -> AsyncCall:
    async def threaded(subject: Any) -> Any:
        return await loops.in_thread(call, subject)

    return threaded


def _layer(around: Callable[..., Any], inner: Call) -> Call:
    return lambda subject: around(subject, inner)


def _async_layer(around: Callable[..., Any], inner: AsyncCall) -> AsyncCall:
    if is_coroutine_function(around):

        async def waited(subject: Any) -> Any:
            return await around(subject, inner)

        return waited

    async def threaded(subject: Any) -> Any:
        call_next = loops.blocking(inner)  # type: ignore[arg-type]  # each layer is a coroutine
        return await loops.in_own_thread(_layer(around, call_next), subject)

    return threaded
