"""What functions-framework calls for the events of one trigger: a request in, a status out."""

from __future__ import annotations

import time

from faasport.runtime.errors import PayloadError
from faasport.runtime.logs import logger

from . import answers
from .event_context import context_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from typing import Any, Protocol

    from faasport.runtime.consumer import Consumer
    from faasport.runtime.context import Context
    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Outcome

    class Codec(Protocol):
        """The serving half of an event codec: a module, as `pubsub`."""

        def decode_events(self, native: Any) -> tuple[Event, ...]: ...
        def encode_outcome(self, outcome: Outcome) -> dict[str, Any]: ...

    Headings = Sequence[tuple[str, str]]


def handler(consumer: Consumer, codec: Codec, function: str) -> Callable[[Any], Any]:
    """The function for a flask.Request; it returns a flask.Response."""

    def serve(request: Any) -> Any:
        delivery = _Delivery(request, list(request.headers.items()), request.get_data(), function)
        events = delivery.events(codec)
        if events:
            outcome = consumer.deliver(events, delivery.context(events), native=delivery.native)
            delivery.answer = codec.encode_outcome(outcome)
        return _flask_response(delivery.answer)

    return serve


def handler_async(
    consumer: Consumer, codec: Codec, function: str
) -> Callable[[Any], Awaitable[Any]]:
    """The same for functions_framework.aio: a Starlette request, answered on its event loop."""

    async def serve(request: Any) -> Any:
        pairs = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in request.scope["headers"]]
        delivery = _Delivery(request, pairs, await request.body(), function)
        events = delivery.events(codec)
        if events:
            context = delivery.context(events)
            outcome = await consumer.adeliver(events, context, native=delivery.native)
            delivery.answer = codec.encode_outcome(outcome)
        return _starlette_response(delivery.answer)

    return serve


class _Delivery:
    """One request with what is answered to it: done, unless somebody says otherwise."""

    __slots__ = ("_function", "_request", "_started", "answer", "native")

    def __init__(self, request: Any, headers: Headings, body: bytes, function: str) -> None:
        self._started = time.time()
        self._request = request
        self._function = function
        pairs = [[name, value] for name, value in headers]
        self.native = {"method": request.method, "target": "/", "headers": pairs, "body": body}
        self.answer = answers.acknowledged()

    def events(self, codec: Codec) -> tuple[Event, ...]:
        """What it holds; nothing, and a refusal as the answer, if that is not ours."""
        try:
            return codec.decode_events(self.native)
        except PayloadError as fault:
            logger.error("%s: %s", self._function, fault)
            self.answer = answers.malformed(str(fault))
            return ()

    def context(self, events: tuple[Event, ...]) -> Context:
        return context_of(
            self.native, events, self._function, started=self._started, request=self._request
        )


def _flask_response(answer: dict[str, Any]) -> Any:
    from flask import Response

    native = Response(answer["body"], answer["status"], answer["headers"])
    if not answer["body"]:
        native.headers.remove("content-type")
    return native


def _starlette_response(answer: dict[str, Any]) -> Any:
    from starlette.responses import Response

    return Response(answer["body"], answer["status"], dict(answer["headers"]))
