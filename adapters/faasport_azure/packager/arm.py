"""template.json: a function app on the Flex Consumption plan, in ARM's JSON.

https://learn.microsoft.com/azure/azure-functions/functions-infrastructure-as-code?pivots=flex-consumption-plan
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from faasport.packager import name, unit
from faasport.project.model import Project, Settings
from faasport_azure.packager.limits import INSTANCE_SIZES, SITE_NAME
from faasport_azure.packager.options import AzureOptions

FILE = "template.json"
CONTAINER = "deployments"
_STORAGE_API, _WEB_API, _ROLES_API = "2025-06-01", "2024-11-01", "2022-04-01"
# Storage Blob Data Owner. The app's own account, which serves nothing else: its host keeps keys
# and leases there, and reads the deployed package.
# https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
_BLOB_OWNER = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"

_ACCOUNT_ID = "resourceId('Microsoft.Storage/storageAccounts', variables('storage'))"
_CONTAINER_ID = (
    "resourceId('Microsoft.Storage/storageAccounts/blobServices/containers', "
    f"variables('storage'), 'default', '{CONTAINER}')"
)
_PLAN_ID = "resourceId('Microsoft.Web/serverfarms', variables('plan'))"
_SITE_ID = "resourceId('Microsoft.Web/sites', parameters('name'))"


def template(
    project: Project, options: AzureOptions, settings: Settings, python: str
) -> dict[str, Any]:
    """The template as data."""
    base = name.resource(project, limit=SITE_NAME)
    unique = "uniqueString(resourceGroup().id)"
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
            "storage": f"[format('st{{0}}', uniqueString(resourceGroup().id, '{base}'))]",
        },
        "resources": [
            _account(),
            _container(),
            _plan(),
            _site(options, settings, python),
            _role(),
        ],
        "outputs": {
            "url": {
                "type": "string",
                "value": f"[format('https://{{0}}', reference({_SITE_ID}).defaultHostName)]",
            }
        },
    }


def rendered(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data, indent=2, ensure_ascii=False).encode() + b"\n"


def _account() -> dict[str, Any]:
    return {
        "type": "Microsoft.Storage/storageAccounts",
        "apiVersion": _STORAGE_API,
        "name": "[variables('storage')]",
        "location": "[parameters('location')]",
        "sku": {"name": "Standard_LRS"},
        "kind": "StorageV2",
        "properties": {
            "allowBlobPublicAccess": False,
            "allowSharedKeyAccess": False,
            "minimumTlsVersion": "TLS1_2",
            "supportsHttpsTrafficOnly": True,
        },
    }


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


def _site(options: AzureOptions, settings: Settings, python: str) -> dict[str, Any]:
    return {
        "type": "Microsoft.Web/sites",
        "apiVersion": _WEB_API,
        "name": "[parameters('name')]",
        "location": "[parameters('location')]",
        "kind": "functionapp,linux",
        "identity": {"type": "SystemAssigned"},
        "dependsOn": [f"[{_PLAN_ID}]", f"[{_CONTAINER_ID}]"],
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
                "appSettings": _app_settings(unit.told(settings)),
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


def _app_settings(env: Mapping[str, str]) -> list[dict[str, str]]:
    platform = {
        "AzureWebJobsStorage__accountName": "[variables('storage')]",
        # Else the host answers "/" with a page of its own.
        "AzureWebJobsDisableHomepage": "true",
    }
    own = {key: _literal(value) for key, value in sorted(env.items())}
    return [{"name": key, "value": value} for key, value in {**platform, **own}.items()]


def _literal(value: str) -> str:
    """A value of the user's is no expression.

    https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions#escape-characters
    """
    return f"[{value}" if value.startswith("[") and value.endswith("]") else value


def _role() -> dict[str, Any]:
    """Lets the site, and nobody else, at its own storage account."""
    site = f"reference({_SITE_ID}, '{_WEB_API}', 'full')"
    role = f"subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '{_BLOB_OWNER}')"
    return {
        "type": "Microsoft.Authorization/roleAssignments",
        "apiVersion": _ROLES_API,
        "name": f"[guid({_ACCOUNT_ID}, {_SITE_ID}, '{_BLOB_OWNER}')]",
        "scope": f"[{_ACCOUNT_ID}]",
        "dependsOn": [f"[{_ACCOUNT_ID}]", f"[{_SITE_ID}]"],
        "properties": {
            "roleDefinitionId": f"[{role}]",
            "principalId": f"[{site}.identity.principalId]",
            "principalType": "ServicePrincipal",
        },
    }
