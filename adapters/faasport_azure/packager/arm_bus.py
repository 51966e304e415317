"""Service Bus: a namespace of the app's own, with its queues, topics and subscriptions.

https://learn.microsoft.com/azure/templates/microsoft.servicebus/2024-01-01/namespaces
"""

from __future__ import annotations

from typing import Any

from faasport.packager import name
from faasport.project.model import Consumer
from faasport_azure.packager import arm_roles, resource_names as names, services
from faasport_azure.packager.found import Found

API = "2024-01-01"
_NAMESPACE = "Microsoft.ServiceBus/namespaces"
_NAMESPACE_ID = f"resourceId('{_NAMESPACE}', variables('bus'))"
# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/integration
RECEIVER = "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"
# The longest there is; the host renews the locks of single messages, but not those of a batch.
_LOCK = "PT5M"
_HOST = "format('{0}.servicebus.windows.net', variables('bus'))"


def namespace() -> Found:
    """Standard, since Basic has neither topics nor sessions; keys open nothing."""
    return Found(
        (
            {
                "type": _NAMESPACE,
                "apiVersion": API,
                "name": "[variables('bus')]",
                "location": "[parameters('location')]",
                "sku": {"name": "Standard", "tier": "Standard"},
                "properties": {"disableLocalAuth": True, "minimumTlsVersion": "1.2"},
            },
        ),
        {f"{names.BUS}__fullyQualifiedNamespace": f"[{_HOST}]"},
        {"bus": "bus"},
    )


def queue(consumer: Consumer) -> Found:
    """A queue, which keeps its dead letters in a queue of its own."""
    own = names.of(consumer)
    queue_id = f"resourceId('{_NAMESPACE}/queues', variables('bus'), '{own}')"
    return Found(
        (
            {
                "type": f"{_NAMESPACE}/queues",
                "apiVersion": API,
                "name": f"[format('{{0}}/{own}', variables('bus'))]",
                "dependsOn": [f"[{_NAMESPACE_ID}]"],
                "properties": {
                    **_delivery(consumer),
                    "requiresSession": bool(consumer.trigger.options.get("ordered")),
                },
            },
            arm_roles.assignment(queue_id, RECEIVER),
        ),
        {name.variable("queue", consumer.trigger.name): _url(own)},
    )


def topic(consumer: Consumer) -> Found:
    """A topic, and the function's subscription."""
    own, subscriber = names.of(consumer), names.subscriber(consumer)
    topic_id = f"resourceId('{_NAMESPACE}/topics', variables('bus'), '{own}')"
    kind = f"{_NAMESPACE}/topics/subscriptions"
    subscription_id = f"resourceId('{kind}', variables('bus'), '{own}', '{subscriber}')"
    return Found(
        (
            {
                "type": f"{_NAMESPACE}/topics",
                "apiVersion": API,
                "name": f"[format('{{0}}/{own}', variables('bus'))]",
                "dependsOn": [f"[{_NAMESPACE_ID}]"],
                "properties": {},
            },
            {
                "type": kind,
                "apiVersion": API,
                "name": f"[format('{{0}}/{own}/{subscriber}', variables('bus'))]",
                "dependsOn": [f"[{topic_id}]"],
                "properties": _delivery(consumer),
            },
            # For a trigger the role must be on the subscription:
            # https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus-trigger#identity-based-connections
            arm_roles.assignment(subscription_id, RECEIVER),
        ),
        {name.variable("topic", consumer.trigger.name): _url(own)},
    )


def _delivery(consumer: Consumer) -> dict[str, Any]:
    return {
        "lockDuration": _LOCK,
        "maxDeliveryCount": services.attempts(consumer),
        "deadLetteringOnMessageExpiration": True,
    }


def _url(own: str) -> str:
    return f"[format('https://{{0}}.servicebus.windows.net/{own}', variables('bus'))]"
