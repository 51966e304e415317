"""Handlers of Lambda, given the events of their triggers: batches, single events, ticks."""

from __future__ import annotations

from .guest_context import context_for
from .guest_events import BATCHES, names_in, settled, writer
from .guest_results import plain
from .guest_turns import in_turn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from faasport.runtime.batch import Batch
    from faasport.runtime.event import Event

    from .guest_turns import Handler


class Deliveries:
    """What calls one handler for its events. ``payload`` is the shape that the guest names."""

    def __init__(self, handler: Handler, name: str, payload: str) -> None:
        self._handler = handler
        self._name = name
        self._payload = payload

    def consuming(self, kind: str, told: dict[str, Any]) -> Callable[[Any], None]:
        """What handles a batch, or an event."""
        if kind in BATCHES:
            return self._batches(kind)
        return self._inputs(told["input"]) if "input" in told else self._events(kind)

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
