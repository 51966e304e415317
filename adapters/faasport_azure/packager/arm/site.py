"""The function app itself, and the plan that it runs on.

https://learn.microsoft.com/azure/azure-functions/functions-infrastructure-as-code?pivots=flex-consumption-plan
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from faasport.packager import raw, unit
from faasport.project.model import Settings
from faasport_azure.packager.arm.literal import literal
from faasport_azure.packager.found import Found
from faasport_azure.packager.options import AzureOptions
from faasport_azure.packager.scaling import Scaling

CONTAINER = "deployments"
API = "2024-11-01"
KIND = "Microsoft.Web/sites"
_STORAGE_API = "2025-06-01"
ACCOUNT_ID = "resourceId('Microsoft.Storage/storageAccounts', variables('storage'))"
_CONTAINER_ID = (
    "resourceId('Microsoft.Storage/storageAccounts/blobServices/containers', "
    f"variables('storage'), 'default', '{CONTAINER}')"
)
_PLAN_ID = "resourceId('Microsoft.Web/serverfarms', variables('plan'))"


def container() -> dict[str, Any]:
    """Where the deployed package is."""
    return {
        "type": "Microsoft.Storage/storageAccounts/blobServices/containers",
        "apiVersion": _STORAGE_API,
        "name": f"[format('{{0}}/default/{CONTAINER}', variables('storage'))]",
        "dependsOn": [f"[{ACCOUNT_ID}]"],
        "properties": {"publicAccess": "None"},
    }


def plan(options: AzureOptions) -> dict[str, Any]:
    """https://learn.microsoft.com/azure/reliability/reliability-functions"""
    zones = {"zoneRedundant": True} if options.zone_redundant else {}
    return {
        "type": "Microsoft.Web/serverfarms",
        "apiVersion": API,
        "name": "[variables('plan')]",
        "location": "[parameters('location')]",
        "kind": "functionapp",
        "sku": {"name": "FC1", "tier": "FlexConsumption"},
        "properties": {"reserved": True, **zones},
    }


def site(settings: Settings, scaling: Scaling, python: str, found: Found) -> dict[str, Any]:
    """With an identity of its own: the one that all functions of the app have."""
    # To `reference()` a resource by its id is not to wait for it:
    # https://learn.microsoft.com/azure/azure-resource-manager/templates/resource-dependency#reference-and-list-functions
    awaited = (_PLAN_ID, _CONTAINER_ID, *found.awaited)
    return {
        "type": KIND,
        "apiVersion": API,
        "name": "[parameters('name')]",
        "location": "[parameters('location')]",
        "kind": "functionapp,linux",
        "identity": {"type": "SystemAssigned"},
        "dependsOn": [f"[{each}]" for each in awaited],
        "properties": {
            "serverFarmId": f"[{_PLAN_ID}]",
            "httpsOnly": True,
            "functionAppConfig": {
                "deployment": {"storage": _deployment()},
                "runtime": {"name": "python", "version": python},
                "scaleAndConcurrency": _scaling(scaling),
            },
            "siteConfig": {
                "minTlsVersion": "1.2",
                "appSettings": _app_settings(unit.told(settings), found.settings),
            },
        },
    }


def with_raw(
    made: Mapping[str, Any], named: Iterable[str], *given: Mapping[str, Any]
) -> dict[str, Any]:
    """The site with the user's tables over it, waiting for what they name; app settings of theirs
    are beside ours."""
    awaited = dict.fromkeys((*made["dependsOn"], *(f"[{each}]" for each in named)))
    merged = raw.merged({**made, "dependsOn": list(awaited)}, *given)
    every = {
        each["name"]: each
        for table in (made, *given)
        for each in settings_in(table)
        if isinstance(each, Mapping) and "name" in each
    }
    beside = {"properties": {"siteConfig": {"appSettings": list(every.values())}}}
    return raw.merged(merged, beside)


def settings_in(table: Any) -> Iterable[Any]:
    """Those of a site, if it has any: what the user writes may be of any shape."""
    for key in ("properties", "siteConfig", "appSettings"):
        table = table.get(key) if isinstance(table, Mapping) else None
    return table if isinstance(table, list) else ()


def _deployment() -> dict[str, Any]:
    endpoint = f"reference({ACCOUNT_ID}, '{_STORAGE_API}').primaryEndpoints.blob"
    return {
        "type": "blobContainer",
        "value": f"[format('{{0}}{CONTAINER}', {endpoint})]",
        "authentication": {"type": "SystemAssignedIdentity"},
    }


def _scaling(given: Scaling) -> dict[str, Any]:
    ready = [{"name": name, "instanceCount": count} for name, count in given.always_ready]
    http = {"http": {"perInstanceConcurrency": given.per_instance}}
    return {
        "instanceMemoryMB": given.memory,
        "maximumInstanceCount": given.maximum,
        **({"alwaysReady": ready} if ready else {}),
        **({"triggers": http} if given.per_instance else {}),
    }


def _app_settings(env: Mapping[str, str], found: Mapping[str, str]) -> list[dict[str, str]]:
    platform = {
        # The account's name alone: the host derives the endpoints of blobs, queues and tables.
        "AzureWebJobsStorage__accountName": "[variables('storage')]",
        # Else the host looks for a connection string:
        # https://github.com/Azure/terraform-azurerm-avm-res-web-site/pull/376
        "AzureWebJobsStorage__credential": "managedidentity",
        # Else the host answers "/" with a page of its own.
        "AzureWebJobsDisableHomepage": "true",
    }
    own = {key: literal(value) for key, value in sorted(env.items())}
    every = {**platform, **own, **dict(sorted(found.items()))}
    return [{"name": key, "value": value} for key, value in every.items()]
