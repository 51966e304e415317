"""NCRONTAB → our schedules.

https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#ncrontab-expressions
"""

from __future__ import annotations

import re

from faasport.packager.cron import CronFault, parse

_SPAN = re.compile(r"(?:(?P<days>\d+)\.)?(?P<hours>\d+):(?P<minutes>\d+):(?P<seconds>\d+)")
_NAMES = {
    name.lower(): name[:3].upper()
    for name in (
        *("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
        *("January", "February", "March", "April", "June", "July", "August"),
        *("September", "October", "November", "December"),
    )
}


_HIGHEST = (59, 23, 31, 12, 6)


class NotOurs(Exception):
    """A schedule that has no like here, and why; the fix is the second argument."""

    def __init__(self, why: str, fix: str) -> None:
        super().__init__(why)
        self.why = why
        self.fix = fix


def expression(told: str) -> tuple[str, str]:
    """Our expression, and what it means now that is not what it meant ("" if nothing). Raises
    NotOurs."""
    span = _SPAN.fullmatch(told.strip())
    if span:
        return _period(told, span), "it counts from midnight, and no more from the app's start"
    fields = told.split()
    lost = ""
    if len(fields) == 6:
        second, *fields = fields
        if not second.isdigit():
            raise NotOurs(
                f"{told!r} fires several times a minute, and no schedule here does.",
                "Loop in the handler, or use a process that runs all the time.",
            )
        lost = "" if int(second) == 0 else f"it fires at second 0, and no more at {second}"
    try:
        text = " ".join(map(_field, fields, _HIGHEST)) if len(fields) == 5 else told
        either = parse(text).either_day
    except CronFault as fault:
        raise NotOurs(f"{told!r}: {fault.message}", fault.fix) from fault
    if either:
        raise NotOurs(
            f"{told!r} fires on days that are both, of the month and of the week; here it would "
            "be days that are either.",
            "Schedule one of the two, and look for the other in the handler.",
        )
    return text, lost


def _field(field: str, highest: int) -> str:
    """`?` is any, names may be whole words, and `5/10` runs to the end of its field there."""
    field = re.sub(r"[A-Za-z]{4,}", lambda name: _NAMES.get(name[0].lower(), name[0]), field)
    field = re.sub(r"(^|,)(\d+)/", rf"\g<1>\g<2>-{highest}/", field)
    return "*" if field == "?" else field.upper()


def _period(told: str, span: re.Match[str]) -> str:
    """Of a TimeSpan, which App Service plans take in place of an expression."""
    days, hours, minutes, seconds = (int(part or 0) for part in span.groups())
    # With more than 23 in the first place .NET reads it as days.
    if hours >= 24:
        days, hours = hours, 0
    total = days * 1440 + hours * 60 + minutes
    if seconds or not total:
        raise NotOurs(f"{told!r} is no whole number of minutes.", "Write one of whole minutes.")
    for unit, size in (("day", 1440), ("hour", 60)):
        if total % size == 0:
            return f"every {total // size} {unit}{'s' if total != size else ''}"
    return f"every {total} minute{'s' if total > 1 else ''}"
