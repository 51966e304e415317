"""What rich would print where there is no terminal, as long as it is simple: rich takes longer to
load than to package. Whatever might be wrapped, widened or styled is left to rich itself."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

STEERING = ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLUMNS", "JUPYTER_COLUMNS")
"""https://rich.readthedocs.io/en/stable/console.html#environment-variables"""
_NARROW = 80


def is_plain(stream: TextIO) -> bool:
    """Whether only text arrives there, in an encoding that has lines to draw with."""
    if os.name != "posix" or any(name in os.environ for name in STEERING):
        return False
    return not stream.isatty() and (stream.encoding or "").lower().startswith("utf")


def columns(stream: int) -> int:
    """How wide the terminal behind a file descriptor is; 0 where there is none."""
    try:
        return os.get_terminal_size(stream).columns
    except OSError:
        return 0


def fits(text: str) -> bool:
    """Whether a line of standard error is not wrapped: of a terminal that any stream has, too."""
    narrowest = min((found for stream in (0, 1, 2) if (found := columns(stream))), default=_NARROW)
    return _is_simple(text) and len(text) <= narrowest


def drawn(
    tables: Iterable[Mapping[str, Any]], columns: Mapping[str, Mapping[str, Any]], width: int
) -> str | None:
    """The tables as text; None if one of them is not simple."""
    told = [_drawn(each, columns, width) for each in tables]
    return None if None in told else "".join(each for each in told if each)


def _drawn(
    table: Mapping[str, Any], columns: Mapping[str, Mapping[str, Any]], most: int
) -> str | None:
    rows: Sequence[Sequence[str]] = [[*columns], *table["rows"]]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    total = sum(widths) + 3 * len(widths) + 1
    beneath = [*table["lines"], *(f"warning: {each}" for each in table["warnings"])]
    cells = [cell for row in rows for cell in row if cell]
    title = table["title"]
    is_simple = all(map(_is_simple, (title, *cells, *beneath))) and not _is_marked_up(title)
    if len(rows) == 1 or total > most or len(title) > total or not is_simple:
        return None
    right = [each.get("justify") == "right" for each in columns.values()]
    head, *body = (_row(row, widths, right) for row in rows)
    lines = [
        title.ljust(total),
        _rule("┏━", "━┳━", "━┓", widths, "━"),
        f"┃ {' ┃ '.join(head)} ┃",
        _rule("┡━", "━╇━", "━┩", widths, "━"),
        *(f"│ {' │ '.join(each)} │" for each in body),
        _rule("└─", "─┴─", "─┘", widths, "─"),
        *beneath,
    ]
    return "".join(f"{line}\n" for line in lines)


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> list[str]:
    told = zip(cells, widths, right, strict=True)
    return [cell.rjust(width) if is_right else cell.ljust(width) for cell, width, is_right in told]


def _rule(start: str, between: str, end: str, widths: Sequence[int], line: str) -> str:
    return f"{start}{between.join(line * width for width in widths)}{end}"


def _is_simple(text: str) -> bool:
    """One line of characters that are each one column wide."""
    return bool(text) and text.isascii() and text.isprintable() and text == text.strip()


def _is_marked_up(title: str) -> bool:
    """Whether rich might read markup or the name of an emoji in it, which it does in titles."""
    between_colons = title.split(":")[1:-1]
    return "[" in title or "\\" in title or any(" " not in each for each in between_colons)
