"""One field of a cron expression: the table of the five, and their reader.

https://pubs.opengroup.org/onlinepubs/9799919799/utilities/crontab.html defines `*`, numbers, ranges
and lists; names and steps are those that every cron has agreed on since. What only some crons read,
or each reads in its own way, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from faasport.packager.cron.fault import CronFault

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]


@dataclass(frozen=True)
class Kind:
    """What one of the five fields may hold."""

    name: str
    low: int
    high: int
    names: Mapping[str, int] = field(default_factory=dict)

    @property
    def span(self) -> range:
        return range(self.low, self.high + 1)

    @property
    def allowed(self) -> str:
        names = list(self.names)
        return f"{self.low} to {self.high}" + (f" or {names[0]} to {names[-1]}" if names else "")


MINUTE = Kind("minute", 0, 59)
HOUR = Kind("hour", 0, 23)
DAY = Kind("day of month", 1, 31)
MONTH = Kind("month", 1, 12, {name: number for number, name in enumerate(_MONTHS, 1)})
# 7 is Sunday again; it is folded onto 0.
WEEKDAY = Kind("day of week", 0, 7, {name: number for number, name in enumerate(_WEEKDAYS)})
KINDS = (MINUTE, HOUR, DAY, MONTH, WEEKDAY)

# What Quartz and its kin add. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
_FOREIGN = {
    "L": "the last day",
    "W": "the nearest weekday",
    "#": "the nth weekday of a month",
    "?": "no particular day",
}
_ITEM = re.compile(
    r"(?P<star>\*)(?:/(?P<star_step>\d+))?"
    r"|(?P<first>\d+|[A-Z]{3})(?:-(?P<last>\d+|[A-Z]{3}))?(?:/(?P<step>\d+))?",
    re.ASCII,
)


@dataclass(frozen=True)
class Field:
    """The values that match, in ascending order. `any` is a bare `*`: the field restricts nothing.

    `stepped` is a step over all (`*/2`), of which crons disagree whether it restricts a day.
    """

    kind: Kind
    values: tuple[int, ...]
    any: bool = False
    stepped: bool = False

    @property
    def is_full(self) -> bool:
        return len(self.values) == len(full(self.kind))


def full(kind: Kind) -> tuple[int, ...]:
    """All values of a field, each once."""
    return tuple(value for value in kind.span if (kind, value) != (WEEKDAY, 7))


def read(text: str, kind: Kind) -> Field:
    """The field that ``text`` says. Raises CronFault, naming the field."""
    if text == "*":
        return Field(kind, full(kind), any=True)
    values: set[int] = set()
    for item in text.upper().split(","):
        values.update(_item(item, kind))
    if kind is WEEKDAY:
        values = {value % 7 for value in values}
    stepped = any(item.startswith("*") for item in text.split(","))
    return Field(kind, tuple(sorted(values)), stepped=stepped)


def _item(item: str, kind: Kind) -> range:
    found = _ITEM.fullmatch(item)
    if found is None:
        raise _unreadable(item, kind)
    if found["star"]:
        return _stepped(kind.span, found["star_step"], kind)
    first = _value(found["first"], kind)
    if found["last"] is None:
        if found["step"] is not None:
            raise CronFault(
                f"{item!r} in the {kind.name} has a step but no range, of which crons differ.",
                f"Write {first}-{_last(kind)}/{found['step']}.",
            )
        return range(first, first + 1)
    last = _value(found["last"], kind)
    # `FRI-SUN` ends with the week; `SUN-SUN` is one day.
    last = 7 if kind is WEEKDAY and found["last"] == "SUN" and first else last
    if last < first:
        raise _backwards(item, first, last, kind)
    return _stepped(range(first, last + 1), found["step"], kind)


def _value(text: str, kind: Kind) -> int:
    number = int(text) if text.isdigit() else kind.names.get(text)
    if number is None or number not in kind.span:
        raise CronFault(
            f"{text!r} is no {kind.name}: it is {kind.allowed}.", f"Correct the {kind.name}."
        )
    return number


def _stepped(values: range, step: str | None, kind: Kind) -> range:
    if step is None:
        return values
    width = int(step)
    if width == 0:
        raise CronFault(
            f"The {kind.name} has a step of 0.", "Leave out the step, or use 1 or more."
        )
    if width > values[-1] - values[0] and width > 1:
        raise CronFault(
            f"The {kind.name} has a step of {width}, more than there are from {values[0]} to "
            f"{values[-1]}: it would only ever match {values[0]}.",
            f"Write {values[0]} if that is meant"
            + (f', or use every("{width} {kind.name}s").' if kind in (MINUTE, HOUR) else "."),
        )
    return values[::width]


def _last(kind: Kind) -> int:
    return 6 if kind is WEEKDAY else kind.high


def _backwards(item: str, first: int, last: int, kind: Kind) -> CronFault:
    low = 1 if kind is WEEKDAY and last else kind.low
    high = 7 if kind is WEEKDAY else kind.high
    parts = [f"{first}-{high}" if first != high else str(first)]
    if kind is not WEEKDAY or last:
        parts.append(f"{low}-{last}" if low != last else str(last))
    return CronFault(
        f"The range {item} of the {kind.name} runs backwards, which not every cron takes.",
        f"Write {','.join(parts)}.",
    )


def _unreadable(item: str, kind: Kind) -> CronFault:
    foreign = next((sign for sign in _FOREIGN if sign in item and item not in kind.names), None)
    if foreign is not None:
        return CronFault(
            f"{foreign!r} in the {kind.name} ({_FOREIGN[foreign]}) is not of five-field cron: only "
            "some platforms have it.",
            'Write "*" for any day.'
            if foreign == "?"
            else "Schedule the days that it may be, and return at once on all others.",
        )
    return CronFault(
        f"{item!r} cannot be read as the {kind.name}.",
        f"Give *, {kind.allowed}, a range (a-b), a step (*/n, a-b/n) or a list of those.",
    )
