"""Event Grid, in azurerm.

https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/eventgrid_system_topic_event_subscription
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from faasport_azure.packager.terraform.row import (
    IDENTITY,
    LOCATED,
    PRINCIPAL,
    Above,
    Block,
    Row,
    Rule,
    block,
    only,
)

_DESTINATION = "properties.destination"
_DEAD_LETTERS = "properties.deadLetterWithResourceIdentity"
_BLOB = f"{_DEAD_LETTERS}.deadLetterDestination"


def _advanced(value: list[Mapping[str, Any]]) -> Block:
    found: dict[str, list[Block]] = {}
    for each in value:
        kind = re.sub(r"(?<!^)(?=[A-Z])", "_", each["operatorType"]).lower()
        told = {key: given for key, given in each.items() if key != "operatorType"}
        found.setdefault(kind, []).append(told)
    return {"advanced_filter": found}


_SUBSCRIPTION: Mapping[str, Rule] = {
    f"{_DESTINATION}.endpointType": only("AzureFunction"),
    f"{_DESTINATION}.properties.resourceId": block("azure_function_endpoint", "function_id"),
    f"{_DESTINATION}.properties.maxEventsPerBatch": block(
        "azure_function_endpoint", "max_events_per_batch"
    ),
    f"{_DESTINATION}.properties.preferredBatchSizeInKilobytes": block(
        "azure_function_endpoint", "preferred_batch_size_in_kilobytes"
    ),
    "properties.eventDeliverySchema": "event_delivery_schema",
    "properties.filter.includedEventTypes": "included_event_types",
    "properties.filter.subjectBeginsWith": block("subject_filter", "subject_begins_with"),
    "properties.filter.subjectEndsWith": block("subject_filter", "subject_ends_with"),
    "properties.filter.isSubjectCaseSensitive": block("subject_filter", "case_sensitive"),
    "properties.filter.advancedFilters": _advanced,
    "properties.retryPolicy.maxDeliveryAttempts": block("retry_policy", "max_delivery_attempts"),
    "properties.retryPolicy.eventTimeToLiveInMinutes": block("retry_policy", "event_time_to_live"),
    f"{_DEAD_LETTERS}.identity.type": block("dead_letter_identity", "type"),
    f"{_BLOB}.endpointType": only("StorageBlob"),
    f"{_BLOB}.properties.resourceId": block(
        "storage_blob_dead_letter_destination", "storage_account_id"
    ),
    f"{_BLOB}.properties.blobContainerName": block(
        "storage_blob_dead_letter_destination", "storage_blob_container_name"
    ),
}

ROWS: Mapping[str, Row] = {
    "Microsoft.EventGrid/systemTopics": Row(
        "azurerm_eventgrid_system_topic",
        {
            **LOCATED,
            **IDENTITY,
            "properties.source": "source_resource_id",
            "properties.topicType": "topic_type",
        },
        outputs=PRINCIPAL,
    ),
    "Microsoft.EventGrid/systemTopics/eventSubscriptions": Row(
        "azurerm_eventgrid_system_topic_event_subscription",
        _SUBSCRIPTION,
        above={"system_topic": Above(1, "name")},
    ),
    # On what exists.
    "Microsoft.EventGrid/eventSubscriptions": Row(
        "azurerm_eventgrid_event_subscription",
        {**_SUBSCRIPTION, "scope": "scope"},
        grouped=False,
    ),
    "Microsoft.EventGrid/topics/eventSubscriptions": Row(
        "azurerm_eventgrid_event_subscription",
        _SUBSCRIPTION,
        above={"scope": Above(1, "id")},
        grouped=False,
    ),
}
