"""What a trigger leaves out: checked here again, whatever the platform was told of it.

Names of queues, buckets and tables are never checked: those that a platform uses are its own.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .event_triggers import Trigger

    Passes = Callable[[Any], bool]

# An upsert is an insert or an update, and the platform cannot tell which.
ALSO = {
    "insert": ("insert", "upsert"),
    "update": ("update", "upsert"),
    "upsert": ("insert", "update", "upsert"),
}


def filter_of(trigger: Trigger) -> Passes | None:
    """Whether an event is for the handler; None where every one is."""
    make = FILTERS.get(trigger.kind)
    return None if make is None else make(trigger.options)


def _objects(options: dict[str, Any]) -> Passes | None:
    on, prefix, suffix = frozenset(options["on"]), options["prefix"], options["suffix"]
    if not (on or prefix or suffix):
        return None

    def passes(event: Any) -> bool:
        key: str = event.key
        return (not on or event.kind in on) and key.startswith(prefix) and key.endswith(suffix)

    return passes


def _changes(options: dict[str, Any]) -> Passes | None:
    on = frozenset(kind for told in options["on"] for kind in ALSO.get(told, (told,)))
    return (lambda event: event.kind in on) if on else None


def _types(options: dict[str, Any]) -> Passes | None:
    matches = type_matcher(options["types"])
    source = options["source"]
    if source is None:
        return None if "*" in options["types"] else lambda event: matches(event.type)
    return lambda event: event.source == source and matches(event.type)


FILTERS: dict[str, Callable[[dict[str, Any]], Passes | None]] = {
    "bucket": _objects,
    "table": _changes,
    "event": _types,
}


def type_matcher(patterns: list[str]) -> Callable[[str], bool]:
    """Whether a type is one of these. ``*`` is one segment, as the last one any further text."""
    exact = frozenset(pattern for pattern in patterns if "*" not in pattern)
    wild = [pattern.split(".") for pattern in patterns if "*" in pattern]
    if not wild:
        return exact.__contains__
    return lambda kind: kind in exact or any(_fits(pattern, kind) for pattern in wild)


def _fits(pattern: list[str], kind: str) -> bool:
    segments = kind.split(".", len(pattern) - 1)
    if len(segments) != len(pattern):
        return False
    last = len(pattern) - 1
    return all(
        (wanted == "*" and (told != "" or index == 0 == last)) or wanted == told
        for index, (wanted, told) in enumerate(zip(pattern, segments, strict=True))
    )
