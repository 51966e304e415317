"""Why a schedule cannot be, and what to write instead."""

from __future__ import annotations

from faasport.runtime.errors import FaasportError


class CronFault(FaasportError):
    """One fault of a schedule, as the two texts of a problem."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(f"{message} {fix}")
        self.message = message
        self.fix = fix


def both_days(text: str, why: str) -> CronFault:
    """Of a schedule on days of the month and of the week, in a dialect that does not mean either
    of the two by that; ``why`` says what it has instead."""
    minute, hour, day, month, weekday = text.split()
    return CronFault(
        f'"{text}" fires on days of the month and on days of the week; {why}',
        f'Use two schedules: "{minute} {hour} {day} {month} *" and '
        f'"{minute} {hour} * {month} {weekday}"; a day that is both then fires twice.',
    )
