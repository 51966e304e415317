"""template.json: a function app on the Flex Consumption plan, in ARM's JSON.

https://learn.microsoft.com/azure/azure-functions/functions-infrastructure-as-code?pivots=flex-consumption-plan
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from faasport.packager import name, unit
from faasport.project.model import Project, Settings
from faasport_azure.packager import arm_roles, arm_storage, sources
from faasport_azure.packager.arm_literal import literal
from faasport_azure.packager.event_functions import functions_of
from faasport_azure.packager.found import Found
from faasport_azure.packager.limits import INSTANCE_SIZES, SITE_NAME
from faasport_azure.packager.options import AzureOptions

FILE = "template.json"
CONTAINER = "deployments"
_STORAGE_API, _WEB_API = "2025-06-01", "2024-11-01"

_ACCOUNT_ID = "resourceId('Microsoft.Storage/storageAccounts', variables('storage'))"
_CONTAINER_ID = (
    "resourceId('Microsoft.Storage/storageAccounts/blobServices/containers', "
    f"variables('storage'), 'default', '{CONTAINER}')"
)
_SITE = f"reference({arm_roles.SITE_ID})"
_PLAN_ID = "resourceId('Microsoft.Web/serverfarms', variables('plan'))"


def template(
    project: Project, options: AzureOptions, settings: Settings, python: str
) -> dict[str, Any]:
    """The template as data."""
    base = name.resource(project, limit=SITE_NAME)
    unique = "uniqueString(resourceGroup().id)"
    found = sources.of(functions_of(project, options))
    return {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "metadata": {"description": f"{project.name} ({project.stage}), packaged by faasport."},
        "parameters": {
            "name": {
                "type": "string",
                "defaultValue": f"[format('{base}-{{0}}', {unique})]",
                "metadata": {"description": "Of the function app; the whole world shares names."},
            },
            "location": {"type": "string", "defaultValue": "[resourceGroup().location]"},
        },
        "variables": {
            "plan": f"{base}-plan",
            "storage": _unique("st", base),
            **{variable: _unique(prefix, base) for variable, prefix in found.variables.items()},
        },
        "resources": [
            arm_storage.account("storage"),
            _container(),
            _plan(),
            _site(options, settings, python, found),
            _role(),
            *found.resources,
        ],
        "outputs": {
            "url": {
                "type": "string",
                "value": f"[format('https://{{0}}', {_SITE}.defaultHostName)]",
            }
        },
    }


def rendered(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, indent=2, ensure_ascii=False).encode() + b"\n"


def _unique(prefix: str, base: str) -> str:
    """A name that the whole world shares, and that only holds letters and digits."""
    return f"[format('{prefix}{{0}}', uniqueString(resourceGroup().id, '{base}'))]"


def _container() -> dict[str, Any]:
    return {
        "type": "Microsoft.Storage/storageAccounts/blobServices/containers",
        "apiVersion": _STORAGE_API,
        "name": f"[format('{{0}}/default/{CONTAINER}', variables('storage'))]",
        "dependsOn": [f"[{_ACCOUNT_ID}]"],
        "properties": {"publicAccess": "None"},
    }


def _plan() -> dict[str, Any]:
    return {
        "type": "Microsoft.Web/serverfarms",
        "apiVersion": _WEB_API,
        "name": "[variables('plan')]",
        "location": "[parameters('location')]",
        "kind": "functionapp",
        "sku": {"name": "FC1", "tier": "FlexConsumption"},
        "properties": {"reserved": True},
    }


def _site(options: AzureOptions, settings: Settings, python: str, found: Found) -> dict[str, Any]:
    # To `reference()` a resource by its id is not to wait for it:
    # https://learn.microsoft.com/azure/azure-resource-manager/templates/resource-dependency#reference-and-list-functions
    awaited = (_PLAN_ID, _CONTAINER_ID, *found.awaited)
    return {
        "type": "Microsoft.Web/sites",
        "apiVersion": _WEB_API,
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
                "scaleAndConcurrency": {
                    "instanceMemoryMB": instance_size(settings.memory),
                    "maximumInstanceCount": options.max_instances,
                },
            },
            "siteConfig": {
                "minTlsVersion": "1.2",
                "appSettings": _app_settings(unit.told(settings), found.settings),
            },
        },
    }


def _deployment() -> dict[str, Any]:
    endpoint = f"reference({_ACCOUNT_ID}, '{_STORAGE_API}').primaryEndpoints.blob"
    return {
        "type": "blobContainer",
        "value": f"[format('{{0}}{CONTAINER}', {endpoint})]",
        "authentication": {"type": "SystemAssignedIdentity"},
    }


def instance_size(memory: int) -> int:
    """The smallest instance with that much memory; `check` refuses more than the largest has."""
    return next((size for size in INSTANCE_SIZES if size >= memory), INSTANCE_SIZES[-1])


def _app_settings(env: Mapping[str, str], found: Mapping[str, str]) -> list[dict[str, str]]:
    platform = {
        "AzureWebJobsStorage__accountName": "[variables('storage')]",
        # Else the host answers "/" with a page of its own.
        "AzureWebJobsDisableHomepage": "true",
    }
    own = {key: literal(value) for key, value in sorted(env.items())}
    every = {**platform, **own, **dict(sorted(found.items()))}
    return [{"name": key, "value": value} for key, value in every.items()]


def _role() -> dict[str, Any]:
    """Lets the site, and nobody else, at its own storage account, which serves nothing else: its
    host keeps keys and leases there, and reads the deployed package.

    https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
    """
    return arm_roles.assignment(_ACCOUNT_ID, arm_storage.BLOB_OWNER)
