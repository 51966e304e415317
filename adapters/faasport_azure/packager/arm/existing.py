"""What exists already: how the code and the host get at it, and what they may do there.

Nothing of it is made or changed. What others cannot share is made in it: a subscription, a
consumer group, leases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from faasport.packager import name
from faasport_azure.packager import bindings, existing, resource_names as names
from faasport_azure.packager.arm import bus, cosmos, hubs, roles, storage
from faasport_azure.packager.event_functions import EventFunction
from faasport_azure.packager.existing import ResourceId
from faasport_azure.packager.found import Elsewhere, Found
from faasport_azure.packager.options import AzureOptions

_KINDS = ("queue", "topic", "bucket", "table", "stream")
_STORAGE = (
    "[format('https://{{0}}.{kind}.{{1}}{path}', '{account}', environment().suffixes.storage)]"
)
# https://learn.microsoft.com/azure/azure-functions/functions-reference#connection-properties
_NAMESPACE = {"__fullyQualifiedNamespace": "{account}.servicebus.windows.net"}
_ENDPOINTS: dict[str, dict[str, str]] = {
    existing.STORAGE_QUEUE: {
        "__queueServiceUri": _STORAGE.format(kind="queue", path="", account="{account}")
    },
    existing.CONTAINER: {
        "__blobServiceUri": _STORAGE.format(kind="blob", path="", account="{account}")
    },
    existing.BUS_QUEUE: _NAMESPACE,
    existing.BUS_TOPIC: _NAMESPACE,
    existing.HUB: _NAMESPACE,
    existing.COSMOS_CONTAINER: {"__accountEndpoint": "https://{account}.documents.azure.com:443/"},
}
_URLS = {
    existing.STORAGE_QUEUE: _STORAGE.format(kind="queue", path="/{name}", account="{account}"),
    existing.BUS_QUEUE: "https://{account}.servicebus.windows.net/{name}",
    existing.BUS_TOPIC: "https://{account}.servicebus.windows.net/{name}",
}


def reached(options: AzureOptions) -> Iterator[tuple[str, Found]]:
    """The settings of all of them, those as well that no function listens to."""
    for kind in _KINDS:
        for own, given in sorted(options.resources.of(kind).items()):
            yield f"{kind} {own}", Found(settings=_settings(kind, own, given.place))


def _settings(kind: str, own: str, place: ResourceId) -> dict[str, str]:
    given = {"account": place.account, "name": place.name}
    prefix, of_kind = bindings.connection(place), _known(place)
    return {
        name.variable(kind, own): _filled(_URLS.get(of_kind, "{name}"), given),
        **{prefix + end: _filled(text, given) for end, text in _ENDPOINTS[of_kind].items()},
    }


def _filled(text: str, given: dict[str, str]) -> str:
    for key, value in given.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def _known(place: ResourceId) -> str:
    """Types are alike in either case; the tables have one."""
    return next(each for each in _ENDPOINTS if each.lower() == place.kind.lower())


def listened(function: EventFunction, place: ResourceId) -> Found:
    """What the host needs to get a function's events from there."""
    return Found(elsewhere=tuple(_LISTENED[_known(place)](function, place)))


def _storage_queue(function: EventFunction, place: ResourceId) -> Iterator[Elsewhere]:
    yield roles.elsewhere(place, storage.QUEUE_CONTRIBUTOR)
    poison = existing.parsed(names.poison(place.text))
    if poison is not None:
        yield roles.elsewhere(poison, storage.QUEUE_SENDER)


def _bus_queue(function: EventFunction, place: ResourceId) -> Iterator[Elsewhere]:
    yield roles.elsewhere(place, bus.RECEIVER)


def _topic(function: EventFunction, place: ResourceId) -> Iterator[Elsewhere]:
    properties = bus.delivery(function.consumer)
    own = _part(place, bus.API, "subscriptions", function.binding.subscriber, properties)
    yield own
    yield roles.elsewhere(place, bus.RECEIVER, _id_of(own))


def _bucket(function: EventFunction, place: ResourceId) -> Iterator[Elsewhere]:
    """Event Grid reads no blob, and the function has its permissions."""
    yield from ()


def _hub(function: EventFunction, place: ResourceId) -> Iterator[Elsewhere]:
    yield _part(place, hubs.API, "consumergroups", function.binding.subscriber, {})
    yield roles.elsewhere(place, hubs.RECEIVER)


def _table(function: EventFunction, place: ResourceId) -> Iterator[Elsewhere]:
    leases = function.binding.leases
    account, database, _ = place.names
    made = {
        "type": existing.COSMOS_CONTAINER,
        "apiVersion": cosmos.API,
        "name": f"{account}/{database}/{leases}",
        "properties": cosmos.container(leases),
    }
    own = Elsewhere(place, made)
    yield own
    yield cosmos_role(place, cosmos.READER)
    yield cosmos_role(place, cosmos.CONTRIBUTOR, leases, waits=(_id_of(own),))


_LISTENED: dict[str, Callable[[EventFunction, ResourceId], Iterator[Elsewhere]]] = {
    existing.STORAGE_QUEUE: _storage_queue,
    existing.BUS_QUEUE: _bus_queue,
    existing.BUS_TOPIC: _topic,
    existing.CONTAINER: _bucket,
    existing.HUB: _hub,
    existing.COSMOS_CONTAINER: _table,
}


def cosmos_role(
    place: ResourceId, role: str, own: str | None = None, waits: tuple[str, ...] = ()
) -> Elsewhere:
    """A role on a container, on the one that is named in its database, or on a whole account."""
    names_of = (*place.names[1:-1], own or place.name) if len(place.names) == 3 else ()
    below = "".join(
        f"/{kind}/{each}" for kind, each in zip(("dbs", "colls"), names_of, strict=False)
    )
    guid = roles.guid_of(role)
    account_id = f"'{place.account_id}'"
    resource: dict[str, Any] = {
        "type": f"{cosmos.ACCOUNT}/sqlRoleAssignments",
        "apiVersion": cosmos.API,
        "name": (
            f"[format('{{0}}/{{1}}', '{place.account}', guid('{below}', {roles.APP}, '{guid}'))]"
        ),
        **({"dependsOn": [f"[{each}]" for each in waits]} if waits else {}),
        "properties": cosmos.assigned(account_id, below, guid, roles.PRINCIPAL),
    }
    return Elsewhere(place, resource)


def _part(
    place: ResourceId, version: str, kind: str, own: str, properties: dict[str, Any]
) -> Elsewhere:
    return Elsewhere(
        place,
        {
            "type": f"{_known(place)}/{kind}",
            "apiVersion": version,
            "name": "/".join((*place.names, own)),
            "properties": properties,
        },
    )


def _id_of(made: Elsewhere) -> str:
    """The expression that stands for a resource's id, in its own deployment."""
    parts = ", ".join(f"'{part}'" for part in made.resource["name"].split("/"))
    return f"resourceId('{made.resource['type']}', {parts})"
