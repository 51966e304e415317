"""What Azure's worker calls for events: its objects to ours, our verdicts to its ways.

A function that raises has its events delivered again. What it sets in its output binding the host
writes once it has succeeded: that is how a rejected event becomes a dead letter.
"""

from __future__ import annotations

import time

from faasport.runtime.context import Context, configured_deadline, trace_of
from faasport.runtime.errors import DeliveryError
from faasport.runtime.invocations import first_invocation
from faasport.runtime.outcome import Failed

from . import dead_letters
from .attempts import alast_of, is_last, last_of
from .typed_data import body_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from faasport.runtime.consumer import Consumer


def handler(
    consumer: Consumer,
    codec: Any,
    received: Callable[[Any], Any],
    function: str,
    attempts: int | None = None,
) -> Callable[..., None]:
    """``handle(given, context, rejected=None)`` for the plain functions of function_app.py.

    ``received`` makes plain data of what the worker gives. ``attempts`` is how often the
    function's retry policy has it called, where the service itself delivers but once.
    """
    read = reader(consumer, codec, received, in_parts=attempts is not None)

    def handle(given: Any, context: Any, rejected: Any = None) -> None:
        native, events = read(given)
        told = context_of(context, function)
        if attempts is not None and is_last(context, attempts):
            outcome = last_of(consumer, events, told, attempts)
        else:
            outcome = consumer.deliver(events, told, native)
        settle(codec.encode_outcome(outcome), rejected)

    return handle


def handler_async(
    consumer: Consumer,
    codec: Any,
    received: Callable[[Any], Any],
    function: str,
    attempts: int | None = None,
) -> Callable[..., Awaitable[None]]:
    """The same for coroutine functions, handled on the worker's event loop."""
    read = reader(consumer, codec, received, in_parts=attempts is not None)

    async def handle(given: Any, context: Any, rejected: Any = None) -> None:
        native, events = read(given)
        told = context_of(context, function)
        if attempts is not None and is_last(context, attempts):
            outcome = await alast_of(consumer, events, told, attempts)
        else:
            outcome = await consumer.adeliver(events, told, native)
        settle(codec.encode_outcome(outcome), rejected)

    return handle


def reader(
    consumer: Consumer, codec: Any, received: Callable[[Any], Any], *, in_parts: bool
) -> Callable[[Any], tuple[Any, Any]]:
    """(plain invocation, its events) of what the worker gives."""
    unwrap = bool(consumer.trigger.options.get("unwrap"))
    # A handler that has the whole batch keeps the order itself, and what it says of one event
    # need not hold for those behind it.
    unordered = in_parts and consumer.takes_batch

    def read(given: Any) -> tuple[Any, Any]:
        native = received(given)
        events = codec.decode_events(native)
        if unwrap:
            from .unwrapping import unwrapped

            events = unwrapped(events)
        if unordered:
            for event in events:
                event._order = None
        return native, events

    return read


def context_of(native: Any, function: str) -> Context:
    """Ours, of the worker's."""
    trace = getattr(native, "trace_context", None)
    return Context(
        invocation_id=getattr(native, "invocation_id", None) or "",
        function=function,
        platform="azure",
        deadline=configured_deadline(time.time()),
        trace_id=trace_of(getattr(trace, "trace_parent", None)),
        cold_start=first_invocation(),
        native=native,
    )


def settle(native: Any, output: Any) -> None:
    """Raise, or set the output binding, or neither."""
    if isinstance(native, Failed):
        raise DeliveryError(native.reason)
    data = dead_letters.data_of(native)
    if data is not None:
        output.set(data["string"] if "string" in data else body_of(data))
