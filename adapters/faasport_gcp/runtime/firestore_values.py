"""Firestore's typed values, in their JSON form, as plain Python values; and the other way round.

| typed | plain |
| --- | --- |
| nullValue, booleanValue, stringValue, bytesValue | None, bool, str, bytes |
| integerValue (text), doubleValue | int, float |
| timestampValue | datetime, aware |
| referenceValue | str, the document's full name |
| geoPointValue | dict of latitude and longitude |
| arrayValue, mapValue | list, dict |

https://firebase.google.com/docs/firestore/reference/rest/v1/Value
"""

from __future__ import annotations

from decimal import Decimal

from faasport.runtime.errors import PayloadError
from faasport.runtime.moments import moment_of, text_of

from .envelope import bytes_of, text_of_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_DOUBLES = {"NaN": "nan", "Infinity": "inf", "-Infinity": "-inf"}
SMALLEST, LARGEST = -(2**63), 2**63 - 1
"""https://cloud.google.com/firestore/docs/concepts/data-types: integers have 64 bits, signed."""


def fields_of(document: Any) -> dict[str, Any] | None:
    """The plain fields of a document; None where there is no document: `{}` stands for that."""
    if document is None or document == {}:
        return None
    if not isinstance(document, dict):
        raise PayloadError("A document of Firestore is an object.")
    try:
        return _members(document)
    except RecursionError:
        raise PayloadError("A document of Firestore is not nested as deeply as this.") from None


def plain(value: Any) -> Any:
    """The one value of a typed value."""
    if not isinstance(value, dict) or len(value) != 1:
        raise PayloadError(f"This is no typed value of Firestore: {value!r}.")
    ((kind, told),) = value.items()
    if kind not in _PLAIN:
        raise PayloadError(f"Firestore has no values of the kind {kind!r}.")
    try:
        return _PLAIN[kind](told)
    except (TypeError, ValueError, AttributeError, OverflowError):
        raise PayloadError(f"This is no {kind} of Firestore: {told!r}.") from None


def typed(value: Any) -> dict[str, Any]:
    """A plain value with its type. What Firestore has no type for becomes the nearest one."""
    if isinstance(value, int) and not SMALLEST <= value <= LARGEST:
        return {"doubleValue": _double_of(value)}
    for kinds, name, write in _TYPED:
        if isinstance(value, kinds):
            return {name: write(value)}
    if hasattr(value, "astimezone"):
        return {"timestampValue": text_of(value)}
    return {"stringValue": str(value)}


def _members(told: Any) -> dict[str, Any]:
    return {name: plain(value) for name, value in _inner(told, "fields", dict).items()}


def _items(told: Any) -> list[Any]:
    return [plain(value) for value in _inner(told, "values", list)]


def _inner(told: Any, name: str, kind: type[Any]) -> Any:
    """A map and an array that are empty may do without it."""
    found = told.get(name) if isinstance(told, dict) else None
    if found is not None and not isinstance(found, kind):
        raise PayloadError(f'The "{name}" of this value of Firestore is no {kind.__name__}.')
    return kind() if found is None else found


def _double(told: Any) -> float:
    return float(_DOUBLES.get(told, told))


def _moment(told: Any) -> Any:
    """A moment that Python cannot hold stays text."""
    return moment_of(told) or told


def _bytes(told: Any) -> bytes:
    return bytes_of(told, "A bytesValue of Firestore")


def _same(told: Any) -> Any:
    return told


def _nothing(_told: Any) -> None:
    return None


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "nullValue": _nothing,
    "booleanValue": bool,
    "integerValue": int,
    "doubleValue": _double,
    "stringValue": _same,
    "bytesValue": _bytes,
    "timestampValue": _moment,
    "referenceValue": _same,
    "geoPointValue": _same,
    "arrayValue": _items,
    "mapValue": _members,
}


def _number(value: float) -> Any:
    text = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
    return text.get(str(value), value)


def _double_of(value: int | Decimal) -> Any:
    """The nearest double; beyond the largest of them, infinity."""
    return _number(float(Decimal(value)))


def _whole(value: int) -> str:
    return str(value)


def _array(values: Any) -> dict[str, Any]:
    """https://cloud.google.com/firestore/docs/concepts/data-types: no array in an array."""
    return {"values": [typed(value) for value in values]}


def _set(values: Any) -> dict[str, Any]:
    return _array(sorted(values))


def _map(value: dict[str, Any]) -> dict[str, Any]:
    return {"fields": {name: typed(each) for name, each in value.items()}}


# In this order: a bool is an int.
_TYPED: tuple[tuple[Any, str, Any], ...] = (
    (type(None), "nullValue", _nothing),
    (bool, "booleanValue", _same),
    (int, "integerValue", _whole),
    (float, "doubleValue", _number),
    (Decimal, "doubleValue", _double_of),
    (str, "stringValue", _same),
    ((bytes, bytearray), "bytesValue", text_of_bytes),
    ((set, frozenset), "arrayValue", _set),
    ((list, tuple), "arrayValue", _array),
    (dict, "mapValue", _map),
)
