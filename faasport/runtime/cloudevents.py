"""CloudEvents over HTTP, in every mode and both versions: a codec over the wire form.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md

Which mode a request is in, the first that fits: binary if it has ce-id, ce-source, ce-type or
ce-specversion (whatever its content type says); structured or batch by its content type; either of
those without that content type, by its body. What comes of the events is the response's status, in
`cloudevents_delivery`.
"""

from __future__ import annotations

import json

from .cloudevents_binary import event_of as _binary_event, is_binary, message_of
from .cloudevents_delivery import (
    decode_outcome as decode_outcome,
    encode_outcome as encode_outcome,
)
from .cloudevents_json import decode_events as _of_value, value_of
from .encoding import json_bytes
from .errors import PayloadError
from .request import Request
from .wire import decode_request, encode_request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .cloudevent import CloudEvent
    from .headers import Headers

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
_FORMAT = "application/cloudevents"
_LOOSE = ("", "application/json", "text/json")


def decode_events(native: Any) -> tuple[CloudEvent, ...]:
    """The events of a wire request. Raises PayloadError, naming what is wrong."""
    request = decode_request(native)
    return events_of(request.headers, request.body, native)


def events_of(headers: Headers, body: bytes, native: Any = None) -> tuple[CloudEvent, ...]:
    """The events of these headers and this body; ``native`` is a binary event's payload."""
    if is_binary(headers):
        return (_binary_event(headers, body, native),)
    kind = (headers.get("content-type") or "").partition(";")[0].strip().lower()
    if kind in {STRUCTURED, BATCH}:
        return _of_value(_value(body, kind))
    if kind.startswith(_FORMAT):
        raise PayloadError(f"This is a CloudEvent in the format {kind}; only JSON is read.")
    if kind in _LOOSE and _looks_structured(body):
        return _of_value(json.loads(body))
    raise PayloadError(
        'This is no CloudEvent: it has neither ce-* headers nor a JSON body with a "specversion".'
    )


def encode_events(events: Sequence[CloudEvent]) -> dict[str, Any]:
    """One event in binary mode, any other number as a batch."""
    return encode_binary(events[0]) if len(events) == 1 else encode_batch(events)


def encode_binary(event: CloudEvent) -> dict[str, Any]:
    """A wire request with the event's attributes in its headers."""
    headers, body = message_of(event)
    return _posted(headers, body)


def encode_structured(event: CloudEvent) -> dict[str, Any]:
    """A wire request with the whole event in its body."""
    return _posted([["content-type", STRUCTURED]], json_bytes(value_of(event)))


def encode_batch(events: Sequence[CloudEvent]) -> dict[str, Any]:
    """A wire request with all events in its body."""
    body = json_bytes([value_of(event) for event in events])
    return _posted([["content-type", BATCH]], body)


def _posted(headers: list[list[str]], body: bytes) -> dict[str, Any]:
    pairs = [(name, value) for name, value in headers]
    return encode_request(Request(method="POST", raw_path="/", headers=pairs, body=body))


def _value(body: bytes, kind: str) -> Any:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise PayloadError(f"This body is not the JSON that {kind} says: {fault}.") from None
    if isinstance(value, list) is not (kind == BATCH):
        wanted = "a list" if kind == BATCH else "an object"
        raise PayloadError(f"The body of {kind} is {wanted}, and no {type(value).__name__}.")
    return value


def _looks_structured(body: bytes) -> bool:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return False
    events = value if isinstance(value, list) else [value]
    return bool(events) and all(isinstance(e, dict) and "specversion" in e for e in events)
