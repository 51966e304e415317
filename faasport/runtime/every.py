"""A schedule told as a period: ``every("5 minutes")``."""

from __future__ import annotations

UNITS = ("minute", "hour", "day")
DIGITS = 6


class Every:
    """So many minutes, hours or days between one firing and the next."""

    __slots__ = ("count", "unit")

    def __init__(self, count: int, unit: str) -> None:
        self.count = count
        self.unit = unit

    def __repr__(self) -> str:
        unit = self.unit[:-1] if self.count == 1 else self.unit
        return f'every("{self.count} {unit}")'


def every(period: str) -> Every:
    """``every("5 minutes")``, ``every("1 hour")``, ``every("2 days")``: for faasport.schedule.

    Raises DeclarationError for anything else; a shorter period than a minute no platform has.
    """
    words = str(period).split()
    count, unit = words if len(words) == 2 else ("", "")
    unit = unit.removesuffix("s")
    if unit not in UNITS or not count.isdecimal() or len(count) > DIGITS or int(count) < 1:
        from .errors import DeclarationError

        raise DeclarationError(
            f"every({period!r}) is no period: write a number and minutes, hours or days, "
            'as in every("5 minutes").'
        )
    return Every(int(count), unit + "s")
