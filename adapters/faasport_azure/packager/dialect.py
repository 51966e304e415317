"""How code shows that it was written for Azure. As of November 2026."""

from __future__ import annotations

from faasport.packager.dialect import Brought, Dialect, Write
from faasport_azure.packager.sdk_services import SERVICES

DIALECT = Dialect(
    sdks=("azure",),
    # https://learn.microsoft.com/python/api/overview/azure/
    clients=(
        "azure.storage.blob.BlobServiceClient",
        "azure.storage.blob.BlobServiceClient.from_connection_string",
        "azure.storage.blob.ContainerClient",
        "azure.storage.blob.ContainerClient.from_connection_string",
        "azure.storage.queue.QueueServiceClient",
        "azure.storage.queue.QueueServiceClient.from_connection_string",
        "azure.storage.queue.QueueClient",
        "azure.storage.queue.QueueClient.from_connection_string",
        "azure.servicebus.ServiceBusClient",
        "azure.servicebus.ServiceBusClient.from_connection_string",
        "azure.cosmos.CosmosClient",
        "azure.cosmos.CosmosClient.from_connection_string",
        "azure.eventhub.EventHubProducerClient",
        "azure.eventhub.EventHubProducerClient.from_connection_string",
        "azure.eventgrid.EventGridPublisherClient",
        "azure.keyvault.secrets.SecretClient",
        "azure.identity.DefaultAzureCredential",
        "azure.identity.ManagedIdentityCredential",
    ),
    # https://learn.microsoft.com/azure/event-grid/event-schema
    payload_keys=frozenset({"eventTime", "metadataVersion", "validationCode"}),
    places={
        # https://learn.microsoft.com/azure/storage/common/storage-account-overview#storage-account-endpoints
        "a host": r"(https?://)?[\w.-]+\.(azurewebsites\.net|core\.windows\.net"
        r"|servicebus\.windows\.net|documents\.azure\.com|vault\.azure\.net)([/:?].*)?",
        # https://learn.microsoft.com/azure/azure-resource-manager/management/overview
        "a resource": r"/subscriptions/[0-9a-f-]{36}/\S+",
    },
    secrets={
        # https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
        "an account key": r"AccountKey=[A-Za-z0-9+/]{86}==",
        "an access key": r"SharedAccessKey=[A-Za-z0-9+/]{43}=",
    },
    # https://learn.microsoft.com/azure/app-service/reference-app-settings
    variables=r"WEBSITE_.*|AzureWebJobs.*|FUNCTIONS_.*|APPLICATIONINSIGHTS_.*|IDENTITY_.*|MSI_.*",
    # https://learn.microsoft.com/azure/azure-functions/functions-reference-python#package-management
    brings=(Brought("azure-functions"),),
    services=SERVICES,
    # https://learn.microsoft.com/python/api/azure-storage-blob/azure.storage.blob.containerclient
    writes={"upload_blob": Write(key=(0, "name"))},
    handles={
        "get_container_client": Write(bucket=(0, "container")),
        "get_blob_client": Write((0, "container"), (1, "blob")),
    },
)
