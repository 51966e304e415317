"""Horizontal bars: one a row, or one of each kind a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.plot.svg import HEAD, MARGIN, WIDTH, Picture

THICK, GAP, BETWEEN = 16.0, 3.0, 10.0
LETTER = 7.7
"""About the width of one, at the size of the labels."""
VALUE = 76.0
LEGEND = 26.0


@dataclass(frozen=True)
class Row:
    """A label, and what its bars show: (value, words, colour)."""

    label: str
    bars: Sequence[tuple[float, str, int]]
    is_ours: bool = False


def bars(
    title: str, subtitle: str, rows: Sequence[Row], legend: Sequence[tuple[str, int]] = ()
) -> str:
    """The chart, with the longest bar as wide as there is room."""
    depth = [len(row.bars) * (THICK + GAP) - GAP + BETWEEN for row in rows]
    above = HEAD + (LEGEND if legend else 4)
    picture = Picture(title, subtitle, above + sum(depth) + MARGIN - BETWEEN + 4)
    _legend(picture, legend)
    left = MARGIN + max(len(row.label) for row in rows) * LETTER + 10
    longest = max(value for row in rows for value, _, _ in row.bars)
    room = WIDTH - MARGIN - VALUE - left
    y = above
    for row, height in zip(rows, depth, strict=True):
        middle = y + (height - BETWEEN) / 2 + 4.5
        kind = "label ours" if row.is_ours else "label"
        picture.text(left - 10, middle, row.label, kind, "end")
        for number, (value, words, colour) in enumerate(row.bars):
            top = y + number * (THICK + GAP)
            width = room * value / longest
            picture.bar(left, top, width, THICK, colour)
            picture.text(left + max(width, 1.5) + 6, top + 12.5, words, kind)
        y += height
    return str(picture)


def _legend(picture: Picture, legend: Sequence[tuple[str, int]]) -> None:
    x = float(MARGIN)
    for words, colour in legend:
        picture.bar(x, HEAD - 2, 12, 12, colour)
        picture.text(x + 18, HEAD + 8.5, words)
        x += 18 + len(words) * 6.6 + 18
