"""Moments as the services of AWS stamp them: to the second, or to the millisecond.

A service always stamps what it sends, so a moment that nobody told is written as 1970.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def of_milliseconds(told: Any) -> datetime | None:
    """The moment of so many milliseconds, as a number or its text."""
    return _after(told, 1)


def of_seconds(told: Any) -> datetime | None:
    """The moment of so many seconds, whole or with a fraction that is good to the millisecond."""
    return _after(told, 1000)


def milliseconds_of(moment: datetime | None) -> int:
    """Since 1970, rounded down."""
    return 0 if moment is None else (moment - EPOCH) // timedelta(milliseconds=1)


def second_text(moment: datetime | None) -> str:
    """`2015-10-08T16:53:06Z`, as EventBridge writes it."""
    return _utc(moment).strftime("%Y-%m-%dT%H:%M:%SZ")


def millisecond_text(moment: datetime | None) -> str:
    """`2019-01-02T12:45:07.000Z`, as SNS and S3 write it."""
    utc = _utc(moment)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def _utc(moment: datetime | None) -> datetime:
    return EPOCH if moment is None else moment.astimezone(timezone.utc)


def _after(told: Any, milliseconds: int) -> datetime | None:
    if isinstance(told, bool):
        return None
    try:
        number = int(told) if isinstance(told, str) else told
        return EPOCH + timedelta(milliseconds=round(number * milliseconds))
    except (TypeError, ValueError, OverflowError):
        return None
