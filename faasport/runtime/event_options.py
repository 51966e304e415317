"""The arguments of event decorators, checked where they are written."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .errors import DeclarationError

ON_REJECT = ("dead-letter", "drop")


def name_of(value: Any, word: str = "name") -> str:
    """Text that is a name."""
    if not isinstance(value, str) or not value or value != value.strip():
        raise misdeclaration()(
            f"{word} is text, not empty and without outer spaces: not {value!r}."
        )
    return value


def text_of(word: str, value: Any) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise misdeclaration()(f"{word} is text, not {value!r}.")
    return value


def count_of(word: str, value: Any) -> int:
    """A whole number from 1."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise misdeclaration()(f"{word} is a whole number from 1, not {value!r}.")
    return value


def flag_of(word: str, value: Any) -> bool:
    """A boolean."""
    if not isinstance(value, bool):
        raise misdeclaration()(f"{word} is True or False, not {value!r}.")
    return value


def failing(max_attempts: Any, on_reject: Any) -> dict[str, Any]:
    """The options of every trigger whose platform delivers again."""
    if on_reject not in ON_REJECT:
        raise misdeclaration()(f"on_reject is 'dead-letter' or 'drop', not {on_reject!r}.")
    return {"max_attempts": count_of("max_attempts", max_attempts), "on_reject": on_reject}


def several_of(told: Any) -> list[Any]:
    """The items of a list or tuple; anything else is one item."""
    return list(told) if isinstance(told, (list, tuple)) else [told]


def kinds_of(on: Any, known: tuple[str, ...]) -> list[str]:
    """Each once, as it was told; empty for all."""
    told = [] if on is None else several_of(on)
    unknown = [kind for kind in told if kind not in known]
    if unknown or (on is not None and not told):
        raise misdeclaration()(
            f"on={on!r}: {unknown[0] if unknown else 'nothing'!r} never happens. "
            f"Use {', '.join(known)}, a list of them, or leave `on` out for all."
        )
    return list(dict.fromkeys(told))


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_OF_FIELDS = "0123456789*/,-" + _LETTERS


def cron_of(expression: Any) -> str:
    """A cron expression by its shape, its fields parted by one space. The printers for each
    platform parse it in full, when the project is packaged."""
    fields = expression.split() if isinstance(expression, str) else []
    if len(fields) != 5 or any(field.strip(_OF_FIELDS) for field in fields):
        raise misdeclaration()(
            f"{expression!r} is no cron expression of five fields (minute, hour, day of month, "
            'month, day of week). Write "0 6 * * *", or faasport.every("5 minutes").'
        )
    return " ".join(fields)


_OF_ZONES = "0123456789_+-/" + _LETTERS


def timezone_of(zone: Any) -> str:
    """The name of a time zone by its shape."""
    is_text = isinstance(zone, str) and all(zone.split("/"))  # no part of it is empty
    if not is_text or zone[0] not in _LETTERS or zone.strip(_OF_ZONES):
        raise misdeclaration()(f"timezone is an IANA name like 'Europe/Berlin', not {zone!r}.")
    return zone  # type: ignore[no-any-return]  # it is text


def pattern_of(told: Any) -> str:
    """An event type, whose wildcards are whole segments."""
    pattern = name_of(told, "type")
    if any("*" in segment and segment != "*" for segment in pattern.split(".")):
        raise misdeclaration()(
            f"type {pattern!r}: '*' stands for a whole segment between dots, as in 'a.*' or '*'."
        )
    return pattern


def misdeclaration() -> type[DeclarationError]:
    """The class of a slip, which is loaded with the first one."""
    from .errors import DeclarationError

    return DeclarationError
