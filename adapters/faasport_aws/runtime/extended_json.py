"""MongoDB's extended JSON as plain Python values.

https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/
"""

from __future__ import annotations

from .attributes import number_of
from .members import bytes_of, object_of, word_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


SHALLOW = 64  # levels


def is_deep(value: Any) -> bool:
    """Whether it nests so deep that reading it may end in a RecursionError. DocumentDB itself takes
    100 levels."""
    level = [value]
    for _ in range(SHALLOW):
        level = [
            inner
            for each in level
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True


def plain(value: Any) -> Any:
    """The value with every `{"$oid": ...}` and the like read."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    read = READERS.get(next(iter(value), ""))
    if read is not None and len(value) == 1:
        return read(next(iter(value.values())))
    return {name: plain(each) for name, each in value.items()}


def _moment(told: Any) -> Any:
    from faasport.runtime.moments import moment_of

    from .stamps import of_milliseconds

    inner = object_of(told).get("$numberLong", told)
    read = moment_of(inner) if isinstance(inner, str) and "-" in inner[1:] else None
    return read or of_milliseconds(inner)


def _decimal(told: Any) -> Any:
    from decimal import Decimal

    number = number_of(word_of(told))
    return Decimal(number) if isinstance(number, int) else number


def _float(told: Any) -> Any:
    try:
        return float(told)
    except (TypeError, ValueError):
        return told


def _bytes(told: Any) -> bytes:
    return bytes_of(object_of(told).get("base64", told))


def _timestamp(told: Any) -> Any:
    from .stamps import of_seconds

    return of_seconds(object_of(told).get("t"))


READERS: dict[str, Callable[[Any], Any]] = {
    "$oid": word_of,
    "$date": _moment,
    "$numberInt": lambda told: number_of(word_of(told)),
    "$numberLong": lambda told: number_of(word_of(told)),
    "$numberDouble": _float,
    "$numberDecimal": _decimal,
    "$binary": _bytes,
    "$timestamp": _timestamp,
    "$undefined": lambda told: None,
}
