"""Handlers of Lambda, `def handler(event, context)`, called where Lambda is not.

Theory. What a trigger delivers is written as the event that Lambda's own front or source would
send (`guest_http`, `guest_events`), the handler is called with it and a context (`guest_context`),
one invocation at a time (`guest_turns`), and its result is read as they would read it
(`guest_results`). Where the platform is Lambda and the event has that shape already, it goes to the
handler untouched.
"""

from __future__ import annotations

from importlib import import_module

from faasport.runtime.errors import DeclarationError
from faasport.runtime.function import is_coroutine_function
from faasport.runtime.guest import loaded

from . import guest_environment as environment
from .guest_context import context_for
from .guest_events import BATCHES, S3_EVENTBRIDGE, names_in, settled, writer
from .guest_results import plain, response_of
from .guest_turns import in_turn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from faasport.runtime.batch import Batch
    from faasport.runtime.event import Event
    from faasport.runtime.event_triggers import Trigger
    from faasport.runtime.request import Request
    from faasport.runtime.response import Response
    from faasport.runtime.triggers import HttpTrigger

DEFAULT = "http-api-2.0"


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
        from .guest_http import CODECS, PAYLOADS
        from .guest_native import event_of
        from .guest_routes import Route

        payload = payload_named(self._payload, PAYLOADS, self._name)
        codec = import_module(f"{__package__}.{CODECS[payload]}")
        handler, name = self._handler, self._name
        write, route = PAYLOADS[payload], Route(trigger)

        def answer(request: Request) -> Response:
            taken = route.of(request)
            event = event_of(request, payload, taken)
            if event is None:
                event = write(request, taken, name)
            result = in_turn(handler, event, context_for(request.context, name))
            return response_of(result, payload, codec, name)

        return answer

    def consuming(self, trigger: Trigger, told: dict[str, Any]) -> Callable[[Any], None]:
        """What handles a batch, or an event."""
        if self.takes_batch(trigger.kind):
            return self._batches(trigger.kind)
        return self._inputs(told["input"]) if "input" in told else self._events(trigger.kind)

    def takes_batch(self, kind: str) -> bool:
        """Whether Lambda gives a handler all events of a delivery."""
        return kind in BATCHES

    def _batches(self, kind: str) -> Callable[[Batch], None]:
        handler, name, write = self._handler, self._name, writer(kind)

        def consume(batch: Batch) -> None:
            native = write(batch.messages)
            names = names_in(kind, native)  # before the handler has its way with the event
            result = plain(in_turn(handler, native, context_for(batch.context, name)))
            for event, _ in settled(kind, names, result, batch.messages).failed:
                batch.retry(event)

        return consume

    def _events(self, kind: str) -> Callable[[Event], None]:
        handler, name, write = self._handler, self._name, writer(kind, self._payload)

        def consume(event: Event) -> None:
            plain(in_turn(handler, write((event,)), context_for(event.context, name)))

        return consume

    def _inputs(self, told: Any) -> Callable[[Event], None]:
        """A schedule that the configuration tells what to send: as JSON, anew each time."""
        import json

        handler, name, text = self._handler, self._name, json.dumps(told)

        def consume(event: Event) -> None:
            plain(in_turn(handler, json.loads(text), context_for(event.context, name)))

        return consume


def payload_named(told: str, known: dict[str, Any], name: str) -> str:
    """The shape of the HTTP events."""
    payload = DEFAULT if told in ("", S3_EVENTBRIDGE) else told
    if payload not in known:
        shapes = ", ".join((*known, S3_EVENTBRIDGE))
        raise DeclarationError(f"{name}: there is no payload {told!r} of aws; known: {shapes}.")
    return payload


def called(reference: str, handler: Any) -> Callable[[Any, Any], Any]:
    """The handler, if Lambda's Python could call it."""
    if not callable(handler):
        kind = type(handler).__name__
        raise DeclarationError(
            f"{reference} is a {kind}, and Lambda calls handler(event, context). "
            "Name a function, or an object that is called with both."
        )
    if is_coroutine_function(handler):
        raise DeclarationError(
            f"{reference} is an async function, which Lambda's Python does not await. "
            "Name a plain function, such as one that calls asyncio.run."
        )
    return handler  # type: ignore[no-any-return]
