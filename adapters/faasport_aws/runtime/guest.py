"""Handlers of Lambda, `def handler(event, context)`, called where Lambda is not.

Theory. What a trigger delivers is written as the event that Lambda's own front or source would
send (`guest_http`, `guest_deliveries`), the handler is called with it and a context
(`guest_context`), one invocation at a time (`guest_turns`), and its result is read as they would
read it (`guest_results`). Where the platform is Lambda and the event has that shape already, it
goes to the handler untouched (`guest_native`).
"""

from __future__ import annotations

from importlib import import_module

from faasport.runtime.annotations import misdeclared
from faasport.runtime.declared import is_coroutine_function
from faasport.runtime.guest import loaded

from . import guest_environment as environment
from .guest_native import context_of, event_of
from .guest_payloads import CODECS, payload_named
from .guest_results import response_of
from .guest_routes import Route
from .guest_turns import in_turn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from faasport.runtime.event_triggers import Trigger
    from faasport.runtime.request import Request
    from faasport.runtime.response import Response
    from faasport.runtime.triggers import HttpTrigger


class Guest:
    """A handler of Lambda. ``payload`` is the shape of its HTTP events, ``http-api-2.0`` if it is
    empty; or ``s3-eventbridge``, for the events of its buckets."""

    is_async = False

    def __init__(self, handler: str, *, name: str, payload: str = "", root: str = "") -> None:
        self._name = name
        self._payload = payload
        environment.prepare(name, handler, root)
        self._handler = called(handler, loaded(handler, root))

    def answering(
        self,
        trigger: HttpTrigger,
        told: dict[str, Any],  # noqa: ARG002  # no route has any
    ) -> Callable[[Request], Response]:
        """What answers a request: the handler, given the event of its front."""
        payload = payload_named(self._payload, self._name)
        codec = import_module(f"{__package__}.{CODECS[payload]}")
        handler, name, route = self._handler, self._name, Route(trigger)

        def answer(request: Request) -> Response:
            taken = route.of(request)
            event = event_of(request, payload, taken)
            if event is None:  # nobody writes it where all requests come through its own front
                from .guest_http import PAYLOADS

                event = PAYLOADS[payload](request, taken, name)
            result = in_turn(handler, event, context_of(request, name))
            return response_of(result, payload, codec, name)

        return answer

    def consuming(self, trigger: Trigger, told: dict[str, Any]) -> Callable[[Any], None]:
        """What handles a batch, or an event."""
        from .guest_deliveries import Deliveries

        deliveries = Deliveries(self._handler, self._name, self._payload)
        return deliveries.consuming(trigger.kind, told)

    def takes_batch(self, kind: str) -> bool:
        """Whether Lambda gives a handler all events of a delivery."""
        from .guest_events import BATCHES

        return kind in BATCHES


def called(reference: str, handler: Any) -> Callable[[Any, Any], Any]:
    """The handler, if Lambda's Python could call it."""
    if not callable(handler):
        kind = type(handler).__name__
        raise misdeclared(
            f"{reference} is a {kind}, and Lambda calls handler(event, context). "
            "Name a function, or an object that is called with both."
        )
    if is_coroutine_function(handler):
        raise misdeclared(
            f"{reference} is an async function, which Lambda's Python does not await. "
            "Name a plain function, such as one that calls asyncio.run."
        )
    return handler  # type: ignore[no-any-return]
