"""Event Hubs: a namespace of the app's own, with its hubs and a consumer group for each function.

https://learn.microsoft.com/azure/templates/microsoft.eventhub/2024-01-01/namespaces
"""

from __future__ import annotations

from faasport.packager import name
from faasport.project.model import Consumer
from faasport_azure.packager import arm_roles, resource_names as names
from faasport_azure.packager.found import Found

API = "2024-01-01"
_NAMESPACE = "Microsoft.EventHub/namespaces"
_NAMESPACE_ID = f"resourceId('{_NAMESPACE}', variables('hubs'))"
# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/analytics
RECEIVER = "a638d3c7-ab3a-418d-83e6-5f17a39d4fde"
_PARTITIONS, _HOURS = 4, 24


def namespace() -> Found:
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


def hub(consumer: Consumer) -> Found:
    """A hub, and the function's place in it."""
    own, subscriber = names.of(consumer), names.subscriber(consumer)
    hub_id = f"resourceId('{_NAMESPACE}/eventhubs', variables('hubs'), '{own}')"
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
                "dependsOn": [f"[{hub_id}]"],
                "properties": {},
            },
            arm_roles.assignment(hub_id, RECEIVER),
        ),
        {name.variable("stream", consumer.trigger.name): own},
    )
