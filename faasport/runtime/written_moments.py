"""Moments written in any of the ways that platforms have been seen to write them.

`2022-1-12T03:16:34Z`, `2021-07-12T12:00:00.123456789-0700`, `2024-05-01 10:00:00`: fields without
their zeros, fractions of any length, any or no offset.
"""

from __future__ import annotations

import re

_WRITTEN = re.compile(
    r"\s*(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?"
    r"\s*(Z|[+-]\d{2}(?::?\d{2})?)?\s*",
    re.IGNORECASE,
)


def fields_of(told: str) -> tuple[str | None, ...] | None:
    """Year, month, day, hour, minute, second, fraction and offset; None for other text."""
    written = _WRITTEN.fullmatch(told)
    return None if written is None else written.groups()
