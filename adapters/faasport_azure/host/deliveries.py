"""Events as the Functions host delivers them: how many at once, in which form, and what it makes
of the worker's answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from types import ModuleType
from typing import Any

from faasport.project.model import Consumer, Project
from faasport.runtime.change_event import DELETE, ChangeEvent
from faasport.runtime.event import Event
from faasport.runtime.message import Message
from faasport.runtime.outcome import RETRY, Failed, Outcome, Verdict
from faasport.runtime.record import Record
from faasport.testing.event_losses import EventLosses
from faasport.verifier.host import HostError, NotExpressibleError
from faasport_azure import event_codecs
from faasport_azure.event_losses import COSMOS_SOURCE
from faasport_azure.runtime import (
    blob_events,
    cosmos,
    event_grid,
    event_hub,
    service_bus,
    service_bus_batch,
    storage_queue,
    timer,
)

Invoke = Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]]
KILOBYTE = 1024
# The most that a body may have, and who says so. A Storage queue keeps 64 KB, in base64.
LARGEST = {
    storage_queue: (
        48 * KILOBYTE,
        "https://learn.microsoft.com/azure/storage/queues/storage-queues-introduction",
    ),
    service_bus: (
        256 * KILOBYTE,
        "https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas",
    ),
    service_bus_batch: (
        256 * KILOBYTE,
        "https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quotas",
    ),
    event_hub: (
        1024 * KILOBYTE,
        "https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas",
    ),
}


def losses_of(consumer: Consumer, project: Project) -> EventLosses:
    return event_codecs.losses_of(event_codecs.service_of(consumer, project), consumer)


def trigger_of(function: Mapping[str, Any]) -> Mapping[str, Any]:
    """The binding that calls a function, as the worker reports it."""
    for binding in function["bindings"]:
        if str(binding["type"]).endswith("Trigger"):
            found: Mapping[str, Any] = binding
            return found
    raise HostError(f"{function['name']} has no trigger.")


def deliver(
    function: Mapping[str, Any], consumer: Consumer, events: Sequence[Event], invoke: Invoke
) -> Outcome:
    """Each invocation that the host makes of these events, and all their verdicts."""
    binding = trigger_of(function)
    codec = _codec(binding, consumer)
    for event in events:
        _check(codec, event)
    verdicts: list[Verdict] = []
    # A session stays at the message that failed until it is done, or a dead letter.
    sessions: set[str] = set()
    for given in _invocations(codec, binding, events):
        session = given[0].order if binding.get("isSessionsEnabled") else None
        if session is not None and session in sessions:
            verdicts.append(RETRY)
            continue
        outcome = _settled(codec, given, invoke(function, codec.encode_events(given)))
        verdicts.extend(outcome.verdicts)
        if session is not None and outcome.failed:
            sessions.add(session)
    return Outcome(events, verdicts)


def _settled(codec: ModuleType, given: Sequence[Event], answer: Mapping[str, Any]) -> Outcome:
    native: Any = Failed(str(answer["failed"])) if "failed" in answer else answer
    outcome: Outcome = codec.decode_outcome(native, given)
    return outcome


def _codec(binding: Mapping[str, Any], consumer: Consumer) -> ModuleType:
    kind = binding["type"]
    if kind == event_grid.TRIGGER:
        return blob_events if consumer.trigger.kind == "bucket" else event_grid
    if kind == service_bus.TRIGGER:
        return service_bus_batch if _is_many(binding) else service_bus
    found = {codec.TRIGGER: codec for codec in (timer, storage_queue, cosmos, event_hub)}.get(kind)
    if found is None:
        raise HostError(f"{consumer.label}: nothing is known of the trigger {kind!r}.")
    return found


def _is_many(binding: Mapping[str, Any]) -> bool:
    return str(binding.get("cardinality", "")).upper() == "MANY"


def _invocations(
    codec: ModuleType, binding: Mapping[str, Any], events: Sequence[Event]
) -> Iterator[tuple[Any, ...]]:
    """What the host calls the function with, one after another."""
    if codec is cosmos:
        yield from _chunks(events, int(binding.get("maxItemsPerInvocation") or 100))
    elif codec is event_hub:
        # A partition has its own listener.
        for _, together in groupby(events, key=_partition):
            yield tuple(together)
    elif codec is service_bus_batch:
        yield tuple(events)
    else:
        yield from _chunks(events, 1)


def _partition(event: Event) -> tuple[Any, ...]:
    return (event.partition, event.topic) if isinstance(event, Record) else ()


def _chunks(events: Iterable[Event], size: int) -> Iterator[tuple[Event, ...]]:
    rest = iter(events)
    while chunk := tuple(islice(rest, size)):
        yield chunk


def _check(codec: ModuleType, event: Event) -> None:
    if isinstance(event, ChangeEvent) and event.kind == DELETE:
        raise NotExpressibleError("a deleted document", COSMOS_SOURCE)
    most, source = LARGEST.get(codec, (0, ""))
    body = event.value if isinstance(event, Record) else getattr(event, "body", b"")
    if most and len(body) > most:
        kind = "message" if isinstance(event, Message) else "record"
        raise NotExpressibleError(f"a {kind} of {len(body)} bytes; it may have {most}", source)
