"""subscriptions.json: what Event Grid delivers to which function, deployed after the code.

Event Grid asks a function for its consent when it is subscribed, so that it must be there.
https://learn.microsoft.com/azure/templates/microsoft.eventgrid/2025-02-15/topics/eventsubscriptions
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from faasport.packager import name
from faasport.project.model import Consumer
from faasport_azure.packager import resource_names as names, services
from faasport_azure.packager.arm import elsewhere, grid as arm_grid, roles, storage
from faasport_azure.packager.arm.literal import literal
from faasport_azure.packager.event_functions import EventFunction
from faasport_azure.packager.existing import ResourceId
from faasport_azure.packager.found import commented

FILE = "subscriptions.json"
# https://learn.microsoft.com/azure/event-grid/event-filtering#limitations
MOST_PATTERNS = 25
MOST_ATTEMPTS = 30
"""https://learn.microsoft.com/azure/event-grid/delivery-and-retry#retry-policy"""
_HOURS = 24
_LONGEST = 64
"""https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules"""
# Of `on`, the types that may tell of it; blob_events of the runtime half tells them apart.
_TYPES = {
    "created": "Microsoft.Storage.BlobCreated",
    "deleted": "Microsoft.Storage.BlobDeleted",
    "archived": "Microsoft.Storage.BlobTierChanged",
    "restored": "Microsoft.Storage.BlobTierChanged",
    "updated": "Microsoft.Storage.BlobTierChanged",
}


def needed(functions: Iterable[EventFunction]) -> tuple[EventFunction, ...]:
    """The functions that Event Grid delivers to."""
    grid = {services.BLOBS.name, services.GRID.name}
    return tuple(function for function in functions if function.service.name in grid)


def template(
    base: str, functions: Iterable[EventFunction], whole: dict[str, Any]
) -> dict[str, Any]:
    """The template as data; names are those of the `whole` one. `base` is the project's name."""
    given = tuple(functions)
    kept = {_variable(each) for each in given if each.binding.existing is None}
    kept |= {"data"} if kept else set()
    return {
        "$schema": whole["$schema"],
        "contentVersion": whole["contentVersion"],
        "metadata": whole["metadata"],
        "parameters": {"name": whole["parameters"]["name"]},
        "variables": {key: value for key, value in whole["variables"].items() if key in kept},
        "resources": [_resource(base, function) for function in given],
    }


def _variable(function: EventFunction) -> str:
    return "blobs" if function.service is services.BLOBS else "topic"


def _resource(base: str, function: EventFunction) -> dict[str, Any]:
    place = function.binding.existing
    own = _of_ours(function) if place is None else _of_existing(base, function, place)
    return commented(own, [function.name])


def _of_ours(function: EventFunction) -> dict[str, Any]:
    kind = arm_grid.SYSTEM_TOPIC if function.service is services.BLOBS else arm_grid.TOPIC
    own = names.subscription(function.consumer)
    return {
        "type": f"{kind}/eventSubscriptions",
        "apiVersion": arm_grid.API,
        "name": f"[format('{{0}}/{own}', variables('{_variable(function)}'))]",
        "properties": {**_delivery(function, _place(function)), **_dead_letters()},
    }


def _of_existing(base: str, function: EventFunction, place: ResourceId) -> dict[str, Any]:
    """On the account itself, whose one system topic may be there already.

    https://learn.microsoft.com/azure/event-grid/system-topics#lifecycle-of-system-topics
    """
    own = {
        "type": "Microsoft.EventGrid/eventSubscriptions",
        "apiVersion": arm_grid.API,
        "name": name.shortened(f"{base}-{names.subscription(function.consumer)}", _LONGEST),
        "scope": place.account_id,
        "properties": _delivery(function, "parameters('function')"),
    }
    made = elsewhere.nested(f"{base}-{function.name}", [commented(own, [function.name])])
    given = {"function": {"value": f"[{_place(function)}]"}}
    properties = made["properties"]
    inner = {**properties["template"], "parameters": {"function": {"type": "string"}}}
    return {
        **{key: value for key, value in made.items() if key not in {"dependsOn", "comments"}},
        "name": name.shortened(name.kebab(made["name"]), elsewhere.NAME),
        "subscriptionId": place.subscription,
        "resourceGroup": place.group,
        "properties": {**properties, "parameters": given, "template": inner},
    }


def _place(function: EventFunction) -> str:
    return f"format('{{0}}/functions/{function.consumer.label}', {roles.SITE_ID})"


def _delivery(function: EventFunction, place: str) -> dict[str, Any]:
    of_blobs = function.service is services.BLOBS
    return {
        "destination": {
            "endpointType": "AzureFunction",
            "properties": {
                "resourceId": f"[{place}]",
                "maxEventsPerBatch": 1,
                "preferredBatchSizeInKilobytes": 64,
            },
        },
        "eventDeliverySchema": "CloudEventSchemaV1_0",
        "filter": _of_blobs(function) if of_blobs else _of_events(function.consumer),
        "retryPolicy": {
            "maxDeliveryAttempts": services.attempts(function.consumer),
            "eventTimeToLiveInMinutes": _HOURS * 60,
        },
    }


def _dead_letters() -> dict[str, Any]:
    return {
        "deadLetterWithResourceIdentity": {
            "identity": {"type": "SystemAssigned"},
            "deadLetterDestination": {
                "endpointType": "StorageBlob",
                "properties": {
                    "resourceId": f"[{storage.ACCOUNT_ID}]",
                    "blobContainerName": names.DEAD_LETTERS,
                },
            },
        },
    }


def _of_blobs(function: EventFunction) -> dict[str, Any]:
    options = function.consumer.trigger.options
    kinds = options["on"] or list(_TYPES)
    below = f"/blobServices/default/containers/{function.binding.own}/blobs/{options['prefix']}"
    return {
        "includedEventTypes": sorted({_TYPES[kind] for kind in kinds}),
        "subjectBeginsWith": below,
        **({"subjectEndsWith": literal(options["suffix"])} if options["suffix"] else {}),
        "isSubjectCaseSensitive": True,
    }


def _of_events(consumer: Consumer) -> dict[str, Any]:
    """Up to its first `*`, a pattern is a prefix; the runtime half looks at the rest."""
    options = consumer.trigger.options
    types = options["types"]
    prefixes = sorted({literal(kind.partition("*")[0]) for kind in types})
    if not any("*" in kind for kind in types):
        found: dict[str, Any] = {"includedEventTypes": sorted(map(literal, types))}
    else:
        # The one name that a key has in either schema:
        # https://learn.microsoft.com/azure/event-grid/event-filtering#advanced-filtering
        wanted = {"operatorType": "StringBeginsWith", "key": "eventtype", "values": prefixes}
        found = {} if "" in prefixes else {"advancedFilters": [wanted]}
    if options["source"] is not None:
        source = {
            "operatorType": "StringIn",
            "key": "source",
            "values": [literal(options["source"])],
        }
        found["advancedFilters"] = [*found.get("advancedFilters", ()), source]
    return found
