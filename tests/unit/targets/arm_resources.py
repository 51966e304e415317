"""Schemas of our own, of the resources that `tests/schemas` has none for: what we emit of each, by
its page at https://learn.microsoft.com/azure/templates/, and closed, so that a typo is seen.
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string"}
FLAG = {"type": "boolean"}
NUMBER = {"type": "integer"}


def one_of(*values: str) -> dict[str, Any]:
    return {"enum": list(values)}


def a(required: str = "", **properties: Any) -> dict[str, Any]:
    """A closed object."""
    return {
        "type": "object",
        "required": required.split(),
        "additionalProperties": False,
        "properties": properties,
    }


def list_of(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def resource(version: str, properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A resource of one API version."""
    return a(
        "type apiVersion name properties",
        type=TEXT,
        apiVersion=one_of(version),
        name=TEXT,
        dependsOn=list_of(TEXT),
        properties=properties,
        **more,
    )


DELIVERY = {
    "lockDuration": {"pattern": "^PT[1-5]M$"},
    "maxDeliveryCount": {"type": "integer", "minimum": 1},
    "deadLetteringOnMessageExpiration": FLAG,
}
TLS = one_of("1.2")
CONTAINER = a(
    "resource",
    resource=a(
        "id partitionKey", id=TEXT, partitionKey=a("paths kind", paths=list_of(TEXT), kind=TEXT)
    ),
)
OWN: dict[str, dict[str, Any]] = {
    # https://learn.microsoft.com/azure/templates/microsoft.authorization/2022-04-01/roleassignments
    "Microsoft.Authorization/roleAssignments": resource(
        "2022-04-01",
        a(
            "roleDefinitionId principalId",
            roleDefinitionId=TEXT,
            principalId=TEXT,
            principalType=one_of("User", "Group", "ServicePrincipal"),
        ),
        scope=TEXT,
    ),
    # https://learn.microsoft.com/azure/templates/microsoft.servicebus/2024-01-01/namespaces
    "Microsoft.ServiceBus/namespaces": resource(
        "2024-01-01",
        a(disableLocalAuth=FLAG, minimumTlsVersion=TLS),
        location=TEXT,
        sku=a("name", name=one_of("Standard"), tier=one_of("Standard")),
    ),
    "Microsoft.ServiceBus/namespaces/queues": resource(
        "2024-01-01", a(requiresSession=FLAG, **DELIVERY)
    ),
    "Microsoft.ServiceBus/namespaces/topics": resource("2024-01-01", a()),
    "Microsoft.ServiceBus/namespaces/topics/subscriptions": resource("2024-01-01", a(**DELIVERY)),
    # https://learn.microsoft.com/azure/templates/microsoft.eventhub/2024-01-01/namespaces
    "Microsoft.EventHub/namespaces": resource(
        "2024-01-01",
        a(disableLocalAuth=FLAG, minimumTlsVersion=TLS),
        location=TEXT,
        sku=a("name", name=one_of("Standard"), tier=one_of("Standard"), capacity=NUMBER),
    ),
    "Microsoft.EventHub/namespaces/eventhubs": resource(
        "2024-01-01",
        a(
            partitionCount={"type": "integer", "minimum": 1, "maximum": 32},
            retentionDescription=a(
                cleanupPolicy=one_of("Delete", "Compact"), retentionTimeInHours=NUMBER
            ),
        ),
    ),
    "Microsoft.EventHub/namespaces/eventhubs/consumergroups": resource("2024-01-01", a()),
    # https://learn.microsoft.com/azure/templates/microsoft.documentdb/2024-11-15/databaseaccounts
    "Microsoft.DocumentDB/databaseAccounts": resource(
        "2024-11-15",
        a(
            "databaseAccountOfferType locations",
            databaseAccountOfferType=one_of("Standard"),
            capabilities=list_of(a("name", name=one_of("EnableServerless"))),
            disableLocalAuth=FLAG,
            minimalTlsVersion=one_of("Tls12"),
            locations=list_of(a(locationName=TEXT, failoverPriority=NUMBER)),
        ),
        location=TEXT,
        kind=one_of("GlobalDocumentDB"),
    ),
    "Microsoft.DocumentDB/databaseAccounts/sqlDatabases": resource(
        "2024-11-15", a("resource", resource=a("id", id=TEXT))
    ),
    "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers": resource(
        "2024-11-15", CONTAINER
    ),
    "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments": resource(
        "2024-11-15",
        a(
            "roleDefinitionId principalId scope",
            roleDefinitionId=TEXT,
            principalId=TEXT,
            scope=TEXT,
        ),
    ),
}
