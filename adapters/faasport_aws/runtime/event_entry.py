"""What Lambda calls for a trigger that is not HTTP: decode, deliver, encode."""

from __future__ import annotations

from faasport.runtime.invocations import first_invocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Protocol

    from faasport.runtime.consumer import Consumer
    from faasport.runtime.context import Context
    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Outcome

    class Codec(Protocol):
        """An event's shape: sqs, sns, s3, dynamodb, eventbridge, schedule or stream."""

        def decode_events(self, native: Any) -> Sequence[Event]: ...
        def encode_outcome(self, outcome: Outcome) -> Any: ...


def handler(consumer: Consumer, codec: Codec, function: str = "") -> Callable[[Any, Any], Any]:
    """The handler of one unit.

    ``function`` names the unit in contexts and logs. A payload that the codec does not read raises
    PayloadError: no handler is called. Where Lambda only delivers again what an invocation failed
    with, DeliveryError fails it.
    """
    decode, encode, deliver = codec.decode_events, codec.encode_outcome, consumer.deliver
    unwrap = bool(consumer.trigger.options.get("unwrap"))

    def handle(event: Any, context: Any) -> Any:
        events = decode(event)
        if unwrap:
            from .unwrapping import unwrapped

            events = unwrapped(events)
        told = [_context_of, context, first_invocation(), function]  # made for who asks
        result = encode(deliver(events, told, event))
        if result is not None and type(result) is not dict:
            _refuse(result)
        return result

    return handle


def _context_of(native: Any, is_cold: bool, function: str) -> Context:
    from .invocation import Invocation

    return Invocation(native, is_cold, function)


def _refuse(result: Any) -> None:
    """Raise, if the events that it is for are to come again as a whole."""
    from faasport.runtime.outcome import Failed

    if isinstance(result, Failed):
        from faasport.runtime.errors import DeliveryError

        raise DeliveryError(result.reason)
