"""Cosmos DB for NoSQL, in azurerm.

https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/cosmosdb_account
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport_azure.packager.terraform.row import LOCATED, Above, Block, Row, Rule

_IN_ACCOUNT = {"account_name": Above(1, "name")}


def _locations(value: list[Mapping[str, Any]]) -> Block:
    return {
        "geo_location": [
            {"location": each["locationName"], "failover_priority": each["failoverPriority"]}
            | _zones(each)
            for each in value
        ]
    }


def _zones(location: Mapping[str, Any]) -> Block:
    known = {"locationName", "failoverPriority", "isZoneRedundant"}
    if unknown := set(location) - known:
        raise KeyError(*unknown)
    redundant = location.get("isZoneRedundant")
    return {} if redundant is None else {"zone_redundant": redundant}


_CONTAINER: Mapping[str, Rule] = {
    "properties.resource.id": lambda _: {},  # the name once more
    "properties.resource.partitionKey.paths": "partition_key_paths",
    "properties.resource.partitionKey.kind": "partition_key_kind",
}

ROWS: Mapping[str, Row] = {
    "Microsoft.DocumentDB/databaseAccounts": Row(
        "azurerm_cosmosdb_account",
        {
            **LOCATED,
            "kind": "kind",
            "properties.databaseAccountOfferType": "offer_type",
            "properties.capabilities": "capabilities",
            "properties.disableLocalAuth": "local_authentication_disabled",
            "properties.minimalTlsVersion": "minimal_tls_version",
            "properties.locations": _locations,
        },
        outputs={"properties.documentEndpoint": "endpoint"},
        # What Azure does where nothing is said:
        # https://learn.microsoft.com/azure/templates/microsoft.documentdb/2024-11-15/databaseaccounts#consistencypolicy-1
        required={"consistency_policy": {"consistency_level": "Session"}},
    ),
    "Microsoft.DocumentDB/databaseAccounts/sqlDatabases": Row(
        "azurerm_cosmosdb_sql_database",
        {"properties.resource.id": lambda _: {}},
        above=_IN_ACCOUNT,
    ),
    "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers": Row(
        "azurerm_cosmosdb_sql_container",
        _CONTAINER,
        above={**_IN_ACCOUNT, "database_name": Above(2, "name")},
    ),
    "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments": Row(
        "azurerm_cosmosdb_sql_role_assignment",
        {
            "properties.roleDefinitionId": "role_definition_id",
            "properties.principalId": "principal_id",
            "properties.scope": "scope",
        },
        above=_IN_ACCOUNT,
        named=False,
    ),
}
