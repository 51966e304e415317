"""Budgets that are not kept, as problems: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from faasport.profiler.heaviest import told
from faasport.profiler.profile import Profile, Unit
from faasport.project.problem import Problem

_SHOWN = 3
_LEAST_SHARE = 0.01
_SAID = 600


def problems(profiles: Iterable[Profile]) -> Iterator[Problem]:
    """A problem for each unit that takes longer than it may, or of which that cannot be known."""
    for profile in profiles:
        if profile.unavailable and profile.has_budget:
            yield _unknown(profile.target, f"nothing could be measured: {profile.unavailable}")
        for unit in profile.units:
            if unit.budget is not None and unit.failed:
                yield _unknown(f"{profile.target}: {unit.name}", unit.failed[-_SAID:])
            if unit.is_slow:
                yield _slow(profile.target, unit)


def _slow(target: str, unit: Unit) -> Problem:
    assert unit.budget is not None  # noqa: S101  # it is slow
    costs = [each for each in unit.costs if each.share >= _LEAST_SHARE]
    heavy = "; ".join(map(str, costs[:_SHOWN])) or "nothing of yours"
    return Problem(
        code="cold-start",
        where=unit.budget.where,
        message=(
            f"on {target}, {unit.name} takes {told(unit.median)} to start on this machine "
            f"(the median of {len(unit.totals)}), and may take {unit.budget.most} ms. "
            f"Heaviest: {heavy}."
        ),
        fix=(
            "Import what few requests need in the function that does, or allow more; "
            "--profile shows the whole tree."
        ),
    )


def _unknown(where: str, said: str) -> Problem:
    return Problem(
        code="cold-start-unknown",
        where=where,
        message=f"whether cold_start_ms is kept cannot be told: {said}".strip(),
        fix="Put that right, or take cold_start_ms out.",
    )
