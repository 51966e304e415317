"""Cosmos DB for NoSQL: an account of the app's own, serverless, with its containers.

https://learn.microsoft.com/azure/templates/microsoft.documentdb/2024-11-15/databaseaccounts
"""

from __future__ import annotations

from typing import Any

from faasport.packager import name
from faasport.project.model import Consumer
from faasport_azure.packager import arm_roles, resource_names as names
from faasport_azure.packager.found import Found

API = "2024-11-15"
_ACCOUNT = "Microsoft.DocumentDB/databaseAccounts"
_ACCOUNT_ID = f"resourceId('{_ACCOUNT}', variables('cosmos'))"
_DATABASE_ID = f"resourceId('{_ACCOUNT}/sqlDatabases', variables('cosmos'), '{names.DATABASE}')"
# Cosmos DB Built-in Data Contributor: a role of the database's own, not of Azure's.
# https://learn.microsoft.com/azure/cosmos-db/nosql/reference-data-plane-security#cosmos-db-built-in-data-contributor
CONTRIBUTOR = "00000000-0000-0000-0000-000000000002"


def account() -> Found:
    """The account, its one database, and the leases of the change feed, which are written by the
    host: it needs the contributor's role for them."""
    return Found(
        (_account(), _database(), _container(names.LEASES), _role()),
        {
            f"{names.COSMOS}__accountEndpoint": (
                f"[reference({_ACCOUNT_ID}, '{API}').documentEndpoint]"
            )
        },
        {"cosmos": "cosmos"},
        (_ACCOUNT_ID,),
    )


def table(consumer: Consumer) -> Found:
    """A container, by `id`."""
    own = names.of(consumer)
    return Found((_container(own),), {name.variable("table", consumer.trigger.name): own})


def _account() -> dict[str, Any]:
    return {
        "type": _ACCOUNT,
        "apiVersion": API,
        "name": "[variables('cosmos')]",
        "location": "[parameters('location')]",
        "kind": "GlobalDocumentDB",
        "properties": {
            "databaseAccountOfferType": "Standard",
            "capabilities": [{"name": "EnableServerless"}],
            "disableLocalAuth": True,
            "minimalTlsVersion": "Tls12",
            "locations": [{"locationName": "[parameters('location')]", "failoverPriority": 0}],
        },
    }


def _database() -> dict[str, Any]:
    return {
        "type": f"{_ACCOUNT}/sqlDatabases",
        "apiVersion": API,
        "name": f"[format('{{0}}/{names.DATABASE}', variables('cosmos'))]",
        "dependsOn": [f"[{_ACCOUNT_ID}]"],
        "properties": {"resource": {"id": names.DATABASE}},
    }


def _container(own: str) -> dict[str, Any]:
    return {
        "type": f"{_ACCOUNT}/sqlDatabases/containers",
        "apiVersion": API,
        "name": f"[format('{{0}}/{names.DATABASE}/{own}', variables('cosmos'))]",
        "dependsOn": [f"[{_DATABASE_ID}]"],
        "properties": {"resource": {"id": own, "partitionKey": {"paths": ["/id"], "kind": "Hash"}}},
    }


def _role() -> dict[str, Any]:
    scope = f"format('{{0}}/dbs/{names.DATABASE}', {_ACCOUNT_ID})"
    definition = (
        f"resourceId('{_ACCOUNT}/sqlRoleDefinitions', variables('cosmos'), '{CONTRIBUTOR}')"
    )
    return {
        "type": f"{_ACCOUNT}/sqlRoleAssignments",
        "apiVersion": API,
        "name": (
            f"[format('{{0}}/{{1}}', variables('cosmos'), "
            f"guid({_DATABASE_ID}, {arm_roles.SITE_ID}, '{CONTRIBUTOR}'))]"
        ),
        "dependsOn": [f"[{_DATABASE_ID}]", f"[{arm_roles.SITE_ID}]"],
        "properties": {
            "roleDefinitionId": f"[{definition}]",
            "principalId": f"[{arm_roles.SITE}]",
            "scope": f"[{scope}]",
        },
    }
