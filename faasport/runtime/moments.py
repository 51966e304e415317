"""Moments as platforms write them, read leniently: what cannot be read is None, never an error."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LENGTHS = (20, 24, 27)
# A number of seconds passed this in the year 5138, one of milliseconds in 1973.
_SECONDS = 1e11


def moment_of(told: Any) -> datetime | None:
    """An aware datetime of RFC 3339 text (UTC without an offset; cut to microseconds), or of
    seconds or milliseconds since 1970, as a number or its text."""
    if isinstance(told, str):
        return _usual(told) or _of_text(told)
    if isinstance(told, datetime):
        return told if told.tzinfo else told.replace(tzinfo=timezone.utc)
    return _of_number(told)


def text_of(moment: datetime) -> str:
    """RFC 3339 in UTC, as `2024-05-01T10:00:00Z`, with microseconds where there are any."""
    return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def milliseconds_of(moment: datetime) -> int:
    """Since 1970, exactly."""
    return (moment - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(milliseconds=1)


def _usual(told: str) -> datetime | None:
    """Of the form that nearly all platforms write, and every Python reads in the same way:
    `2024-05-01T10:00:00Z`, perhaps with milliseconds, or microseconds."""
    length = len(told)
    if length not in _LENGTHS or told[10] != "T" or told[-1] != "Z" or told[11:13] > "23":
        return None
    is_parted = told[4] == "-" == told[7] and told[13] == ":" == told[16]
    if not is_parted or (length > 20 and told[19] != "."):
        return None
    try:
        return datetime.fromisoformat(told[:-1] + "+00:00")
    except ValueError:
        return None


def _of_text(told: str) -> datetime | None:
    from .written_moments import fields_of

    fields = fields_of(told)
    return _of_number(told) if fields is None else _of_fields(*fields)


def _of_number(told: Any) -> datetime | None:
    if isinstance(told, bool):
        return None
    try:
        number = float(told)
        return datetime.fromtimestamp(number / (1 if number < _SECONDS else 1000), timezone.utc)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _of_fields(*fields: Any) -> datetime | None:
    year, month, day, hour, minute, second, fraction, offset = fields
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    try:
        found = datetime(
            int(year), int(month), int(day), int(hour), int(minute), int(second or 0), micro,
            _zone(offset),
        )  # fmt: skip
        found.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None  # or it is before the year 1, or after 9999, in UTC
    return found


def _zone(offset: str | None) -> timezone:
    if not offset or offset in "Zz":
        return timezone.utc
    digits = offset[1:].replace(":", "").ljust(4, "0")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(span if offset[0] == "+" else -span)
