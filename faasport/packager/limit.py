"""A row of an adapter's table of limits, and the problem where a project is outside it."""

from __future__ import annotations

from dataclasses import dataclass

from faasport.project.problem import Problem

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limit:
    """The least and the most that a platform takes, and the page that says so."""

    highest: int
    source: str
    lowest: int = 0
    unit: str = ""


def outside(where: str, what: str, value: int, limit: Limit) -> list[Problem]:
    """A problem if the value is not within the limit."""
    if limit.lowest <= value <= limit.highest:
        return []
    return [
        Problem(
            code="limit",
            where=where,
            message=(
                f"{what} is {_with_unit(value, limit)}; the platform takes "
                f"{_with_unit(limit.lowest, limit)} to {_with_unit(limit.highest, limit)} "
                f"({limit.source})."
            ),
            fix="Change the value.",
        )
    ]


def _with_unit(value: int, limit: Limit) -> str:
    return f"{value} {limit.unit}".strip()
