"""`${queue:orders}` in a template: the id of what we make or of what exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.packager.references import Part, Reference, found, resolved
from faasport.project.model import Project
from faasport_azure.packager import services
from faasport_azure.packager.arm import bus, cosmos, grid, hubs, storage
from faasport_azure.packager.event_functions import EventFunction, functions_of
from faasport_azure.packager.options import AzureOptions

_IDS = {
    "storage_queue": storage.queue_id,
    "blob_events": storage.container_id,
    "cosmos": cosmos.container_id,
    "event_hub": hubs.hub_id,
}


def ids(project: Project, options: AzureOptions) -> dict[Reference, str]:
    """Expressions for the ids of everything that a project may refer to."""
    every = {
        Reference(each.consumer.trigger.kind, each.consumer.trigger.name): _id_of(each)
        for each in functions_of(project, options)
        if each.service is not services.TIMER
    }
    for kind in type(options.resources).table_fields:
        for own, given in options.resources.of(kind).items():
            every[Reference(kind, own)] = f"'{given.id}'"
    return every


def _id_of(function: EventFunction) -> str:
    own, service = function.binding.own, function.service
    if service.name == services.BUS.name:
        of_topic = function.consumer.trigger.kind == "topic"
        return bus.topic_id(own) if of_topic else bus.queue_id(own)
    return grid.TOPIC_ID if service is services.GRID else _IDS[service.name](own)


def ours_in(value: Any, known: Mapping[Reference, str]) -> list[str]:
    """The ids of what is made here and named in a value."""
    return [known[each] for each in found(value) if not known[each].startswith("'")]


def written(value: Any, known: Mapping[Reference, str]) -> Any:
    """A copy of the value whose texts with references are expressions."""

    def told(parts: tuple[Part, ...]) -> str:
        if len(parts) == 1 and isinstance(parts[0], Reference):
            return f"[{known[parts[0]]}]"
        given = [part for part in parts if isinstance(part, Reference)]
        numbers = iter(range(len(given)))
        text = "".join(
            f"{{{next(numbers)}}}" if isinstance(part, Reference) else _quoted(part)
            for part in parts
        )
        return f"[format('{text}', {', '.join(known[each] for each in given)})]"

    return resolved(value, told)


def _quoted(text: str) -> str:
    """https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions#escape-characters"""
    return text.replace("'", "''").replace("{", "{{").replace("}", "}}")
