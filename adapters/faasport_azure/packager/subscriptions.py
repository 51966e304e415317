"""subscriptions.json: what Event Grid delivers to which function, deployed after the code.

Event Grid asks a function for its consent when it is subscribed, so that it must be there.
https://learn.microsoft.com/azure/templates/microsoft.eventgrid/2025-02-15/topics/eventsubscriptions
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from faasport.project.model import Consumer
from faasport_azure.packager import (
    arm_grid,
    arm_roles,
    arm_storage,
    resource_names as names,
    services,
)
from faasport_azure.packager.arm_literal import literal
from faasport_azure.packager.event_functions import EventFunction

FILE = "subscriptions.json"
# https://learn.microsoft.com/azure/event-grid/event-filtering#limitations
MOST_PATTERNS = 25
MOST_ATTEMPTS = 30
"""https://learn.microsoft.com/azure/event-grid/delivery-and-retry#retry-policy"""
_HOURS = 24
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


def template(functions: Iterable[EventFunction], whole: dict[str, Any]) -> dict[str, Any]:
    """The template as data; names are those of the `whole` one."""
    given = tuple(functions)
    kept = {"data", *(_variable(function) for function in given)}
    return {
        "$schema": whole["$schema"],
        "contentVersion": whole["contentVersion"],
        "metadata": whole["metadata"],
        "parameters": {"name": whole["parameters"]["name"]},
        "variables": {key: value for key, value in whole["variables"].items() if key in kept},
        "resources": [_subscription(function) for function in given],
    }


def _variable(function: EventFunction) -> str:
    return "blobs" if function.service is services.BLOBS else "topic"


def _subscription(function: EventFunction) -> dict[str, Any]:
    consumer = function.consumer
    kind = arm_grid.SYSTEM_TOPIC if function.service is services.BLOBS else arm_grid.TOPIC
    filters = _of_blobs(consumer) if function.service is services.BLOBS else _of_events(consumer)
    place = f"format('{{0}}/functions/{consumer.label}', {arm_roles.SITE_ID})"
    own = names.subscription(consumer)
    return {
        "type": f"{kind}/eventSubscriptions",
        "apiVersion": arm_grid.API,
        "name": f"[format('{{0}}/{own}', variables('{_variable(function)}'))]",
        "properties": {
            "destination": {
                "endpointType": "AzureFunction",
                "properties": {
                    "resourceId": f"[{place}]",
                    "maxEventsPerBatch": 1,
                    "preferredBatchSizeInKilobytes": 64,
                },
            },
            "eventDeliverySchema": "CloudEventSchemaV1_0",
            "filter": filters,
            "retryPolicy": {
                "maxDeliveryAttempts": services.attempts(consumer),
                "eventTimeToLiveInMinutes": _HOURS * 60,
            },
            "deadLetterWithResourceIdentity": {
                "identity": {"type": "SystemAssigned"},
                "deadLetterDestination": {
                    "endpointType": "StorageBlob",
                    "properties": {
                        "resourceId": f"[{arm_storage.ACCOUNT_ID}]",
                        "blobContainerName": names.DEAD_LETTERS,
                    },
                },
            },
        },
    }


def _of_blobs(consumer: Consumer) -> dict[str, Any]:
    options = consumer.trigger.options
    kinds = options["on"] or list(_TYPES)
    below = f"/blobServices/default/containers/{names.of(consumer)}/blobs/{options['prefix']}"
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
