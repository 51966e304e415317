"""Storage, in azurerm.

https://registry.terraform.io/providers/hashicorp/azurerm/4.55.0/docs/resources/storage_account
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport_azure.packager.terraform.row import LOCATED, Above, Block, Row, only

_ACCOUNT = {"storage_account_id": Above(1, "id")}


def _sku(value: str) -> Block:
    tier, replication = value.split("_")
    return {"account_tier": tier, "account_replication_type": replication}


def _access(value: Any) -> Block:
    return {"container_access_type": {"None": "private"}[value]}


ROWS: Mapping[str, Row] = {
    "Microsoft.Storage/storageAccounts": Row(
        "azurerm_storage_account",
        {
            **LOCATED,
            "kind": "account_kind",
            "sku.name": _sku,
            "properties.allowBlobPublicAccess": "allow_nested_items_to_be_public",
            "properties.allowSharedKeyAccess": "shared_access_key_enabled",
            "properties.minimumTlsVersion": "min_tls_version",
            "properties.supportsHttpsTrafficOnly": "https_traffic_only_enabled",
        },
        outputs={
            "properties.primaryEndpoints.blob": "primary_blob_endpoint",
            "properties.primaryEndpoints.queue": "primary_queue_endpoint",
        },
    ),
    "Microsoft.Storage/storageAccounts/blobServices/containers": Row(
        "azurerm_storage_container",
        {"properties.publicAccess": _access},
        above=_ACCOUNT,
        grouped=False,
    ),
    "Microsoft.Storage/storageAccounts/queueServices/queues": Row(
        "azurerm_storage_queue", {"properties": only({})}, above=_ACCOUNT, grouped=False
    ),
}
