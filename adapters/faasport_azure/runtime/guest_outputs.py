"""Output bindings: `func.Out` parameters and `$return`.

What a function sets is encoded by the package's own converters, as the worker does, and sent once
the function has returned: to the queue, topic, stream or bucket of the binding's own name.
"""

from __future__ import annotations

import json

from faasport.runtime import places
from faasport.runtime.errors import DeclarationError, ResultError

from . import guest_expressions as expressions
from .guest_datum import converter_of, encoded
from .guest_function import RETURN
from .guest_triggers import instead_of
from .guest_vendor import functions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from .guest_function import Binding, Original

_HTTP = "http"
# Type in lower case: (its converter, each key of the binding that names a place, with its kind).
_PLACES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "queue": ("queue", {"queueName": "queue"}),
    "servicebus": ("serviceBus", {"queueName": "queue", "topicName": "topic"}),
    "eventhub": ("eventHub", {"eventHubName": "stream"}),
    "blob": ("blob", {"path": "bucket"}),
}


class Outputs:
    """What a function puts out, beside the response to a request."""

    def __init__(self, original: Original) -> None:
        self._original = original
        self._named = tuple(each for each in original.outputs if each.name != RETURN)
        self._sent = tuple(each for each in original.outputs if each.kind.lower() != _HTTP)
        self.any = bool(self._sent)
        self.places = tuple(_named(*_place_of(each)) for each in self._sent)

    def made(self) -> dict[str, Any]:
        """A fresh `Out` for each parameter."""
        return {each.name: _Out() for each in self._named}

    def send(self, result: Any, outs: Mapping[str, Any], subject: Any) -> None:
        """Send what was returned and set."""
        for each in self._sent:
            value = result if each.name == RETURN else outs[each.name].get()
            if value is not None:
                self._send(each, value, subject)

    def _send(self, binding: Binding, value: Any, subject: Any) -> None:
        kind, name = _place_of(binding)
        place = expressions.resolved(name, self._original, subject)
        for body in self._bodies(binding, value):
            if kind == "bucket":
                bucket, _, key = place.partition("/")
                places.write(subject.context, bucket, key, body)
            else:
                places.send(subject.context, kind, place, body)

    def _bodies(self, binding: Binding, value: Any) -> Iterator[bytes]:
        """What is sent, a message each. A text stays one, whatever it says."""
        if isinstance(value, (str, bytes, bytearray)):
            yield value.encode() if isinstance(value, str) else bytes(value)
            return
        try:
            datum = encoded(_PLACES[binding.kind.lower()][0], value, None)
        except NotImplementedError:
            raise ResultError(
                f"{self._original.name}: {binding.name} cannot be {type(value).__name__}, which "
                f"Azure's worker does not take for a binding of type {binding.kind}."
            ) from None
        if datum.type != "json":
            yield datum.value if isinstance(datum.value, bytes) else str(datum.value).encode()
            return
        told = json.loads(datum.value)
        for each in told if isinstance(told, list) else [told]:
            yield _body(each)


def _body(told: Any) -> bytes:
    """One message of several: a text, or what the converter makes of a message object."""
    if isinstance(told, dict) and "body" in told:
        told = told["body"]
    return told.encode() if isinstance(told, str) else json.dumps(told).encode()


class _Out:
    """As the worker's own, which the function knows as `func.Out`."""

    __slots__ = ("_value",)

    def __init__(self) -> None:
        self._value: Any = None

    def set(self, val: Any) -> None:
        """Put this out."""
        self._value = val

    def get(self) -> Any:
        """What was set, or None."""
        return self._value


def outputs_of(original: Original) -> Outputs:
    """Those of a function. Raises DeclarationError for inputs, and outputs that lead nowhere."""
    functions(original.name)
    for each in original.bindings:
        if each.direction != "out" and not each.is_trigger:
            way = instead_of(each.kind) or "read it with the service's own SDK in the function."
            raise DeclarationError(
                f"{original.name} has an input binding, {each.name} of type {each.kind}, which "
                f"only Azure's host fills: {way}"
            )
        if each in original.outputs and each.kind.lower() != _HTTP:
            _place_of(each, original.name)
            converter_of(each.kind)
    return Outputs(original)


def _named(kind: str, place: str) -> tuple[str, str]:
    """A place without an object's key."""
    return kind, place.partition("/")[0] if kind == "bucket" else place


def _place_of(binding: Binding, function: str = "") -> tuple[str, str]:
    """(kind, name) of where it leads. Raises DeclarationError for what has no like elsewhere."""
    _, keys = _PLACES.get(binding.kind.lower(), ("", {}))
    for key, kind in keys.items():
        if binding.told.get(key):
            return kind, str(binding.told[key])
    way = instead_of(binding.kind) or (
        "write it with the service's own SDK in the function. Queues, topics, event hubs and blobs "
        "are written for it."
    )
    raise DeclarationError(
        f"{function} has an output binding, {binding.name} of type {binding.kind}, which has no "
        f"like elsewhere: {way}"
    )
