"""Lines over sizes, both on scales of powers of ten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from benchmarks.plot.svg import HEAD, WIDTH, Picture

HEIGHT = 330.0
LEFT, RIGHT, BOTTOM = 84.0, 164.0, 46.0
APART = 15.0
"""Between two labels at the lines' ends."""


@dataclass(frozen=True)
class Line:
    """One contender's figures by size."""

    label: str
    points: Sequence[tuple[float, float]]
    colour: int


def lines(
    title: str,
    subtitle: str,
    drawn: Sequence[Line],
    across: str,
    spelled: Callable[[float], str],
) -> str:
    """The chart; each line is named at its end."""
    picture = Picture(title, subtitle, HEIGHT)
    sizes = sorted({size for line in drawn for size, _ in line.points})
    values = [value for line in drawn for _, value in line.points]
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    high += high == low
    top, bottom = HEAD + 14.0, HEIGHT - BOTTOM
    width = WIDTH - LEFT - RIGHT
    span = log10(sizes[-1] / sizes[0]) or 1.0

    def x(size: float) -> float:
        return LEFT + width * log10(size / sizes[0]) / span

    def y(value: float) -> float:
        return bottom - (bottom - top) * (log10(value) - low) / (high - low)

    for power in range(low, high + 1):
        picture.rule(LEFT, y(10.0**power), LEFT + width, y(10.0**power))
        picture.text(
            LEFT - 10, y(10.0**power) + 4, f"{10.0**power:,.{max(0, -power)}f}", anchor="end"
        )
    for size in sizes:
        picture.text(x(size), bottom + 19, spelled(size), anchor="middle")
    picture.text(LEFT + width / 2, bottom + 36, across, anchor="middle")
    for line in sorted(drawn, key=lambda each: each.colour == 0):
        picture.line([(x(size), y(value)) for size, value in line.points], line.colour)
    ends = sorted((y(line.points[-1][1]), line.label, line.colour) for line in drawn)
    taken = top - APART
    for wanted, label, colour in ends:
        taken = max(wanted, taken + APART)
        picture.text(LEFT + width + 12, taken + 4, label, "label ours" if colour == 0 else "label")
    return str(picture)
