"""Service Bus and Event Hubs, in azurerm.

https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/servicebus_namespace
"""

from __future__ import annotations

from collections.abc import Mapping

from faasport_azure.packager.terraform.row import LOCATED, Above, Row, Rule, block, negated, only

_NAMESPACE: Mapping[str, Rule] = {
    **LOCATED,
    "sku.name": "sku",
    "sku.tier": only("Standard"),
    "properties.minimumTlsVersion": "minimum_tls_version",
}
_DELIVERY: Mapping[str, Rule] = {
    "properties.lockDuration": "lock_duration",
    "properties.maxDeliveryCount": "max_delivery_count",
    "properties.deadLetteringOnMessageExpiration": "dead_lettering_on_message_expiration",
    "properties.requiresSession": "requires_session",
}

ROWS: Mapping[str, Row] = {
    "Microsoft.ServiceBus/namespaces": Row(
        "azurerm_servicebus_namespace",
        {**_NAMESPACE, "properties.disableLocalAuth": negated("local_auth_enabled")},
    ),
    "Microsoft.ServiceBus/namespaces/queues": Row(
        "azurerm_servicebus_queue",
        _DELIVERY,
        above={"namespace_id": Above(1, "id")},
        grouped=False,
    ),
    "Microsoft.ServiceBus/namespaces/topics": Row(
        "azurerm_servicebus_topic",
        {"properties": only({})},
        above={"namespace_id": Above(1, "id")},
        grouped=False,
    ),
    "Microsoft.ServiceBus/namespaces/topics/subscriptions": Row(
        "azurerm_servicebus_subscription",
        _DELIVERY,
        above={"topic_id": Above(2, "id")},
        grouped=False,
    ),
    "Microsoft.EventHub/namespaces": Row(
        "azurerm_eventhub_namespace",
        {
            **_NAMESPACE,
            "sku.capacity": "capacity",
            "properties.disableLocalAuth": negated("local_authentication_enabled"),
        },
    ),
    "Microsoft.EventHub/namespaces/eventhubs": Row(
        "azurerm_eventhub",
        {
            "properties.partitionCount": "partition_count",
            "properties.retentionDescription.cleanupPolicy": block(
                "retention_description", "cleanup_policy"
            ),
            "properties.retentionDescription.retentionTimeInHours": block(
                "retention_description", "retention_time_in_hours"
            ),
        },
        above={"namespace_id": Above(1, "id")},
        grouped=False,
    ),
    "Microsoft.EventHub/namespaces/eventhubs/consumergroups": Row(
        "azurerm_eventhub_consumer_group",
        {"properties": only({})},
        above={"namespace_name": Above(1, "name"), "eventhub_name": Above(2, "name")},
    ),
}
