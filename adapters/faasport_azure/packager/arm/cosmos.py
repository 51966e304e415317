"""Cosmos DB for NoSQL: an account of the app's own, serverless, with its containers.

https://learn.microsoft.com/azure/templates/microsoft.documentdb/2024-11-15/databaseaccounts
"""

from __future__ import annotations

from typing import Any

from faasport_azure.packager import resource_names as names
from faasport_azure.packager.arm import roles
from faasport_azure.packager.event_functions import EventFunction
from faasport_azure.packager.found import Found
from faasport_azure.packager.options import AzureOptions

API = "2024-11-15"
ACCOUNT = "Microsoft.DocumentDB/databaseAccounts"
_ACCOUNT_ID = f"resourceId('{ACCOUNT}', variables('cosmos'))"
_DATABASE_ID = f"resourceId('{ACCOUNT}/sqlDatabases', variables('cosmos'), '{names.DATABASE}')"
# Roles of the database's own, on one container each: whoever reads a feed writes its leases.
# https://learn.microsoft.com/azure/cosmos-db/nosql/reference-data-plane-security
READER, CONTRIBUTOR = "Cosmos DB Built-in Data Reader", "Cosmos DB Built-in Data Contributor"


def account(options: AzureOptions) -> Found:
    """The account, its one database, and the leases of the change feed, which the host writes."""
    return Found(
        (
            _account(options),
            _database(),
            _container(names.LEASES),
            assignment(names.LEASES, CONTRIBUTOR),
        ),
        {
            f"{names.COSMOS}__accountEndpoint": (
                f"[reference({_ACCOUNT_ID}, '{API}').documentEndpoint]"
            )
        },
        {"cosmos": "cosmos"},
        (_ACCOUNT_ID,),
    )


def table(function: EventFunction) -> Found:
    """A container, by `id`."""
    own = function.binding.own
    return Found((_container(own), assignment(own, READER)), {function.variable: own})


def container_id(own: str) -> str:
    kind = f"{ACCOUNT}/sqlDatabases/containers"
    return f"resourceId('{kind}', variables('cosmos'), '{names.DATABASE}', '{own}')"


def assignment(own: str, role: str) -> dict[str, Any]:
    """A role on one container of ours."""
    guid = roles.guid_of(role)
    of_it = container_id(own)
    return {
        "type": f"{ACCOUNT}/sqlRoleAssignments",
        "apiVersion": API,
        "name": (
            f"[format('{{0}}/{{1}}', variables('cosmos'), "
            f"guid({of_it}, {roles.SITE_ID}, '{guid}'))]"
        ),
        "dependsOn": [f"[{of_it}]", f"[{roles.SITE_ID}]"],
        "properties": assigned(_ACCOUNT_ID, f"/dbs/{names.DATABASE}/colls/{own}", guid, roles.SITE),
    }


def assigned(account_id: str, below: str, guid: str, principal: str) -> dict[str, str]:
    """The role `guid` on what is below an account; both ids are expressions."""
    return {
        "roleDefinitionId": f"[format('{{0}}/sqlRoleDefinitions/{guid}', {account_id})]",
        "principalId": f"[{principal}]",
        "scope": f"[format('{{0}}{below}', {account_id})]",
    }


def _account(options: AzureOptions) -> dict[str, Any]:
    zones = {"isZoneRedundant": True} if options.zone_redundant else {}
    location = {"locationName": "[parameters('location')]", "failoverPriority": 0, **zones}
    return {
        "type": ACCOUNT,
        "apiVersion": API,
        "name": "[variables('cosmos')]",
        "location": "[parameters('location')]",
        "kind": "GlobalDocumentDB",
        "properties": {
            "databaseAccountOfferType": "Standard",
            "capabilities": [{"name": "EnableServerless"}],
            "disableLocalAuth": True,
            "minimalTlsVersion": "Tls12",
            "locations": [location],
        },
    }


def _database() -> dict[str, Any]:
    return {
        "type": f"{ACCOUNT}/sqlDatabases",
        "apiVersion": API,
        "name": f"[format('{{0}}/{names.DATABASE}', variables('cosmos'))]",
        "dependsOn": [f"[{_ACCOUNT_ID}]"],
        "properties": {"resource": {"id": names.DATABASE}},
    }


def _container(own: str) -> dict[str, Any]:
    return {
        "type": f"{ACCOUNT}/sqlDatabases/containers",
        "apiVersion": API,
        "name": f"[format('{{0}}/{names.DATABASE}/{own}', variables('cosmos'))]",
        "dependsOn": [f"[{_DATABASE_ID}]"],
        "properties": container(own),
    }


def container(own: str) -> dict[str, Any]:
    """https://learn.microsoft.com/azure/cosmos-db/partitioning-overview"""
    return {"resource": {"id": own, "partitionKey": {"paths": ["/id"], "kind": "Hash"}}}
