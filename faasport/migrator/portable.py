"""Settings of one platform's that others would refuse: kept for that platform, so that the same
configuration packages for all.

How many instances there are is said in the terms of each platform. What targets refuse of all else
is settled where it is known what they refuse: see `settlement`.
"""

from __future__ import annotations

from typing import Any

from faasport.migrator.draft import Draft, DraftFunction


def port(draft: Draft) -> None:
    """Put into the tables of the draft's own platform what only that one takes."""
    for each in draft.functions:
        told = each.table.pop("concurrency", None) if each.is_carried else None
        if told:
            _own(draft, each)["concurrency"] = told
            message = f"how many instances there are ({_shown(told)}) is kept for {draft.origin}."
            fix = "Write `concurrency` for the others, in their own terms."
            draft.say("changed", each.where, message, fix, function=each.name)


def _own(draft: Draft, function: DraftFunction) -> dict[str, Any]:
    """The function's table for the draft's own platform."""
    targets = draft.settings.setdefault("targets", {})
    tables = targets.setdefault(draft.origin, {}).setdefault("functions", {})
    table: dict[str, Any] = tables.setdefault(function.name, {})
    return table


def _shown(told: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in told.items())
