"""Service Bus: a namespace of the app's own, with its queues, topics and subscriptions.

https://learn.microsoft.com/azure/templates/microsoft.servicebus/2024-01-01/namespaces
"""

from __future__ import annotations

from typing import Any

from faasport.project.model import Consumer
from faasport_azure.packager import resource_names as names, services
from faasport_azure.packager.arm import roles
from faasport_azure.packager.event_functions import EventFunction
from faasport_azure.packager.found import Found
from faasport_azure.packager.options import AzureOptions

API = "2024-01-01"
_NAMESPACE = "Microsoft.ServiceBus/namespaces"
_NAMESPACE_ID = f"resourceId('{_NAMESPACE}', variables('bus'))"
RECEIVER = "Azure Service Bus Data Receiver"
# The longest there is; the host renews the locks of single messages, but not those of a batch.
_LOCK = "PT5M"
_HOST = "format('{0}.servicebus.windows.net', variables('bus'))"


def namespace(options: AzureOptions) -> Found:  # zones are its own affair
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


def queue_id(own: str) -> str:
    return f"resourceId('{_NAMESPACE}/queues', variables('bus'), '{own}')"


def topic_id(own: str) -> str:
    return f"resourceId('{_NAMESPACE}/topics', variables('bus'), '{own}')"


def queue(function: EventFunction) -> Found:
    """A queue, which keeps its dead letters in a queue of its own."""
    own, consumer = function.binding.own, function.consumer
    return Found(
        (
            {
                "type": f"{_NAMESPACE}/queues",
                "apiVersion": API,
                "name": f"[format('{{0}}/{own}', variables('bus'))]",
                "dependsOn": [f"[{_NAMESPACE_ID}]"],
                "properties": {
                    **delivery(consumer),
                    "requiresSession": bool(consumer.trigger.options.get("ordered")),
                },
            },
            roles.assignment(queue_id(own), RECEIVER),
        ),
        {function.variable: _url(own)},
    )


def topic(function: EventFunction) -> Found:
    """A topic, and the function's subscription."""
    own, subscriber = function.binding.own, function.binding.subscriber
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
                "dependsOn": [f"[{topic_id(own)}]"],
                "properties": delivery(function.consumer),
            },
            # For a trigger the role must be on the subscription:
            # https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus-trigger#identity-based-connections
            roles.assignment(subscription_id, RECEIVER),
        ),
        {function.variable: _url(own)},
    )


def delivery(consumer: Consumer) -> dict[str, Any]:
    return {
        "lockDuration": _LOCK,
        "maxDeliveryCount": services.attempts(consumer),
        "deadLetteringOnMessageExpiration": True,
    }


def _url(own: str) -> str:
    return f"[format('https://{{0}}.servicebus.windows.net/{own}', variables('bus'))]"
