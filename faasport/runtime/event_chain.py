"""A handler of events with the middleware around it: as `endpoint`, but what it returns counts for
nothing, and an exception passes through all layers. Work that is returned undone is a fault: an
event whose handler has yet to run must not be done."""

from __future__ import annotations

from types import AsyncGeneratorType, CoroutineType, GeneratorType

from . import loops
from .declared import is_coroutine_function
from .errors import ResultError
from .event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from typing import Any

    Call = Callable[[Any], Any]
    Make = Callable[[Call], Call]
    AsyncCall = Callable[[Any], Awaitable[Any]]

# An iterator may be read by nobody and still be no work; these hold the user's own code.
LAZY = frozenset((GeneratorType, AsyncGeneratorType, map, filter))


def layered(call: Call, layers: Sequence[Callable[..., Any]]) -> Call:
    """A chain that is sync throughout."""
    for around in reversed(layers):
        call = _layer(around, call)
    return call


def waiting(make: Make, handler: Any, layers: Sequence[Callable[..., Any]]) -> AsyncCall:
    """A chain with anything in it that waits; what does not runs in threads."""
    waits = is_coroutine_function(handler)
    call = _awaited(make(_itself)) if waits else _threaded(make(settled))
    for around in reversed(layers):
        call = _async_layer(around, call)
    return call


def _itself(value: Any) -> Any:
    return value


def settled(value: Any) -> Any:
    """What a sync handler returned, at its end."""
    if type(value) is CoroutineType:  # of an async def beneath a plain `functools.wraps`
        value = loops.settled(value)
    return _finished(value, "The handler")


def _awaited(bind_and_call: Call) -> AsyncCall:
    async def call(subject: Any) -> Any:
        return _finished(await bind_and_call(subject), "The handler")

    return call


def _threaded(call: Call) -> AsyncCall:
    async def threaded(subject: Any) -> Any:
        return await loops.in_thread(call, subject)

    return threaded


def _layer(around: Callable[..., Any], inner: Call) -> Call:
    def call(subject: Any) -> Any:
        def call_next(given: Any) -> Any:
            return inner(_of_invocation(given, subject))

        return _finished(around(subject, call_next), _named(around))

    return call


def _async_layer(around: Callable[..., Any], inner: AsyncCall) -> AsyncCall:
    if is_coroutine_function(around):
        return _waited(around, inner)

    async def threaded(subject: Any) -> Any:
        call_next = loops.blocking(inner)  # type: ignore[arg-type]  # each layer is a coroutine
        return await loops.in_own_thread(_layer(around, call_next), subject)

    return threaded


def _waited(around: Callable[..., Any], inner: AsyncCall) -> AsyncCall:
    async def waited(subject: Any) -> Any:
        begun: list[Any] = []

        def call_next(given: Any) -> Awaitable[Any]:
            begun.append(inner(_of_invocation(given, subject)))
            return begun[-1]  # type: ignore[no-any-return]

        value = await around(subject, call_next)
        if any(call.cr_frame is not None for call in begun):  # it has not come to its end
            _close(begun)
            raise ResultError(f"{_named(around)} did not wait: write `await call_next(event)`.")
        return _finished(value, _named(around))

    return waited


def _of_invocation(given: Any, subject: Any) -> Any:
    """What a layer passes on; an event that it made itself is of the same invocation."""
    if isinstance(given, Event) and getattr(given, "_context", None) is None:
        given._context = subject._context
    return given


def _close(begun: list[Any]) -> None:
    """End what has not started, about which Python would warn; what a task runs is the task's."""
    for call in begun:
        if call.cr_await is None and not call.cr_running:
            call.close()


def _finished(value: Any, whose: str) -> Any:
    """What was returned, unless it is work that nobody would do."""
    kind = type(value)
    if kind is CoroutineType:
        value.close()
    elif kind not in LAZY and not hasattr(kind, "__await__"):
        return value
    raise ResultError(
        f"{whose} returned a {kind.__name__}, and nobody would run it to its end: "
        "await it, or loop over it."
    )


def _named(around: Callable[..., Any]) -> str:
    return f"Middleware {getattr(around, '__name__', repr(around))}"
