"""The storage account that triggers use: queues, containers of blobs, and dead letters.

Apart from the app's own account, which the host alone may read.
https://learn.microsoft.com/azure/templates/microsoft.storage/2025-06-01/storageaccounts
"""

from __future__ import annotations

from typing import Any

from faasport.packager import name
from faasport.project.model import Consumer
from faasport_azure.packager import arm_roles, resource_names as names
from faasport_azure.packager.found import Found

API = "2025-06-01"
ACCOUNT_ID = "resourceId('Microsoft.Storage/storageAccounts', variables('data'))"
# https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
QUEUE_READER = "19e7f393-937e-4f77-808e-94535e297925"
QUEUE_PROCESSOR = "8a0f0c08-91a1-4084-bc3d-661d67233fed"
QUEUE_SENDER = "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"
# An output binding asks for the owner's role:
# https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-blob-output#identity-based-connections
BLOB_OWNER = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"
_ENDPOINT = (
    "[format('https://{{0}}.{kind}.{{1}}', variables('data'), environment().suffixes.storage)]"
)


def account(variable: str) -> dict[str, Any]:
    """A storage account that no key opens."""
    return {
        "type": "Microsoft.Storage/storageAccounts",
        "apiVersion": API,
        "name": f"[variables('{variable}')]",
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


def data() -> Found:
    """The account itself, with the settings that lead to it."""
    return Found(
        (account("data"),),
        {
            f"{names.DATA}__blobServiceUri": _ENDPOINT.format(kind="blob"),
            f"{names.DATA}__queueServiceUri": _ENDPOINT.format(kind="queue"),
        },
        {"data": "da"},
    )


def queue(consumer: Consumer) -> Found:
    """A queue and its poison queue. The host reads and deletes in the one, and the function and
    the host write to the other.

    https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#identity-based-connections
    """
    own, poison = names.of(consumer), names.poison(consumer)
    url = (
        f"[format('https://{{0}}.queue.{{1}}/{own}', variables('data'), "
        "environment().suffixes.storage)]"
    )
    return Found(
        (
            _queue(own),
            _queue(poison),
            arm_roles.assignment(_queue_id(own), QUEUE_READER),
            arm_roles.assignment(_queue_id(own), QUEUE_PROCESSOR),
            arm_roles.assignment(_queue_id(poison), QUEUE_SENDER),
        ),
        {name.variable("queue", consumer.trigger.name): url},
    )


def _queue(own: str) -> dict[str, Any]:
    return {
        "type": "Microsoft.Storage/storageAccounts/queueServices/queues",
        "apiVersion": API,
        "name": f"[format('{{0}}/default/{own}', variables('data'))]",
        "dependsOn": [f"[{ACCOUNT_ID}]"],
        "properties": {},
    }


def _queue_id(own: str) -> str:
    kind = "Microsoft.Storage/storageAccounts/queueServices/queues"
    return f"resourceId('{kind}', variables('data'), 'default', '{own}')"


def dead_letters() -> Found:
    """The container of what was rejected, which the function writes to."""
    return Found(
        (
            container(names.DEAD_LETTERS),
            arm_roles.assignment(container_id(names.DEAD_LETTERS), BLOB_OWNER),
        )
    )


def bucket(consumer: Consumer) -> Found:
    """A container whose changes are told of."""
    own = names.of(consumer)
    return Found((container(own),), {name.variable("bucket", consumer.trigger.name): own})


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
