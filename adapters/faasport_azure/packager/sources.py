"""What of the template stands behind the triggers of an app: a table by service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from faasport.project.model import Consumer
from faasport_azure.packager import (
    arm_bus,
    arm_cosmos,
    arm_grid,
    arm_hubs,
    arm_storage,
    found,
    services,
)
from faasport_azure.packager.event_functions import EventFunction
from faasport_azure.packager.found import Found


def of(functions: Iterable[EventFunction]) -> Found:
    """All resources, settings and variables."""
    return found.together(part for function in functions for part in _parts(function))


def _parts(function: EventFunction) -> Iterator[Found]:
    service, consumer = function.service, function.consumer
    yield arm_storage.data()
    if service is not services.STORAGE_QUEUE:
        yield arm_storage.dead_letters()
    yield from (make() for make in _SHARED.get(service.name, ()))
    own = _bus if service.name == services.BUS.name else _OWN.get(service.name)
    if own is not None:
        yield own(consumer)


def _bus(consumer: Consumer) -> Found:
    return (arm_bus.topic if consumer.trigger.kind == "topic" else arm_bus.queue)(consumer)


# Once for all functions of a service.
_SHARED: dict[str, tuple[Callable[[], Found], ...]] = {
    "service_bus": (arm_bus.namespace,),
    "blob_events": (arm_grid.system_topic,),
    "event_grid": (arm_grid.topic,),
    "cosmos": (arm_cosmos.account,),
    "event_hub": (arm_hubs.namespace,),
}
# For each function.
_OWN: dict[str, Callable[[Consumer], Found]] = {
    "storage_queue": arm_storage.queue,
    "blob_events": arm_storage.bucket,
    "cosmos": arm_cosmos.table,
    "event_hub": arm_hubs.hub,
}
