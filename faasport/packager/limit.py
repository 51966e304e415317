"""A row of an adapter's table of limits, and the problem where a project is outside it."""

from __future__ import annotations

from collections.abc import Mapping
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


def too_large(where: str, files: Mapping[str, bytes], limit: Limit) -> list[Problem]:
    """A problem if the unpacked files are more bytes than the limit."""
    size = sum(map(len, files.values()))
    if size <= limit.highest:
        return []
    most = limit.highest // MEGABYTE
    return [
        Problem(
            code="too-large",
            where=where,
            message=(
                f"{size / MEGABYTE:.1f} MB unpacked; the platform takes {most} MB ({limit.source})."
            ),
            fix="Leave out dependencies or files (`exclude`).",
        )
    ]


def _with_unit(value: int, limit: Limit) -> str:
    return f"{value} {limit.unit}".strip()
