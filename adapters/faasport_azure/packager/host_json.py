"""host.json: how the Functions host treats the app.

https://learn.microsoft.com/azure/azure-functions/functions-host-json
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from faasport_azure.packager import services
from faasport_azure.packager.event_functions import EventFunction

FILE = "host.json"
# A message that failed is shown again after this; else at once, and all attempts are over before
# whatever was down is up.
_VISIBILITY = "00:00:30"
# More than the longest invocation takes: TIMEOUT in limits.py.
_LOCK = "00:05:00"


def settings(timeout: int, events: Iterable[EventFunction] = ()) -> dict[str, Any]:
    """The settings as data. Without a route prefix, paths are those of every other platform."""
    minutes, seconds = divmod(timeout, 60)
    return {
        "version": "2.0",
        "extensionBundle": {
            "id": "Microsoft.Azure.Functions.ExtensionBundle",
            "version": "[4.*, 5.0.0)",
        },
        "extensions": {"http": {"routePrefix": ""}, **_extensions(tuple(events))},
        "functionTimeout": f"00:{minutes:02}:{seconds:02}",
        "logging": {"logLevel": {"default": "Information"}},
    }


def rendered(timeout: int, events: Iterable[EventFunction] = ()) -> bytes:
    return json.dumps(settings(timeout, events), indent=2).encode() + b"\n"


def _extensions(events: tuple[EventFunction, ...]) -> dict[str, Any]:
    """Each holds for all functions of the app; `check` refuses what they cannot agree on."""
    by_service: dict[str, list[EventFunction]] = {}
    for event in events:
        by_service.setdefault(event.service.name, []).append(event)
    found: dict[str, Any] = {}
    if queues := by_service.get(services.STORAGE_QUEUE.name):
        found["queues"] = {
            "batchSize": 16,
            "maxDequeueCount": max(services.attempts(each.consumer) for each in queues),
            "messageEncoding": "base64",
            "visibilityTimeout": _VISIBILITY,
        }
    if buses := by_service.get(services.BUS.name):
        found["serviceBus"] = {
            "autoCompleteMessages": True,
            "maxAutoLockRenewalDuration": _LOCK,
            "maxMessageBatchSize": _least_batch(buses),
        }
    if hubs := by_service.get(services.HUB.name):
        found["eventHubs"] = {"maxEventBatchSize": _least_batch(hubs)}
    return found


def _least_batch(events: Iterable[EventFunction]) -> int:
    """No function gets more at once than it asked for."""
    return min(int(event.consumer.trigger.options.get("batch_size", 10)) for event in events)
