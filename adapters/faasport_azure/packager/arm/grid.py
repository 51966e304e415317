"""Event Grid: the app's topic and the system topic of its storage account.

The subscriptions are in a template of their own, `subscriptions.py`.
https://learn.microsoft.com/azure/templates/microsoft.eventgrid/2025-02-15/topics
"""

from __future__ import annotations

from typing import Any

from faasport_azure.packager import resource_names as names
from faasport_azure.packager.arm import roles, storage
from faasport_azure.packager.found import Found
from faasport_azure.packager.options import AzureOptions

API = "2025-02-15"
TOPIC, SYSTEM_TOPIC = "Microsoft.EventGrid/topics", "Microsoft.EventGrid/systemTopics"
TOPIC_ID = f"resourceId('{TOPIC}', variables('topic'))"
SYSTEM_TOPIC_ID = f"resourceId('{SYSTEM_TOPIC}', variables('blobs'))"
SETTING = "FAASPORT_EVENT_TOPIC"
# https://learn.microsoft.com/azure/event-grid/add-identity-roles#supported-destinations-and-azure-roles
BLOB_CONTRIBUTOR = "Storage Blob Data Contributor"


def topic(options: AzureOptions) -> Found:  # zones are its own affair
    """A topic for events of the application's own, as CloudEvents; keys open nothing."""
    made = {
        "type": TOPIC,
        "apiVersion": API,
        "name": "[variables('topic')]",
        "location": "[parameters('location')]",
        "identity": {"type": "SystemAssigned"},
        "properties": {
            "inputSchema": "CloudEventSchemaV1_0",
            "disableLocalAuth": True,
            "minimumTlsVersionAllowed": "1.2",
        },
    }
    endpoint = f"[reference({TOPIC_ID}, '{API}').endpoint]"
    return Found((made, _role(TOPIC_ID)), {SETTING: endpoint}, {"topic": "topic"}, (TOPIC_ID,))


def system_topic(options: AzureOptions) -> Found:  # zones are its account's
    """Where the storage account tells of its blobs."""
    made = {
        "type": SYSTEM_TOPIC,
        "apiVersion": API,
        "name": "[variables('blobs')]",
        "location": "[parameters('location')]",
        "identity": {"type": "SystemAssigned"},
        "dependsOn": [f"[{storage.ACCOUNT_ID}]"],
        "properties": {
            "source": f"[{storage.ACCOUNT_ID}]",
            "topicType": "Microsoft.Storage.StorageAccounts",
        },
    }
    return Found((made, _role(SYSTEM_TOPIC_ID)), {}, {"blobs": "blobs"})


def _role(topic_id: str) -> dict[str, Any]:
    """Lets a topic write its dead letters."""
    principal = f"reference({topic_id}, '{API}', 'full').identity.principalId"
    scope = storage.container_id(names.DEAD_LETTERS)
    return roles.assignment(scope, BLOB_CONTRIBUTOR, principal, topic_id)
