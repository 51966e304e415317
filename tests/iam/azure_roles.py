"""Who may do what, as an ARM template for Azure grants it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.unit.targets.arm_graph import expression

# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles, typed off by hand.
ROLES = {
    "974c5e8b-45b9-4653-ba55-5f855dd0fb88": "Storage Queue Data Contributor",
    "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a": "Storage Queue Data Message Sender",
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": "Storage Blob Data Owner",
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe": "Storage Blob Data Contributor",
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": "Storage Blob Data Reader",
    "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0": "Azure Service Bus Data Receiver",
    "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39": "Azure Service Bus Data Sender",
    "a638d3c7-ab3a-418d-83e6-5f17a39d4fde": "Azure Event Hubs Data Receiver",
    "2b629674-e913-4c01-ae53-ef4638d8f975": "Azure Event Hubs Data Sender",
    "d5a91429-5739-47e2-a06b-3470a27159e7": "EventGrid Data Sender",
    "4633458b-17de-408a-b874-0445c86b69e6": "Key Vault Secrets User",
    "3913510d-42f4-4e42-8a64-420c390055eb": "Monitoring Metrics Publisher",
    "00000000-0000-0000-0000-000000000001": "Cosmos DB Built-in Data Reader",
    "00000000-0000-0000-0000-000000000002": "Cosmos DB Built-in Data Contributor",
}
WHO = {
    "sites name": "app",
    "topics topic": "Event Grid, events",
    "systemTopics blobs": "Event Grid, blobs",
}
NESTED = "Microsoft.Resources/deployments"
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def assignments(template: Mapping[str, Any]) -> list[str]:
    """A line each, `who: role on what`, in alphabetical order."""
    return sorted(_assignments(template, {}))


def _assignments(template: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[str]:
    for resource in template["resources"]:
        properties = resource.get("properties", {})
        if resource["type"] == NESTED:
            inner = {
                key: expression(each["value"]) for key, each in properties["parameters"].items()
            }
            place = _what(resource["resourceGroup"])
            yield from (
                f"{line} in {place}" for line in _assignments(properties["template"], inner)
            )
        elif resource["type"].lower().endswith("roleassignments"):
            scope = resource.get("scope") or properties.get("scope") or "the resource group"
            yield f"{_who(properties, given)}: {_role(properties)} on {_what(scope)}"
        else:
            # Nothing else of a template grants anything to anybody.
            assert "accessPolicies" not in properties, resource


def _role(properties: Mapping[str, Any]) -> str:
    (guid,) = _GUID.findall(properties["roleDefinitionId"])[-1:]
    return ROLES[guid]


def _who(properties: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """The resource whose identity it is."""
    node = expression(properties["principalId"])
    assert node is not None
    if node[0] == "parameters":
        node = given[node[1][0]]
    function, (resource, *_), path = node
    assert (function, path) == ("reference", ".identity.principalId"), node
    return WHO[_resource(resource)]


def _what(scope: str) -> str:
    node = expression(scope)
    if node is None:
        return scope
    return _part(node) if node[0] == "parameters" else _resource(node)


def _resource(node: Any) -> str:
    function, arguments, _ = node
    if function == "format":
        text, *rest = arguments
        return str(text).format(*(_part(each) for each in rest))
    assert function == "resourceId", node
    kind, *names = arguments
    return f"{kind.partition('/')[2]} {'/'.join(_part(each) for each in names)}"


def _part(node: Any) -> str:
    if not isinstance(node, tuple):
        return str(node)
    return _resource(node) if node[0] == "resourceId" else str(node[1][0])
