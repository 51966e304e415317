"""Values to JSON, the one way on every platform."""

from __future__ import annotations

import json
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def json_bytes(value: Any) -> bytes:
    """``value`` as compact UTF-8 JSON. Raises TypeError for what has no JSON form."""
    kind = type(value)
    if kind is not dict and kind is not list and hasattr(kind, "model_dump_json"):
        return str(value.model_dump_json()).encode()
    try:
        return _encode(value).encode()
    except UnicodeEncodeError:
        # A lone surrogate, which a client's JSON may hold: UTF-8 cannot carry it, an escape can.
        return _escape(value).encode()


def _default(value: Any) -> Any:
    """What json does not know. Order matters: a model may also be a dataclass."""
    kind = type(value)
    dump = getattr(value, "model_dump", None)
    if dump is not None:
        return dump(mode="json")
    if hasattr(kind, "__dataclass_fields__"):
        fields = sys.modules["dataclasses"].fields(kind)
        return {field.name: getattr(value, field.name) for field in fields}
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=repr)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if kind.__module__ == "decimal" or kind.__name__ == "UUID":
        return str(value)
    if hasattr(kind, "__members__"):
        return value.value
    raise TypeError(
        f"{kind.__module__}.{kind.__qualname__} has no JSON form: use a dict, list, str, number, "
        "dataclass or pydantic model."
    )


def _encoder(ascii_only: bool) -> Callable[[Any], str]:
    """json's own encoder, made once: `JSONEncoder.encode` makes one for each value, which takes as
    long as a small object. A circle ends in a RecursionError."""
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:  # no CPython
        return json.JSONEncoder(
            ensure_ascii=ascii_only, allow_nan=False, separators=(",", ":"), default=_default
        ).encode
    quote = "encode_basestring_ascii" if ascii_only else "encode_basestring"
    markers, indent, sort_keys, skip_keys, allow_nan = None, None, False, False, False
    encode = make(
        markers, _default, getattr(json.encoder, quote), indent, ":", ",",
        sort_keys, skip_keys, allow_nan,
    )  # fmt: skip
    return lambda value: "".join(encode(value, 0))


_encode, _escape = _encoder(ascii_only=False), _encoder(ascii_only=True)
