"""Where a trigger's events come from: what it is called there, and how the host gets at it.

What is ours is in accounts of the app's own, where names need no project in them. In what exists
already others listen as well: a subscription, a consumer group or leases of ours bear the
project's name there.
"""

from __future__ import annotations

from dataclasses import dataclass

from faasport.packager import name
from faasport.project.model import Consumer, Project
from faasport_azure.packager import resource_names as names
from faasport_azure.packager.existing import ResourceId
from faasport_azure.packager.options import AzureOptions

_PREFIXES = {
    "microsoft.storage": names.DATA,
    "microsoft.servicebus": names.BUS,
    "microsoft.documentdb": names.COSMOS,
    "microsoft.eventhub": names.HUBS,
}


@dataclass(frozen=True)
class Binding:
    """`own`: of the queue, topic, container or hub; `subscriber`: of what the function has there.

    `connection` is the prefix of the app settings that lead to it, if not that of its service.
    """

    own: str
    subscriber: str
    connection: str | None = None
    database: str = names.DATABASE
    leases: str = names.LEASES
    existing: ResourceId | None = None


def of(project: Project, options: AzureOptions, consumer: Consumer) -> Binding:
    """The binding of one trigger."""
    found = options.resources.find(consumer.trigger.kind, consumer.trigger.name)
    if found is None:
        return Binding(names.of(consumer), names.subscriber(consumer))
    place = found.place
    return Binding(
        own=place.name,
        subscriber=name.resource(project, consumer.label, limit=names.LONGEST),
        connection=connection(place),
        database=place.names[1] if len(place.names) == 3 else names.DATABASE,
        leases=name.resource(project, "leases", limit=names.LONGEST),
        existing=place,
    )


def connection(place: ResourceId) -> str:
    """`FAASPORT_BUS_SHOP_NAMESPACE`: of the account or namespace that a resource is in."""
    prefix = _PREFIXES[place.kind.partition("/")[0].lower()]
    return f"{prefix}_{name.kebab(place.account).replace('-', '_')}".upper()
