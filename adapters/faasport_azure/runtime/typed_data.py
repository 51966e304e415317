"""TypedData, in which the host hands everything to a worker, in protobuf's JSON form.

An invocation of any trigger is `{"trigger_type", "input_data": [{"name", "data": TypedData}],
"trigger_metadata": {name: TypedData}}`. Where JSON has base64, plain bytes will do as well.
https://github.com/Azure/azure-functions-language-worker-protobuf/blob/dev/src/proto/FunctionRpc.proto
"""

from __future__ import annotations

import json

from faasport.runtime.encoding import json_bytes
from faasport.runtime.errors import PayloadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    Native = dict[str, Any]
    Datum = dict[str, Any]

# The member of each collection that holds its items.
_COLLECTIONS = {
    "collection_string": "string",
    "collection_bytes": "bytes",
    "collection_double": "double",
    "collection_sint64": "sint64",
}


def invocation_of(native: Any, *kinds: str) -> Native:
    """``native``, if a trigger of one of these kinds sends it; else PayloadError."""
    if not isinstance(native, dict) or not isinstance(native.get("input_data"), list):
        raise PayloadError("An Azure invocation is an object with a list 'input_data'.")
    if not isinstance(native.get("trigger_metadata") or {}, dict):
        raise PayloadError("The 'trigger_metadata' of an Azure invocation is an object.")
    kind = native.get("trigger_type")
    if kind not in kinds:
        raise PayloadError(
            f"This invocation is of {kind or 'no trigger'}; the function takes those of "
            f"{kinds[0]} alone."
        )
    return native


def data_of(native: Native) -> Datum | None:
    """The TypedData that triggered it, if the host sent any."""
    for entry in native["input_data"]:
        if isinstance(entry, dict):
            data = entry.get("data")
            return data if isinstance(data, dict) else None
    return None


def body_of(data: Datum | None) -> bytes:
    """A TypedData as bytes: what its sender sent."""
    kind, value = _told(data)
    if isinstance(value, bytes):
        return value
    if kind == "bytes":
        return _from_base64(str(value))
    if value is None:
        return b""
    return _bytes(value) if isinstance(value, str) else _json(value)


def bodies_of(data: Datum | None) -> list[bytes]:
    """A collection, or the JSON list of objects that the host makes of several: bytes of each."""
    kind, value = _told(data)
    if kind in _COLLECTIONS:
        return [body_of({_COLLECTIONS[kind]: item}) for item in items_of(value, kind)]
    listed = parsed(value) if kind == "json" else None
    if not isinstance(listed, list):
        return [body_of(data)]
    return [_bytes(item) if isinstance(item, str) else _json(item) for item in listed]


def value_of(data: Datum | None) -> Any:
    """A TypedData as a plain value. What says that it is JSON and is not stays text."""
    kind, value = _told(data)
    if kind == "json":
        return parsed(value)
    if kind == "bytes":
        return body_of(data)
    return items_of(value, kind) if kind in _COLLECTIONS else value


def metadata_of(native: Native, name: str) -> Any:
    """One value of the trigger's metadata, None if there is none."""
    every = native.get("trigger_metadata")
    data = every.get(name) if isinstance(every, dict) else None
    return value_of(data) if isinstance(data, dict) else None


def items_of(value: Any, kind: str) -> list[Any]:
    """The items of a collection."""
    held = value.get(_COLLECTIONS[kind]) if isinstance(value, dict) else None
    return held if isinstance(held, list) else []


def parsed(text: Any) -> Any:
    """A JSON text's value; the text itself if it is none."""
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return text


def number_of(told: Any) -> int | None:
    """A whole number of any kind or its text, None if it is none."""
    try:
        return int(told)
    except (TypeError, ValueError, OverflowError):
        return None


def _told(data: Datum | None) -> tuple[str, Any]:
    """(kind, value) of the one field that is set."""
    for kind, value in (data or {}).items():
        return kind, value
    return "", None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _json(value: Any) -> bytes:
    try:
        return json_bytes(value)
    except (
        ValueError
    ):  # a number such as 1e999 is read as infinite, which is written as Python does
        return json.dumps(value).encode()


def _from_base64(text: str) -> bytes:
    from base64 import b64decode
    from binascii import Error

    try:
        return b64decode(text, validate=True)
    except (Error, ValueError):
        return _bytes(text)


def binary(body: bytes) -> Datum:
    """Bytes as TypedData."""
    from binascii import b2a_base64

    return {"bytes": b2a_base64(body, newline=False).decode()}


def binaries(bodies: Sequence[bytes]) -> Datum:
    """Several in one collection."""
    return {"collection_bytes": {"bytes": [binary(body)["bytes"] for body in bodies]}}


def as_json(value: Any) -> Datum:
    """How the host sends whatever is neither text nor bytes: numbers, moments, objects."""
    return {"json": _json(value).decode()}


def moment(told: datetime) -> str:
    """As .NET writes a DateTimeOffset in JSON."""
    from datetime import timezone

    return told.astimezone(timezone.utc).isoformat()


def invocation(kind: str, data: Datum, metadata: Mapping[str, Datum] | None = None) -> Native:
    """What the host sends for a trigger of this kind; the name of the data is no matter."""
    return {
        "trigger_type": kind,
        "input_data": [{"name": "event", "data": data}],
        "trigger_metadata": dict(metadata or {}),
    }


def plain(value: Any) -> Any:
    """What JSON makes of a value: numbers of any kind, bytes in base64, sets as lists."""
    kind = type(value).__name__
    if isinstance(value, bytes):
        return binary(value)["bytes"]
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return [plain(item) for item in sorted(value, key=repr)]
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if kind == "Decimal":
        whole = value.is_finite() and value == value.to_integral_value()
        return int(value) if whole else float(value)
    return value
