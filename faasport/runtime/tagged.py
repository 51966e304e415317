r"""Python values that JSON has no form for, in JSON: objects of one member, whose name is a tag.

    Decimal("1.50")     {"$decimal": "1.50"}
    b"\xff"             {"$bytes": "/w=="}          base64
    {1, 2}              {"$set": [1, 2]}
    datetime(...)       {"$time": "2024-05-01T10:00:00+02:00"}
    float("inf")        {"$float": "inf"}
    {"$decimal": 1}     {"$dict": {"$decimal": 1}}  a dict that would look like one of these

An object with a tag that is none of these, or with a value that its tag cannot have, is itself.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MARK = "$"


def tagged(value: Any) -> Any:
    """``value`` as JSON has it."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, dict):
        members = {str(name): tagged(each) for name, each in value.items()}
        return {"$dict": members} if _looks_tagged(members) else members
    if isinstance(value, (list, tuple)):
        return [tagged(each) for each in value]
    if isinstance(value, float):
        return value if value - value == 0 else {"$float": str(value)}
    return _tag(value)


def untagged(value: Any) -> Any:
    """The value that was tagged."""
    if isinstance(value, list):
        return [untagged(each) for each in value]
    if not isinstance(value, dict):
        return value
    if _looks_tagged(value):
        ((tag, told),) = value.items()
        read = _READERS.get(tag)
        try:
            return value if read is None else read(told)
        except (ArithmeticError, AttributeError, TypeError, ValueError):
            return value
    return {name: untagged(each) for name, each in value.items()}


def _looks_tagged(members: dict[str, Any]) -> bool:
    return len(members) == 1 and next(iter(members)).startswith(MARK)


def _tag(value: Any) -> Any:
    if isinstance(value, (bytes, bytearray)):
        from binascii import b2a_base64

        return {"$bytes": b2a_base64(value, newline=False).decode()}
    if isinstance(value, (set, frozenset)):
        return {"$set": [tagged(each) for each in sorted(value, key=repr)]}
    if hasattr(value, "isoformat"):
        return {"$time": value.isoformat()}
    return {"$decimal": str(value)} if type(value).__name__ == "Decimal" else str(value)


def _decimal(told: Any) -> Any:
    from decimal import Decimal

    return Decimal(told)


def _octets(told: Any) -> bytes:
    from base64 import b64decode

    return b64decode(told, validate=True)


def _moment(told: Any) -> Any:
    from datetime import datetime

    return datetime.fromisoformat(told)


def _members(told: Any) -> Any:
    return {name: untagged(each) for name, each in told.items()}


_READERS: dict[str, Callable[[Any], Any]] = {
    "$decimal": _decimal,
    "$bytes": _octets,
    "$set": lambda told: {untagged(each) for each in told},
    "$time": _moment,
    "$float": float,
    "$dict": _members,
}
