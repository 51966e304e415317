"""Text to values: what a path, query, header or cookie can be bound to."""

from __future__ import annotations

from . import annotations as read
from .convert import converter_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .convert import Converter


def to_int(text: str) -> int:
    """A whole number in ASCII digits."""
    digits = text[1:] if text[:1] in "+-" else text
    if not (digits.isascii() and digits.isdecimal()):
        raise ValueError("is not a whole number")
    if len(digits) > 4000:  # CPython refuses to parse more than 4300 digits
        raise ValueError("has too many digits")
    return int(text)


def to_float(text: str) -> float:
    """A finite number; JSON has no other."""
    try:
        value = float(text)
    except ValueError:
        raise ValueError("is not a number") from None
    if value - value != 0 or "_" in text:
        raise ValueError("is not a finite number")
    return value


TRUE = frozenset({"true", "1", "yes", "on"})
FALSE = frozenset({"false", "0", "no", "off"})


def to_bool(text: str) -> bool:
    """``true 1 yes on`` or ``false 0 no off``, in any case."""
    word = text.lower()
    if word in TRUE or word in FALSE:
        return word in TRUE
    raise ValueError("is not a boolean: use true or false")


def to_decimal(text: str) -> Any:
    """A finite decimal number, exact."""
    from decimal import Decimal, InvalidOperation

    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError("is not a decimal number") from None
    if not value.is_finite() or "_" in text:
        raise ValueError("is not a finite decimal number")
    return value


def to_uuid(text: str) -> Any:
    """A UUID."""
    from uuid import UUID

    try:
        return UUID(text)
    except ValueError:
        raise ValueError("is not a UUID") from None


def to_date(text: str) -> Any:
    """An ISO 8601 date."""
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a date: use YYYY-MM-DD") from None


def to_datetime(text: str) -> Any:
    """An ISO 8601 date and time; ``Z`` is UTC (Python 3.10 does not know it)."""
    from datetime import datetime

    try:
        return datetime.fromisoformat(text[:-1] + "+00:00" if text[-1:] in "Zz" else text)
    except ValueError:
        raise ValueError("is not a date and time: use YYYY-MM-DDTHH:MM:SS+00:00") from None


# By module and name, so that the modules load only for who uses their types.
CONVERTERS: dict[tuple[str, str], Converter] = {
    ("builtins", "int"): to_int,
    ("builtins", "float"): to_float,
    ("builtins", "bool"): to_bool,
    ("decimal", "Decimal"): to_decimal,
    ("uuid", "UUID"): to_uuid,
    ("datetime", "date"): to_date,
    ("datetime", "datetime"): to_datetime,
}


def converter_to(hint: Any) -> Converter | None:
    """The converter to what is not plain text, or None if text cannot become it."""
    if isinstance(hint, tuple):
        return _first_of(hint)
    if read.is_literal(hint):
        return _one_of({str(value): value for value in read.arguments_of(hint)})
    if not isinstance(hint, type):
        return None
    if hasattr(hint, "__members__"):
        return _one_of({str(member.value): member for member in hint.__members__.values()})
    return CONVERTERS.get((hint.__module__, hint.__name__))


def _one_of(choices: dict[str, Any]) -> Converter:
    def convert(text: str) -> Any:
        if text in choices:
            return choices[text]
        raise ValueError(f"is not one of {', '.join(choices)}")

    return convert


def _first_of(hints: tuple[Any, ...]) -> Converter | None:
    """A union: the first member that takes the text; ``str`` takes any, so it comes last."""
    ordered = sorted(hints, key=lambda hint: hint is str)
    converters = [converter_for(hint) for hint in ordered]
    if None in converters:
        return None

    def convert(text: str) -> Any:
        faults = []
        for converter in converters:
            try:
                return converter(text)  # type: ignore[misc]  # None was ruled out above
            except ValueError as fault:
                faults.append(str(fault))
        raise ValueError(" and ".join(faults))

    return convert
