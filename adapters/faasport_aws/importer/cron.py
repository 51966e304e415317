"""Schedules of EventBridge, `rate(5 minutes)` and `cron(0 12 * * ? *)`, in our words.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from __future__ import annotations

import re

from faasport.packager.cron import CronFault, parse
from faasport_aws.importer.said import Said

_RATE = re.compile(r"rate\(\s*(\d{1,6})\s+(minute|hour|day)s?\s*\)", re.IGNORECASE)
_CRON = re.compile(r"cron\(([^()]{1,200})\)", re.IGNORECASE)
_STEP = re.compile(r"(\d+)/(\d+)")
_LAST = (59, 23, 31, 12)
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_ANY = ("*", "?")
_HINT = "Fire it more often with cron's five fields, and let the handler look at the date."


def of(text: object) -> tuple[str | None, tuple[Said, ...]]:
    """Our expression, or none and why there is none."""
    told = " ".join(str(text).split())
    rate = _RATE.fullmatch(told)
    if rate:
        count = int(rate[1])
        if count < 1:
            return None, (_left(told, "a rate is a whole number from 1"),)
        return f"every {count} {rate[2].lower()}{'' if count == 1 else 's'}", ()
    cron = _CRON.fullmatch(told)
    if cron is None:
        return None, (_left(told, "only rate(...) and cron(...) have a like here"),)
    return _five(told, cron[1].split())


def _five(told: str, fields: list[str]) -> tuple[str | None, tuple[Said, ...]]:
    if len(fields) not in {5, 6}:
        return None, (_left(told, "it has not the six fields of EventBridge"),)
    if fields[5:] and fields[5] not in _ANY:
        return None, (_left(told, f"it names the year {fields[5]}, which cron does not know"),)
    # Only fields of days have L, W and #; names of months and days may hold these letters.
    day, weekday = fields[2].upper(), fields[4].upper()
    if set("LW") & set(day) or "#" in weekday or re.search(r"(\d|^|[A-Z]{3})L\b", weekday):
        return None, (_left(told, "cron has no last day, no nearest weekday and no nth weekday"),)
    plain = [*map(_field, range(4), fields), _weekdays(weekday)]
    try:
        parse(" ".join(plain))
    except CronFault as fault:
        return None, (_left(told, fault.message),)
    return " ".join(plain), ()


def _field(index: int, text: str) -> str:
    """One of the first four fields. `0/15` is EventBridge's `*/15`."""
    low = 1 if index in {2, 3} else 0
    if text in _ANY:
        return "*"

    def stepped(match: re.Match[str]) -> str:
        first, step = int(match[1]), match[2]
        return f"*/{step}" if first == low else f"{first}-{_LAST[index]}/{step}"

    return ",".join(
        _STEP.sub(stepped, each, count=1) if _STEP.fullmatch(each) else each
        for each in text.upper().split(",")
    )


def _weekdays(text: str) -> str:
    """EventBridge counts from 1, Sunday; cron from 0. Names mean one thing in both."""
    if text in _ANY:
        return "*"
    return ",".join(day for item in text.split(",") for day in _days_of(item))


def _days_of(item: str) -> list[str]:
    body, _, step = item.partition("/")
    first, dash, last = body.partition("-")
    low, high = _index(first), _index(last) if dash else None
    if low is None or (dash and high is None) or (step and not step.isdigit()) or step == "0":
        return [item]
    if not dash and not step:
        return [_DAYS[low]]
    end = 6 if high is None else high + (7 if high < low else 0)
    whole = [_DAYS[day % 7] for day in range(low, end + 1, int(step or 1))]
    if not step and high is not None and low < high:
        return [f"{_DAYS[low]}-{_DAYS[high]}"]
    return whole


def _index(day: str) -> int | None:
    if day in _DAYS:
        return _DAYS.index(day)
    return int(day) - 1 if day.isdigit() and 1 <= int(day) <= 7 else None


def _left(told: str, why: str) -> Said:
    return Said("left", f"the schedule {told!r} was left: {why.rstrip('.')}.", _HINT)
