"""What a start spends most on, by the lines of the user's code that ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from faasport.profiler.origin import Origin
from faasport.profiler.trace import milliseconds
from faasport.profiler.tree import Branch


@dataclass(frozen=True)
class Cost:
    """An import, or (without an origin) a line that does something else. `spent` is in
    nanoseconds, with all that it brings; `share` is of the whole start."""

    where: str
    spent: int
    share: float
    origin: Origin | None = None

    @property
    def what(self) -> str:
        return str(self.origin) if self.origin else "what the line itself does"

    def __str__(self) -> str:
        named = f"{self.origin} ({self.where})" if self.origin else f"{self.where} itself"
        return f"{named} {told(self.spent)}, {self.share:.0%}"

    def as_json(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "where": self.where,
            "ms": milliseconds(self.spent),
            "share": round(self.share, 4),
        }


def costs(root: Branch) -> list[Cost]:
    """Every import that a line of the user's asked for, and every such line; heaviest first."""
    total = root.total or 1
    found = []
    for above, each in root.walk():
        if each.origin.kind == "yours":
            found += [
                Cost(f"{each.origin.name}:{line}", spent, spent / total)
                for line, spent in each.lines.items()
            ]
        elif above.origin.kind == "yours":
            found.append(Cost(each.where, each.total, each.total / total, each.origin))
    return sorted(found, key=lambda each: -each.spent)


def told(nanoseconds: int) -> str:
    """A time for people."""
    spent = nanoseconds / 1e6
    return f"{spent:.0f} ms" if spent >= 100 else f"{spent:.1f} ms"
