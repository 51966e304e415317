"""Values to JSON, the one way on every platform."""

from __future__ import annotations

import json
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any


def json_bytes(value: Any) -> bytes:
    """``value`` as compact UTF-8 JSON. Raises TypeError for what has no JSON form."""
    kind = type(value)
    if kind is not dict and kind is not list:
        if kind in _models:
            own, name, by_alias = _models[kind]
            told: bytes = own[name].to_json(value, by_alias=by_alias)
            return told
        if hasattr(kind, "model_dump_json"):
            return _of_model(value, kind)
    try:
        return "".join(_encode(value, 0)).encode()
    except UnicodeEncodeError:
        # A lone surrogate, which a client's JSON may hold: UTF-8 cannot carry it, an escape can.
        return "".join(_escape(value, 0)).encode()


# Where what makes the JSON of a model is had from, by its class; it may be made anew.
_models: dict[type, tuple[Mapping[str, Any], str, Any]] = {}
MOST_MODELS = 100  # a class may be made for one answer


def _of_model(value: Any, kind: Any) -> bytes:
    """What `model_dump_json` gives; pydantic's own makes a text of these very bytes."""
    from .models import SERIALIZER, is_plain

    if len(_models) >= MOST_MODELS or not is_plain(kind, SERIALIZER, "model_dump_json"):
        return str(value.model_dump_json()).encode()
    # by_alias is the one argument whose default has not always been that of `to_json`.
    by_alias = kind.model_dump_json.__kwdefaults__["by_alias"]
    _models[kind] = vars(kind), SERIALIZER, by_alias
    return json_bytes(value)


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


def _encoder(ascii_only: bool) -> Callable[[Any, int], Iterable[str]]:
    """json's own encoder, made once: `JSONEncoder.encode` makes one for each value, which takes as
    long as a small object. A circle ends in a RecursionError."""
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:  # no CPython
        encoder = json.JSONEncoder(
            ensure_ascii=ascii_only, allow_nan=False, separators=(",", ":"), default=_default
        )
        return lambda value, _: encoder.encode(value)
    quote = "encode_basestring_ascii" if ascii_only else "encode_basestring"
    markers, indent, sort_keys, skip_keys, allow_nan = None, None, False, False, False
    encode: Callable[[Any, int], Iterable[str]] = make(
        markers, _default, getattr(json.encoder, quote), indent, ":", ",",
        sort_keys, skip_keys, allow_nan,
    )  # fmt: skip
    return encode


_encode, _escape = _encoder(ascii_only=False), _encoder(ascii_only=True)
