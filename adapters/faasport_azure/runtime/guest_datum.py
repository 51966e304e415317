"""TypedData as the worker's Datum, which the converters of azure-functions read and write.

https://github.com/Azure/azure-functions-python-library/blob/dev/azure/functions/meta.py
"""

from __future__ import annotations

from base64 import b64decode

from .guest_vendor import functions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class _Items:
    """A collection: protobuf's message, which has its items by one name."""

    def __init__(self, items: Mapping[str, Any]) -> None:
        self.__dict__.update(items)


def decoded(kind: str, data: Mapping[str, Any] | None, metadata: Mapping[str, Any]) -> Any:
    """The object that a function gets for a trigger of this type."""
    converter = converter_of(kind)
    given = {name: datum_of(each) for name, each in metadata.items()}
    return converter.decode(datum_of(data), trigger_metadata=given)


def encoded(kind: str, value: Any, annotation: Any) -> Any:
    """The Datum of what a function returns, or sets, for a binding of this type."""
    return converter_of(kind).encode(value, expected_type=annotation)


def converter_of(kind: str) -> Any:
    """What reads and writes a binding of this type; None if the package knows none."""
    registry = functions().get_binding_registry()
    return registry.get(kind)


def datum_of(data: Mapping[str, Any] | None) -> Any:
    """A TypedData as the worker has it."""
    from azure.functions.meta import Datum

    for kind, value in (data or {}).items():
        return Datum(_value(kind, value), kind)
    return Datum(None, None)


def _value(kind: str, value: Any) -> Any:
    if kind == "bytes":
        return _bytes(value)
    if kind == "collection_bytes":
        return _Items({"bytes": [_bytes(each) for each in value["bytes"]]})
    return _Items(value) if isinstance(value, dict) else value


def _bytes(value: Any) -> bytes:
    return b64decode(value) if isinstance(value, str) else bytes(value)
