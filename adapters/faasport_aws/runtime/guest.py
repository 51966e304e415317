"""Handlers of Lambda, `def handler(event, context)`, called where Lambda is not."""

from __future__ import annotations

from importlib import import_module

from faasport.runtime.guest import loaded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from faasport.runtime.batch import Batch
    from faasport.runtime.event_triggers import Trigger
    from faasport.runtime.request import Request
    from faasport.runtime.response import Response
    from faasport.runtime.triggers import HttpTrigger

HTTP = {
    "http-api-2.0": "http_v2",
    "rest-api-1.0": "http_v1",
    "alb": "alb",
    "function-url": "http_v2",
}


class Guest:
    """A handler of Lambda. ``payload`` is the shape of its HTTP events, ``http-api-2.0`` if it is
    empty."""

    is_async = False

    def __init__(self, handler: str, *, name: str, payload: str = "", root: str = "") -> None:
        self._handler = loaded(handler, root)
        self._name = name
        self._codec = import_module(f"faasport_aws.runtime.{HTTP[payload or 'http-api-2.0']}")

    def answering(
        self, trigger: HttpTrigger, told: dict[str, Any]
    ) -> Callable[[Request], Response]:
        """What answers a request: the handler, given the event of that front."""
        codec, handler = self._codec, self._handler

        def answer(request: Request) -> Response:
            event = codec.encode_request(request)
            return codec.decode_response(handler(event, None))  # type: ignore[no-any-return]

        return answer

    def consuming(self, trigger: Trigger, told: dict[str, Any]) -> Callable[[Batch], None]:
        """What handles a batch."""
        from . import sqs

        handler = self._handler

        def consume(batch: Batch) -> None:
            outcome = sqs.decode_outcome(
                handler(sqs.encode_events(batch.messages), None), batch.messages
            )
            for event, _ in outcome.failed:
                batch.retry(event)

        return consume

    def takes_batch(self, kind: str) -> bool:
        """Whether Lambda gives a handler all events of a delivery."""
        return kind in {"queue", "stream", "table"}
