"""Events as the host delivers them to functions of the user's own, by the triggers that they
declare."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from faasport.runtime.event import Event
from faasport.runtime.outcome import DONE, RETRY, Outcome, Verdict
from faasport.runtime.record import Record
from faasport_azure.host.deliveries import trigger_of
from faasport_azure.runtime import blob_trigger, guest_grid
from faasport_azure.runtime.guest_blob import FIRES
from faasport_azure.runtime.guest_triggers import TRIGGERS
from faasport_azure.runtime.typed_data import as_json, invocation

Invoke = Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]]


def deliver(function: Mapping[str, Any], events: Sequence[Event], invoke: Invoke) -> Outcome:
    """Each invocation that the host makes of these events, and the verdicts: all of one or none.
    What the trigger does not tell of is done without."""
    binding = trigger_of(function)
    kind, _, encode, batches = TRIGGERS[binding["type"].lower()]
    many = batches is True or (
        batches is None and str(binding.get("cardinality", "")).upper() == "MANY"
    )
    verdicts: list[Verdict] = []
    for given in _together(events) if many else ((event,) for event in events):
        native = _native(kind, given[0], function["types"].get(binding["name"], ""))
        if native is None and kind not in _ALONE:
            native = encode(given, many)
        failed = native is not None and "failed" in invoke(function, native)
        verdicts.extend([RETRY if failed else DONE] * len(given))
    return Outcome(events, verdicts)


def _native(kind: str, event: Any, type_name: str) -> Mapping[str, Any] | None:
    return _ALONE[kind](event, type_name) if kind in _ALONE else None


def _grid(event: Any, type_name: str) -> Mapping[str, Any]:
    told = guest_grid.told_of(event, wants_cloud=type_name == "CloudEvent")
    return invocation(guest_grid.TRIGGER, as_json(told))


def _blob(event: Any, _type_name: str) -> Mapping[str, Any] | None:
    return blob_trigger.encode_events([event]) if event.kind in FIRES else None


_ALONE: Mapping[str, Callable[[Any, str], Mapping[str, Any] | None]] = {
    "eventGridTrigger": _grid,
    "blobTrigger": _blob,
}


def _together(events: Sequence[Event]) -> Iterator[tuple[Event, ...]]:
    """A partition has its own listener."""
    for _, found in groupby(events, key=_partition):
        yield tuple(found)


def _partition(event: Event) -> tuple[Any, ...]:
    return (event.partition, event.topic) if isinstance(event, Record) else ()
