"""64-bit integers, which protobuf's JSON has as text and samples have as numbers."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def count_of(told: Any) -> int | None:
    """Zero or more; None for anything else."""
    if isinstance(told, bool) or not isinstance(told, (int, str)):
        return None
    try:
        number = int(told)
    except ValueError:
        return None
    return number if number >= 0 else None
