"""The version of the API that a kind of resource is asked by."""

from __future__ import annotations

from faasport_azure.deployer import resource
from faasport_azure.deployer.arm import Arm
from faasport_azure.packager.arm import bus, cosmos, elsewhere, grid, hubs, site, storage

_VERSIONS = {
    "microsoft.authorization": "2022-04-01",
    "microsoft.documentdb": cosmos.API,
    "microsoft.eventgrid": grid.API,
    "microsoft.eventhub": hubs.API,
    "microsoft.insights/components": "2020-02-02",
    "microsoft.operationalinsights": "2025-02-01",
    "microsoft.resources": elsewhere.API,
    "microsoft.servicebus": bus.API,
    "microsoft.storage": storage.API,
    "microsoft.web": site.API,
}


def of(arm: Arm, id_: str) -> str:
    """As our templates say; of what the user has added, what the service has newest."""
    whole = resource.kind(id_)
    namespace, _, kind = whole.partition("/")
    known = _VERSIONS.get(whole.lower()) or _VERSIONS.get(namespace.lower())
    return known or _newest(arm, namespace, kind)


def _newest(arm: Arm, namespace: str, kind: str) -> str:
    """https://learn.microsoft.com/rest/api/resources/providers/get"""
    path = f"/subscriptions/{arm.place.subscription}/providers/{namespace}"
    found = arm.get(path, elsewhere.API) or {}
    for each in found.get("resourceTypes", ()):
        if each["resourceType"].lower() == kind.lower():
            versions = sorted(each["apiVersions"], reverse=True)
            return str(next((one for one in versions if "preview" not in one), versions[0]))
    return elsewhere.API
