"""What a platform does on the two days when clocks change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Daylight:
    """The rows of one platform; each text stands in the docs as it is."""

    skipped: str
    """What becomes of 02:30 on the day that has none."""
    repeated: str
    """What becomes of 02:30 on the day that has two."""
    source: str
