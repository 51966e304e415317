"""Tables in Markdown, and figures as they stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NONE = "—"
TIMES = "×"  # noqa: RUF001  # so it is printed


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The first column reads from the left, the others are figures."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    lines = [head, rule, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def figure(value: float | None) -> str:
    """Three digits that count, or all before the point."""
    if value is None:
        return NONE
    size = abs(value)
    places = 0 if size >= 100 else 1 if size >= 10 else 2
    return f"{value:,.{places}f}"


def size(count: float) -> str:
    """A number of things, or of bytes: 1 k, 5 M."""
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if count >= unit:
            return f"{count / unit:g} {letter}"
    return f"{count:g}"
