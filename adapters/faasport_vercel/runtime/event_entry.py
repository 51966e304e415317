"""What vercel-runtime calls for a schedule's private function: decode, deliver, encode."""

from __future__ import annotations

from faasport.runtime import wire
from faasport.runtime.asgi import asgi as asgi_of
from faasport.runtime.errors import PayloadError

from .entry import read_request
from .told import refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from faasport.runtime.consumer import Consumer
    from faasport.runtime.context import Context
    from faasport.runtime.request import Request
    from faasport.runtime.response import Response


def asgi(consumer: Consumer, codec: Any, function: str = "") -> Callable[..., Awaitable[None]]:
    """The function of one trigger. ``function`` names it in contexts and logs."""
    return asgi_of(Deliveries(consumer, codec, function), read_request)  # type: ignore[arg-type]


class Deliveries:
    """Stands where an application would: every request is a delivery."""

    def __init__(self, consumer: Consumer, codec: Any, function: str) -> None:
        self.consumer = consumer
        self.codec = codec
        self.function = function

    async def acall(self, request: Request) -> Response:
        """The answer to one delivery; 400 to what is none, and no handler is called."""
        try:
            native = await self.answered(wire.encode_request(request), request)
        except PayloadError as fault:
            native = refusal(400, str(fault))
        return wire.decode_response(native)

    async def answered(self, native: dict[str, Any], request: Request) -> dict[str, Any]:
        """The native outcome of a delivery."""
        events = self.codec.decode_events(native)
        outcome = await self.consumer.adeliver(events, self.context_of(request), native)
        answer: dict[str, Any] = self.codec.encode_outcome(outcome)
        return answer

    def context_of(self, request: Request) -> Context:
        """The invocation, under the name of this function."""
        context = request.context
        context.function = self.function
        return context
