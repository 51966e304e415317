"""Settings of one platform's that others would refuse: kept for that platform, so that the same
configuration packages for all.

Theory. What answers HTTP is one unit on most platforms, and has one memory and one timeout there;
and behind some fronts an answer may take no more than 30 s. How many instances there are is said in
the terms of each platform.
"""

from __future__ import annotations

from typing import Any

from faasport.migrator.draft import Draft, DraftFunction

LONGEST = 30
"""Seconds for an answer over HTTP, everywhere.
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html"""


def port(draft: Draft, longest: int) -> None:
    """Put into the tables of the draft's own platform what only that one takes. `longest` is what
    it allows a request itself, in seconds."""
    answering = [each for each in draft.functions if each.is_carried and "http" in each.table]
    _alike(draft, answering, "memory")
    _times(draft, answering, longest)
    for each in draft.functions:
        told = each.table.pop("concurrency", None) if each.is_carried else None
        if told:
            _own(draft, each)["concurrency"] = told
            message = f"how many instances there are ({_shown(told)}) is kept for {draft.origin}."
            fix = "Write `concurrency` for the others, in their own terms."
            draft.say("changed", each.where, message, fix, function=each.name)


def _alike(draft: Draft, functions: list[DraftFunction], key: str) -> None:
    told = {each.table.get(key) for each in functions}
    if len(told) < 2:
        return
    most = max(value or _DEFAULTS[key] for value in told)
    for each in functions:
        if each.table.get(key) != most:
            before = each.table.get(key) or "not told"
            message = f"`{key}` was {before}, and is {most} as of all that answers HTTP together."
            draft.say("changed", each.where, message, function=each.name)
        each.table[key] = most


_DEFAULTS = {"memory": 512, "timeout": 30}


def _times(draft: Draft, functions: list[DraftFunction], longest: int) -> None:
    """The longest of all, as far as it goes everywhere; more of it for the origin's own."""
    whole = draft.settings.get("timeout")
    if whole and whole > LONGEST and functions:
        del draft.settings["timeout"]
        for each in draft.functions:
            if each.is_carried:
                each.table.setdefault("timeout", whole)
    told = [each.table["timeout"] for each in functions if "timeout" in each.table]
    if not told:
        return
    most = max([*told, *([_DEFAULTS["timeout"]] if len(told) < len(functions) else [])])
    for each in functions:
        each.table["timeout"] = min(most, LONGEST)
        if most > LONGEST:
            _own(draft, each)["timeout"] = min(most, longest)
    if most > LONGEST:
        names = ", ".join(each.name for each in functions)
        message = (
            f"{names}: an answer may take {min(most, longest)} s on {draft.origin} and 30 s "
            "elsewhere, since not every front waits longer."
        )
        draft.say("changed", functions[0].where, message, "Write `timeout` in targets.<name>.")


def _own(draft: Draft, function: DraftFunction) -> dict[str, Any]:
    """The function's table for the draft's own platform."""
    targets = draft.settings.setdefault("targets", {})
    tables = targets.setdefault(draft.origin, {}).setdefault("functions", {})
    table: dict[str, Any] = tables.setdefault(function.name, {})
    return table


def _shown(told: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in told.items())
