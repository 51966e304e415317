"""The storage account that triggers use: queues, containers of blobs, and dead letters.

Apart from the app's own account, which the host alone may read.
https://learn.microsoft.com/azure/templates/microsoft.storage/2025-06-01/storageaccounts
"""

from __future__ import annotations

from typing import Any

from faasport_azure.packager import resource_names as names
from faasport_azure.packager.arm import roles
from faasport_azure.packager.event_functions import EventFunction
from faasport_azure.packager.found import Found
from faasport_azure.packager.options import AzureOptions

API = "2025-06-01"
ACCOUNT_ID = "resourceId('Microsoft.Storage/storageAccounts', variables('data'))"
# The host shows a failed message again by an update, which the narrower roles that the trigger's
# page names do not allow; no built-in role between those and this one does:
# https://github.com/MicrosoftDocs/azure-docs/issues/120932
QUEUE_CONTRIBUTOR = "Storage Queue Data Contributor"
QUEUE_SENDER = "Storage Queue Data Message Sender"
# An output binding asks for the owner's role:
# https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-output#identity-based-connections
BLOB_OWNER = "Storage Blob Data Owner"
_ENDPOINT = (
    "[format('https://{{0}}.{kind}.{{1}}', variables('data'), environment().suffixes.storage)]"
)


def account(variable: str, *, zones: bool = False) -> dict[str, Any]:
    """A storage account that no key opens; `zones`: with a copy in each zone of its region."""
    return {
        "type": "Microsoft.Storage/storageAccounts",
        "apiVersion": API,
        "name": f"[variables('{variable}')]",
        "location": "[parameters('location')]",
        "sku": {"name": "Standard_ZRS" if zones else "Standard_LRS"},
        "kind": "StorageV2",
        "properties": {
            "allowBlobPublicAccess": False,
            "allowSharedKeyAccess": False,
            "minimumTlsVersion": "TLS1_2",
            "supportsHttpsTrafficOnly": True,
        },
    }


def data(options: AzureOptions) -> Found:
    """The account itself, with the settings that lead to it."""
    return Found(
        (account("data", zones=options.zone_redundant),),
        {
            f"{names.DATA}__blobServiceUri": _ENDPOINT.format(kind="blob"),
            f"{names.DATA}__queueServiceUri": _ENDPOINT.format(kind="queue"),
        },
        {"data": "da"},
    )


def queue(function: EventFunction) -> Found:
    """A queue and its poison queue. The host reads and deletes in the one, and the function and
    the host write to the other.

    https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#identity-based-connections
    """
    own = function.binding.own
    poison = names.poison(own)
    url = (
        f"[format('https://{{0}}.queue.{{1}}/{own}', variables('data'), "
        "environment().suffixes.storage)]"
    )
    return Found(
        (
            _queue(own),
            _queue(poison),
            roles.assignment(queue_id(own), QUEUE_CONTRIBUTOR),
            roles.assignment(queue_id(poison), QUEUE_SENDER),
        ),
        {function.variable: url},
    )


def _queue(own: str) -> dict[str, Any]:
    return {
        "type": "Microsoft.Storage/storageAccounts/queueServices/queues",
        "apiVersion": API,
        "name": f"[format('{{0}}/default/{own}', variables('data'))]",
        "dependsOn": [f"[{ACCOUNT_ID}]"],
        "properties": {},
    }


def queue_id(own: str) -> str:
    kind = "Microsoft.Storage/storageAccounts/queueServices/queues"
    return f"resourceId('{kind}', variables('data'), 'default', '{own}')"


def dead_letters() -> Found:
    """The container of what was rejected, which the function writes to."""
    return Found(
        (
            container(names.DEAD_LETTERS),
            roles.assignment(container_id(names.DEAD_LETTERS), BLOB_OWNER),
        )
    )


def bucket(function: EventFunction) -> Found:
    """A container whose changes are told of."""
    own = function.binding.own
    return Found((container(own),), {function.variable: own})


def container(own: str) -> dict[str, Any]:
    return {
        "type": "Microsoft.Storage/storageAccounts/blobServices/containers",
        "apiVersion": API,
        "name": f"[format('{{0}}/default/{own}', variables('data'))]",
        "dependsOn": [f"[{ACCOUNT_ID}]"],
        "properties": {"publicAccess": "None"},
    }


def container_id(own: str) -> str:
    kind = "Microsoft.Storage/storageAccounts/blobServices/containers"
    return f"resourceId('{kind}', variables('data'), 'default', '{own}')"
