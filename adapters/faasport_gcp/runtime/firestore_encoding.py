"""Firestore's event data as protobuf, from its JSON form: the few messages that it is made of.

https://github.com/googleapis/google-cloudevents/blob/main/proto/google/events/cloud/firestore/v1/data.proto
https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

import struct
from datetime import datetime, timezone

from faasport.runtime.moments import moment_of

from .envelope import bytes_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_VARINT, _EIGHT_BYTES, _SIZED = 0, 1, 2
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def encoded(data: dict[str, Any]) -> bytes:
    """A `DocumentEventData`."""
    mask = data.get("updateMask") or {}
    paths = b"".join(_text(1, each) for each in mask.get("fieldPaths", ()))
    return b"".join(
        [
            _sized(1, _document(data["value"])) if data.get("value") else b"",
            _sized(2, _document(data["oldValue"])) if data.get("oldValue") else b"",
            _sized(3, paths) if paths else b"",
        ]
    )


def _document(told: dict[str, Any]) -> bytes:
    times = [(3, told.get("createTime")), (4, told.get("updateTime"))]
    return b"".join(
        [
            _text(1, told.get("name", "")),
            _fields(2, told),
            *(_sized(number, _moment(each)) for number, each in times if each),
        ]
    )


def _fields(number: int, told: dict[str, Any]) -> bytes:
    """A map: each member is a message of its key and its value."""
    fields = (told.get("fields") or {}).items()
    return b"".join(
        _sized(number, _text(1, name) + _sized(2, _value(value))) for name, value in fields
    )


def _value(told: dict[str, Any]) -> bytes:
    ((kind, value),) = told.items()
    return _VALUES[kind](value)


def _map(told: Any) -> bytes:
    return _sized(6, _fields(1, told))


def _array(told: Any) -> bytes:
    values = told.get("values") or ()
    return _sized(9, b"".join(_sized(1, _value(value)) for value in values))


def _place(told: Any) -> bytes:
    names = ((1, "latitude"), (2, "longitude"))
    return _sized(8, b"".join(_double(number, told.get(name, 0)) for number, name in names))


def _double(number: int, value: Any) -> bytes:
    return _key(number, _EIGHT_BYTES) + struct.pack("<d", float(value))


def _moment(told: str) -> bytes:
    """A `Timestamp`; its fraction is cut to microseconds."""
    passed = (moment_of(told) or _EPOCH) - _EPOCH
    nanos = passed.microseconds * 1000
    seconds = passed.days * 86400 + passed.seconds
    return _whole(1, seconds) + (_whole(2, nanos) if nanos else b"")


def _whole(number: int, value: int) -> bytes:
    return _key(number, _VARINT) + _varint(value)


def _text(number: int, value: str) -> bytes:
    return _sized(number, value.encode("utf-8", "replace"))


def _sized(number: int, octets: bytes) -> bytes:
    return _key(number, _SIZED) + _varint(len(octets)) + octets


def _key(number: int, kind: int) -> bytes:
    return _varint(number << 3 | kind)


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first; a negative number is one of 64 bits."""
    rest = value & 0xFFFF_FFFF_FFFF_FFFF
    octets = bytearray()
    while rest > 0x7F:
        octets.append(rest & 0x7F | 0x80)
        rest >>= 7
    octets.append(rest)
    return bytes(octets)


_VALUES: dict[str, Callable[[Any], bytes]] = {
    "booleanValue": lambda told: _whole(1, int(told)),
    "integerValue": lambda told: _whole(2, int(told)),
    "doubleValue": lambda told: _double(3, told),
    "referenceValue": lambda told: _text(5, told),
    "mapValue": _map,
    "geoPointValue": _place,
    "arrayValue": _array,
    "timestampValue": lambda told: _sized(10, _moment(told)),
    "nullValue": lambda told: _whole(11, 0),
    "stringValue": lambda told: _text(17, told),
    "bytesValue": lambda told: _sized(18, bytes_of(told, "A bytesValue of Firestore")),
}
