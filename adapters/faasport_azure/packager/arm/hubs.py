"""Event Hubs: a namespace of the app's own, with its hubs and a consumer group for each function.

https://learn.microsoft.com/azure/templates/microsoft.eventhub/2024-01-01/namespaces
"""

from __future__ import annotations

from faasport_azure.packager import resource_names as names
from faasport_azure.packager.arm import roles
from faasport_azure.packager.event_functions import EventFunction
from faasport_azure.packager.found import Found
from faasport_azure.packager.options import AzureOptions

API = "2024-01-01"
_NAMESPACE = "Microsoft.EventHub/namespaces"
_NAMESPACE_ID = f"resourceId('{_NAMESPACE}', variables('hubs'))"
RECEIVER = "Azure Event Hubs Data Receiver"
_PARTITIONS, _HOURS = 4, 24


def namespace(options: AzureOptions) -> Found:  # zones are its own affair
    """Standard, since Basic has but one consumer group; keys open nothing."""
    return Found(
        (
            {
                "type": _NAMESPACE,
                "apiVersion": API,
                "name": "[variables('hubs')]",
                "location": "[parameters('location')]",
                "sku": {"name": "Standard", "tier": "Standard", "capacity": 1},
                "properties": {"disableLocalAuth": True, "minimumTlsVersion": "1.2"},
            },
        ),
        {
            f"{names.HUBS}__fullyQualifiedNamespace": (
                "[format('{0}.servicebus.windows.net', variables('hubs'))]"
            )
        },
        {"hubs": "hubs"},
    )


def hub_id(own: str) -> str:
    return f"resourceId('{_NAMESPACE}/eventhubs', variables('hubs'), '{own}')"


def hub(function: EventFunction) -> Found:
    """A hub, and the function's place in it."""
    own, subscriber = function.binding.own, function.binding.subscriber
    return Found(
        (
            {
                "type": f"{_NAMESPACE}/eventhubs",
                "apiVersion": API,
                "name": f"[format('{{0}}/{own}', variables('hubs'))]",
                "dependsOn": [f"[{_NAMESPACE_ID}]"],
                "properties": {
                    "partitionCount": _PARTITIONS,
                    "retentionDescription": {
                        "cleanupPolicy": "Delete",
                        "retentionTimeInHours": _HOURS,
                    },
                },
            },
            {
                "type": f"{_NAMESPACE}/eventhubs/consumergroups",
                "apiVersion": API,
                "name": f"[format('{{0}}/{own}/{subscriber}', variables('hubs'))]",
                "dependsOn": [f"[{hub_id(own)}]"],
                "properties": {},
            },
            roles.assignment(hub_id(own), RECEIVER),
        ),
        {function.variable: own},
    )
