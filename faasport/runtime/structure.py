"""JSON values into dataclasses, lists, dicts and scalars, with every fault at once."""

from __future__ import annotations

import sys

from . import annotations as read
from .convert import converter_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    Fault = dict[str, Any]
    Place = tuple[str | int, ...]
    Field = tuple[str, Any, bool]


def wrong(place: Place, detail: str, kind: str = "invalid") -> Fault:
    """One thing wrong with the input: where, what, and a short name for it. It is a member of a
    problem's ``errors`` already."""
    return {"loc": [*place], "detail": detail, "type": kind}


# What JSON holds for what a hint asks; bool is an int to Python and not to JSON.
SCALARS: dict[type, tuple[tuple[type, ...], str]] = {
    str: ((str,), "text"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    bool: ((bool,), "true or false"),
    dict: ((dict,), "an object"),
    list: ((list,), "an array"),
}


MOST = sys.float_info.max  # Python reads 1e999 as infinite, which JSON cannot say


def build(hint: Any, value: Any, place: Place, faults: list[Fault]) -> Any:
    """``value`` as ``hint``; what does not fit is added to ``faults``."""
    hint, optional = read.without_none(read.unwrap(hint)[0])
    if value is None and optional:
        return None
    if getattr(hint, "__module__", "") == "typing" and str(hint) == "typing.Any":
        return value
    if isinstance(hint, tuple):
        return _union(hint, value, place, faults)
    if read.is_model(hint):
        return validated(_as_json(hint), value, place, faults)
    if read.is_dataclass(hint):
        return _dataclass(hint, value, place, faults)
    origin = read.origin_of(hint)
    if origin in {list, set, tuple, frozenset}:
        return _items(hint, origin, value, place, faults)
    if origin is dict:
        return _mapping(hint, value, place, faults)
    return _scalar(hint, value, place, faults)


def _as_json(model: Any) -> Any:
    """A model's validation of JSON, where even a strict one reads a date from text."""
    from .encoding import json_bytes

    def validate(value: Any) -> Any:
        try:
            told = json_bytes(value)
        except TypeError:  # bytes, in a row of a table
            return model.model_validate(value)
        return model.model_validate_json(told)

    return validate


def validated(validate: Any, value: Any, place: Place, faults: list[Fault]) -> Any:
    """Through a pydantic model's own validation; its ValidationError is a ValueError."""
    try:
        return validate(value)
    except ValueError as fault:
        explained(fault, place, faults)
        return None


def explained(fault: ValueError, place: Place, faults: list[Fault]) -> None:
    """Every fault that a ValidationError of pydantic holds; of any other error, the error."""
    errors = getattr(fault, "errors", None)
    if errors is None:
        faults.append(wrong(place, str(fault)))
        return
    for error in errors(include_url=False, include_context=False, include_input=False):
        loc = [*place, *error["loc"]]
        faults.append({"loc": loc, "detail": error["msg"], "type": error["type"]})


def _union(hints: tuple[Any, ...], value: Any, place: Place, faults: list[Fault]) -> Any:
    tried: list[Fault] = []
    for hint in hints:
        mine: list[Fault] = []
        result = build(hint, value, place, mine)
        if not mine:
            return result
        tried.extend(mine)
    faults.append(wrong(place, " or ".join(fault["detail"] for fault in tried)))
    return None


def _dataclass(hint: Any, value: Any, place: Place, faults: list[Fault]) -> Any:
    if not isinstance(value, dict):
        faults.append(wrong(place, "Expected an object.", "object"))
        return None
    known: dict[str, Any] = {}
    before = len(faults)
    for name, kind, required in fields_of(hint):
        if name in value:
            known[name] = build(kind, value[name], (*place, name), faults)
        elif required:
            faults.append(wrong((*place, name), "Field required", "missing"))
    if len(faults) > before:
        return None
    return validated(lambda fields: hint(**fields), known, place, faults)


# By dataclass, as annotations that are text would be evaluated for every request.
_fields: dict[type, tuple[Field, ...]] = {}


def fields_of(hint: Any) -> tuple[Field, ...]:
    """(name, type, whether it is required) of what a dataclass is made from."""
    if hint not in _fields:
        _fields[hint] = tuple(_told_fields(hint))
    return _fields[hint]


def _told_fields(hint: Any) -> Iterator[Field]:
    dataclasses = sys.modules["dataclasses"]
    for name, field in hint.__dataclass_fields__.items():
        if not field.init or field._field_type is dataclasses._FIELD_CLASSVAR:
            continue
        # A field is its own where it was written, and the same object in every class below.
        home = next(c for c in reversed(hint.__mro__) if _own_fields(c).get(name) is field)
        where = f"{home.__module__}.{home.__name__}.{name}"
        kind = read.resolve(field.type, vars(sys.modules[home.__module__]), where)
        if isinstance(kind, dataclasses.InitVar):
            kind = kind.type
        missing = dataclasses.MISSING
        yield name, kind, field.default is missing and field.default_factory is missing


def _own_fields(kind: type) -> dict[str, Any]:
    own: dict[str, Any] = vars(kind).get("__dataclass_fields__", {})
    return own


def _items(hint: Any, origin: Any, value: Any, place: Place, faults: list[Fault]) -> Any:
    if not isinstance(value, (list, set)):  # a row of a table may hold a set
        faults.append(wrong(place, "Expected an array.", "array"))
        return None
    value = list(value)
    inner = read.arguments_of(hint)
    if origin is not tuple or inner[-1] is ...:
        inner = inner[:1] * len(value)
    if len(inner) != len(value):
        faults.append(wrong(place, f"Expected an array of {len(inner)}.", "array"))
        return None
    return origin([build(each, value[i], (*place, i), faults) for i, each in enumerate(inner)])


def _mapping(hint: Any, value: Any, place: Place, faults: list[Fault]) -> Any:
    if not isinstance(value, dict):
        faults.append(wrong(place, "Expected an object.", "object"))
        return None
    name, inner = read.arguments_of(hint)
    return {
        _key(name, key, (*place, key), faults): build(inner, item, (*place, key), faults)
        for key, item in value.items()
    }


def _key(hint: Any, key: str, place: Place, faults: list[Fault]) -> Any:
    """A name in JSON is text, whatever the dict's keys are to be."""
    converter = converter_for(read.unwrap(hint)[0])
    try:
        return converter(key) if converter else key
    except ValueError as fault:
        faults.append(wrong(place, f"The name {fault}."))
        return key


def _plain(hint: Any, value: Any) -> Any:
    """A Decimal, which is what a row of a table has for a number, as the number asked for."""
    if type(value).__name__ != "Decimal" or not value.is_finite():
        return value
    if hint is int and value == int(value):
        return int(value)
    return float(value) if hint is float else value


def _scalar(hint: Any, value: Any, place: Place, faults: list[Fault]) -> Any:
    expected = SCALARS.get(hint) if isinstance(hint, type) else None
    if expected is not None:
        kinds, words = expected
        value = _plain(hint, value)
        if isinstance(value, kinds) and (hint is bool or not isinstance(value, bool)):
            if hint is not float:
                return value
            if -MOST <= value <= MOST:  # type: ignore[operator]  # SCALARS told that it is a number
                return float(value)  # type: ignore[arg-type]
        faults.append(wrong(place, f"Expected {words}.", words.rpartition(" ")[2]))
        return None
    converter = converter_for(hint)
    text = value if isinstance(value, str) else str(value)
    try:
        return converter(text) if converter else value
    except ValueError as fault:
        faults.append(wrong(place, f"The value {fault}."))
        return None
