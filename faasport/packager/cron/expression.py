"""A cron expression of five fields: minute, hour, day of month, month, day of week."""

from __future__ import annotations

from dataclasses import dataclass, replace

from faasport.packager.cron.fault import CronFault
from faasport.packager.cron.field import KINDS, Field, read

# https://man7.org/linux/man-pages/man5/crontab.5.html
_MACROS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class Expression:
    """When a schedule fires, minute by minute, on its own clock.

    A day is right if both day fields match; but if both restrict, one that matches is enough.
    """

    minute: Field
    hour: Field
    day: Field
    month: Field
    weekday: Field

    @property
    def fields(self) -> tuple[Field, ...]:
        return (self.minute, self.hour, self.day, self.month, self.weekday)

    @property
    def either_day(self) -> bool:
        """Whether both day fields restrict, so that either will do."""
        return not (self.day.any or self.weekday.any)


def parse(text: str) -> Expression:
    """The expression that ``text`` says. Raises CronFault with what to write instead."""
    macro = text.strip().lower()
    if macro.startswith("@"):
        raise CronFault(
            f"{text.strip()} is a macro of some crons.",
            f'Write "{_MACROS[macro]}".' if macro in _MACROS else "Write five fields.",
        )
    parts = text.split()
    if len(parts) != len(KINDS):
        raise _wrong_number(text, parts)
    fields = [read(part, kind) for part, kind in zip(parts, KINDS, strict=True)]
    expression = _plain(Expression(*fields), text)
    _check_fires(expression, text)
    return expression


def _plain(expression: Expression, text: str) -> Expression:
    """The same with a bare `*` for each field that matches everything."""
    day, weekday = expression.day, expression.weekday
    if expression.either_day and (day.stepped or weekday.stepped):
        stepped = day if day.stepped else weekday
        first, last = stepped.kind.low, 6 if stepped is weekday else stepped.kind.high
        raise CronFault(
            f'"{text}" has a step over * in the {stepped.kind.name} beside another day field, '
            "of which some crons want both to match, and others either.",
            f"Write {first}-{last}/n in place of */n, where either will do; else test one in code.",
        )
    if expression.either_day and (day.is_full or weekday.is_full):
        # Either will do, and one always does.
        return replace(
            expression,
            **{
                name: _any(field) if name in ("day", "weekday") else _star(field)
                for name, field in zip(_NAMES, expression.fields, strict=True)
            },
        )
    return Expression(*(_star(field) for field in expression.fields))


_NAMES = ("minute", "hour", "day", "month", "weekday")


def _star(field: Field) -> Field:
    return _any(field) if field.is_full else field


def _any(field: Field) -> Field:
    return read("*", field.kind)


def _check_fires(expression: Expression, text: str) -> None:
    if expression.either_day:
        return
    longest = max(_LONGEST[month - 1] for month in expression.month.values)
    if expression.day.values[0] > longest:
        raise CronFault(
            f'"{text}" never fires: no month that it names has a day {expression.day.values[0]}.',
            f"The last day there is {longest}.",
        )


def _wrong_number(text: str, parts: list[str]) -> CronFault:
    told = f'"{text}" has {len(parts)} field{"" if len(parts) == 1 else "s"}; a schedule has five:'
    message = f"{told} minute, hour, day of month, month, day of week."
    if len(parts) != 6:
        return CronFault(message, 'As in "0 6 * * 1-5", or every("5 minutes").')
    # Six fields are seconds first (NCRONTAB, Quartz) or a year last (EventBridge).
    body = parts[:5] if "?" in parts[2:5] else parts[1:]
    return CronFault(
        message,
        f'Without seconds and years it may be "{" ".join("*" if p == "?" else p for p in body)}".',
    )
