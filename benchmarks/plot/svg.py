"""One picture: a card with a title, in the colours of the reader's scheme."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

WIDTH = 720
MARGIN = 24
HEAD = 62
"""What title and subtitle take."""
# faasport, what is written by hand, and others.
COLOURS = {
    "LIGHT": ("#e8590c", "#8a94a3", "#3b82c4", "#2f9e76", "#9c6ade"),
    "DARK": ("#ff8a3d", "#7c8797", "#5aa3e0", "#4cc38f", "#b794f4"),
}
# The card has a ground of its own, so that a viewer that does not tell the scheme shows it right.
STYLE = """\
svg { font-family: system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; }
.card { fill: #ffffff; stroke: #d9dee5; }
.title { fill: #1b2330; font-size: 16px; font-weight: 600; }
.small { fill: #5b6675; font-size: 12px; }
.label { fill: #1b2330; font-size: 13px; }
.ours { font-weight: 600; }
.grid { stroke: #e8ecf1; stroke-width: 1; }
.line { fill: none; stroke-width: 2.25; stroke-linejoin: round; }
LIGHT@media (prefers-color-scheme: dark) {
  .card { fill: #12171f; stroke: #2a323d; }
  .title, .label { fill: #e8ecf2; }
  .small { fill: #9aa5b4; }
  .grid { stroke: #242c37; }
DARK}
"""


def style() -> str:
    """The style sheet, in plain rules that every viewer knows."""
    text = STYLE
    for scheme, colours in COLOURS.items():
        rules = "".join(
            f".bar.c{number}, .dot.c{number} {{ fill: {colour}; }}\n"
            f".line.c{number} {{ stroke: {colour}; }}\n"
            for number, colour in enumerate(colours)
        )
        text = text.replace(scheme, rules)
    return text


@dataclass
class Picture:
    """Shapes on a card; `height` is all of it."""

    title: str
    subtitle: str
    height: float
    shapes: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, words: str, kind: str = "small", anchor: str = "start"
    ) -> None:
        """One line of words."""
        self.shapes.append(
            f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
            f"{escape(words)}</text>"
        )

    def bar(self, x: float, y: float, width: float, height: float, colour: int) -> None:
        """A bar that starts at the left; however short, it is seen."""
        self.shapes.append(
            f'<rect class="bar c{colour}" x="{x:.1f}" y="{y:.1f}" width="{max(width, 1.5):.1f}" '
            f'height="{height:.1f}" rx="2"/>'
        )

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A line of the grid."""
        self.shapes.append(
            f'<line class="grid" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'
        )

    def line(self, points: list[tuple[float, float]], colour: int) -> None:
        """A line with a dot where something was measured."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.shapes.append(f'<polyline class="line c{colour}" points="{path}"/>')
        self.shapes += [
            f'<circle class="dot c{colour}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in points
        ]

    def __str__(self) -> str:
        size = f'width="{WIDTH}" height="{self.height:.0f}"'
        view = f'viewBox="0 0 {WIDTH} {self.height:.0f}"'
        told = escape(f"{self.title}. {self.subtitle}", quote=True)
        card = f'width="{WIDTH - 1}" height="{self.height - 1:.0f}"'
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} role="img"',
                f'aria-label="{told}">',
                f"<style>{style()}</style>",
                f'<rect class="card" x="0.5" y="0.5" {card} rx="8"/>',
                f'<text class="title" x="{MARGIN}" y="30">{escape(self.title)}</text>',
                f'<text class="small" x="{MARGIN}" y="49">{escape(self.subtitle)}</text>',
                *self.shapes,
                "</svg>",
                "",
            ]
        )
