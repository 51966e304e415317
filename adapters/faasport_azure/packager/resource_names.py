"""What the resources behind triggers are called, and which app settings lead to them.

Each account or namespace is the app's own, so names in it need no project in them.
https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
"""

from __future__ import annotations

from faasport.packager import name
from faasport.project.model import Consumer

DATA, BUS, COSMOS, HUBS = "FAASPORT_DATA", "FAASPORT_BUS", "FAASPORT_COSMOS", "FAASPORT_HUBS"
"""Connections: prefixes of app settings that name an endpoint and no key.
https://learn.microsoft.com/azure/azure-functions/functions-reference#configure-an-identity-based-connection"""

DATABASE, LEASES = "faasport", "faasport-leases"
DEAD_LETTERS = "dead-letters"
RESERVED = frozenset({LEASES, DEAD_LETTERS})
POISON = "-poison"
"""The host's own suffix:
https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#poison-messages"""
SHORTEST = 3
# Of a queue with its poison queue 63, of a subscription 50 (Service Bus) or 64 (Event Grid).
LONGEST = 50


def of(consumer: Consumer) -> str:
    """Of the queue, topic, container or hub."""
    return name.shortened(name.kebab(consumer.trigger.name), LONGEST)


def subscriber(consumer: Consumer) -> str:
    """Of what belongs to one function alone: a subscription, a consumer group, a lease."""
    return name.shortened(name.kebab(consumer.label), LONGEST)


def subscription(consumer: Consumer) -> str:
    """Of a subscription of Event Grid's, which is no shorter than a resource."""
    own = subscriber(consumer)
    return own if len(own) >= SHORTEST else f"{own}-events"


def poison(queue: str) -> str:
    return queue + POISON
