"""Further stages: what differs from the one that was read, as tables of the configuration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from faasport.migrator.draft import Draft

_KEYS = ("memory", "timeout", "env", "secrets", "tags", "concurrency", "auth", "permissions")
_TABLES = {"env", "secrets", "tags", "concurrency"}


def differing(draft: Draft, others: Mapping[str, Draft]) -> dict[str, Any]:
    """`stages`, with an empty table for the stage of which nothing differs."""
    made = {}
    for stage, other in others.items():
        table = _different(draft.settings, other.settings)
        theirs = {each.name: each.table for each in other.functions}
        functions = {
            each.name: different
            for each in draft.functions
            if each.name in theirs
            and each.is_carried
            and (different := _different(each.table, theirs[each.name]))
        }
        if functions:
            table["functions"] = functions
        targets = _deep(draft.settings.get("targets", {}), other.settings.get("targets", {}))
        if targets:
            table["targets"] = targets
        made[stage] = table
    return made


def _different(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in _KEYS:
        one, other = ours.get(key), theirs.get(key)
        if other is None or one == other:
            continue
        if key in _TABLES and isinstance(one, Mapping):
            other = {name: each for name, each in other.items() if one.get(name) != each}
        if other:
            found[key] = other
    return found


def _deep(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """What differs at any depth; lists as a whole."""
    found: dict[str, Any] = {}
    for key, other in theirs.items():
        one = ours.get(key)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            inner = _deep(one, other)
            if inner:
                found[key] = inner
        elif one != other:
            found[key] = other
    return found


def unlike(draft: Draft, other: Draft) -> Iterable[str]:
    """What a stage cannot say for itself: functions and triggers that differ."""
    theirs = {each.name: each.table for each in other.functions}
    for each in draft.functions:
        kinds = ("http", "schedule", "queue", "topic", "bucket", "table", "event", "stream")
        table = theirs.get(each.name, {})
        for kind in kinds:
            if each.table.get(kind) != table.get(kind):
                yield f"{each.name}.{kind}"
