"""What of the template stands behind the triggers of an app: a table by service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from faasport_azure.packager import services
from faasport_azure.packager.arm import bus, cosmos, existing as arm_existing, grid, hubs, storage
from faasport_azure.packager.event_functions import EventFunction
from faasport_azure.packager.found import Found
from faasport_azure.packager.options import AzureOptions


def of(functions: Iterable[EventFunction], options: AzureOptions) -> Iterator[tuple[str, Found]]:
    """Resources, settings and variables of each function, with its name."""
    for function in functions:
        yield from ((function.name, part) for part in _parts(function, options))


def _parts(function: EventFunction, options: AzureOptions) -> Iterator[Found]:
    service, existing = function.service, function.binding.existing
    if existing is None or service is not services.STORAGE_QUEUE:
        yield storage.data(options)
    if service is not services.STORAGE_QUEUE:
        yield storage.dead_letters()
    if existing is not None:
        yield arm_existing.listened(function, existing)
        return
    yield from (make(options) for make in _SHARED.get(service.name, ()))
    own = _bus if service.name == services.BUS.name else _OWN.get(service.name)
    if own is not None:
        yield own(function)


def _bus(function: EventFunction) -> Found:
    of_topic = function.consumer.trigger.kind == "topic"
    return (bus.topic if of_topic else bus.queue)(function)


# Once for all functions of a service.
_SHARED: dict[str, tuple[Callable[[AzureOptions], Found], ...]] = {
    "service_bus": (bus.namespace,),
    "blob_events": (grid.system_topic,),
    "event_grid": (grid.topic,),
    "cosmos": (cosmos.account,),
    "event_hub": (hubs.namespace,),
}
# For each function.
_OWN: dict[str, Callable[[EventFunction], Found]] = {
    "storage_queue": storage.queue,
    "blob_events": storage.bucket,
    "cosmos": cosmos.table,
    "event_hub": hubs.hub,
}
