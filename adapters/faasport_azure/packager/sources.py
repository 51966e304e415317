"""What of the template stands behind the triggers of an app: a table by service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from faasport_azure.packager import (
    arm_bus,
    arm_cosmos,
    arm_existing,
    arm_grid,
    arm_hubs,
    arm_storage,
    services,
)
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
        yield arm_storage.data(options)
    if service is not services.STORAGE_QUEUE:
        yield arm_storage.dead_letters()
    if existing is not None:
        yield arm_existing.listened(function, existing)
        return
    yield from (make(options) for make in _SHARED.get(service.name, ()))
    own = _bus if service.name == services.BUS.name else _OWN.get(service.name)
    if own is not None:
        yield own(function)


def _bus(function: EventFunction) -> Found:
    of_topic = function.consumer.trigger.kind == "topic"
    return (arm_bus.topic if of_topic else arm_bus.queue)(function)


# Once for all functions of a service.
_SHARED: dict[str, tuple[Callable[[AzureOptions], Found], ...]] = {
    "service_bus": (arm_bus.namespace,),
    "blob_events": (arm_grid.system_topic,),
    "event_grid": (arm_grid.topic,),
    "cosmos": (arm_cosmos.account,),
    "event_hub": (arm_hubs.namespace,),
}
# For each function.
_OWN: dict[str, Callable[[EventFunction], Found]] = {
    "storage_queue": arm_storage.queue,
    "blob_events": arm_storage.bucket,
    "cosmos": arm_cosmos.table,
    "event_hub": arm_hubs.hub,
}
