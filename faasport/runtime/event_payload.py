"""The payload of an event as a handler's parameter: read by its type, with every fault at once.

Theory. What was sent is bytes (a message, a record), a JSON value (an event's data) or a row of
Python values (a change). A reader takes all of them for its type, since a platform decides which
of the first two an event's data is. What imports much is imported when a plan is compiled.
"""

from __future__ import annotations

from . import annotations as read
from .event_usual import carrier_of
from .signature import MISSING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .event import Event
    from .structure import Fault

    Reader = Callable[[Event, list[Fault]], Any]
    Read = Callable[[Any, list[Fault]], Any]


def payload_reader(
    hint: Any, kind: Any, default: Any, where: str, *, optional: bool
) -> Reader | None:
    """What reads it as ``hint``, whose bare type is ``kind``; None if no payload can be that."""
    readings = _readings(hint, kind, where)
    if readings is None:
        return None
    of_bytes, of_value, of_row = readings
    default = None if optional and default is MISSING else default
    nullable = optional and kind is not bytes and kind is not str
    plain = default is MISSING and not nullable

    def reader(event: Event, faults: list[Fault]) -> Any:
        value = carrier_of(type(event))(event)
        if type(value) is not bytes:
            return of_other(event, value, faults)
        if not value and default is not MISSING:
            return default
        if nullable and value.strip() == b"null":
            return None
        return of_bytes(value, faults)

    def of_other(event: Event, value: Any, faults: list[Fault]) -> Any:
        if value is None:
            if default is MISSING:
                _refuse(faults, "one, and there is none")
                return None
            return default
        is_row = any(each.__name__ == "ChangeEvent" for each in type(event).__mro__)
        return (of_row if is_row else of_value)(value, faults)

    def bare(event: Event, faults: list[Fault]) -> Any:
        value = carrier_of(type(event))(event)
        return of_bytes(value, faults) if type(value) is bytes else of_other(event, value, faults)

    return bare if plain else reader


def _readings(hint: Any, kind: Any, where: str) -> tuple[Read, Read, Read] | None:
    """(from bytes, from a JSON value, from a row)."""
    if kind is bytes:
        return _bytes_of_bytes, _bytes_of_value, _bytes_of_value
    if kind is str:
        return _text_of_bytes, _text_of_value, _text_of_value
    if read.is_constrained(hint):
        return _constrained(hint, where)
    if read.is_model(kind):
        return _checking(kind.model_validate_json, kind.model_validate)
    return _data(kind)


def _constrained(hint: Any, where: str) -> tuple[Read, Read, Read]:
    from .constraints import adapter

    checked = adapter(hint, where)
    return _checking(checked.validate_json, checked.validate_python)


def _checking(json: Callable[[Any], Any], python: Callable[[Any], Any]) -> tuple[Read, Read, Read]:
    """Through pydantic, which reads a date from text only where it knows that it reads JSON."""
    from .encoding import json_bytes
    from .structure import validated

    return (
        lambda value, faults: validated(json, value, (), faults),
        lambda value, faults: validated(lambda it: json(json_bytes(it)), value, (), faults),
        lambda value, faults: validated(python, value, (), faults),
    )


def _data(kind: Any) -> tuple[Read, Read, Read] | None:
    from .bodies import parse_json
    from .structure import build, wrong

    if not _is_data(kind):
        return None

    def of_value(value: Any, faults: list[Fault]) -> Any:
        try:
            return build(kind, value, (), faults)
        except RecursionError:
            faults.append(wrong((), "Nested too deeply.", "recursion"))

    def of_bytes(value: bytes, faults: list[Fault]) -> Any:
        try:
            told = parse_json(value)
        except ValueError as fault:
            faults.append(wrong((), f"Not JSON: {fault}", "json_invalid"))
        else:
            return of_value(told, faults)

    return of_bytes, of_value, of_value


def _is_data(kind: Any) -> bool:
    """Whether JSON can become it."""
    from .convert import converter_for
    from .structure import SCALARS, fields_of

    if read.is_dataclass(kind):
        fields_of(kind)  # an annotation that cannot be read is told now, and not to the log
        return True
    if isinstance(kind, tuple):
        return all(read.is_model(each) or _is_data(each) for each in kind)
    if str(kind) == "typing.Any" or converter_for(kind) is not None:
        return True
    return kind in SCALARS or read.origin_of(kind) in {list, dict, set, tuple, frozenset}


def _bytes_of_bytes(value: bytes, faults: list[Fault]) -> bytes:
    return value


def _bytes_of_value(value: Any, faults: list[Fault]) -> bytes | None:
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    _refuse(faults, "bytes")
    return None


def _text_of_bytes(value: bytes, faults: list[Fault]) -> str | None:
    try:
        return value.decode()
    except UnicodeDecodeError:
        _refuse(faults, "text in UTF-8")
        return None


def _text_of_value(value: Any, faults: list[Fault]) -> str | None:
    if isinstance(value, str):
        return value
    _refuse(faults, "text")
    return None


def _refuse(faults: list[Fault], words: str) -> None:
    from .structure import wrong

    faults.append(wrong((), f"Expected {words}.", words.partition(" ")[0]))
