"""What code calls on Azure. The kinds are those of all platforms. As of November 2026.

https://learn.microsoft.com/azure/developer/python/sdk/azure-sdk-library-package-index
"""

from __future__ import annotations

from faasport.packager.dialect import Service


def _of(kind: str, title: str, package: str, *modules: str) -> Service:
    return Service(kind, title, package, modules)


SERVICES = (
    _of("objects", "Blob Storage", "azure-storage-blob", "azure.storage.blob"),
    _of("documents", "Cosmos DB", "azure-cosmos", "azure.cosmos"),
    _of("documents", "Table Storage", "azure-data-tables", "azure.data.tables"),
    _of("queue", "Queue Storage", "azure-storage-queue", "azure.storage.queue"),
    _of("topic", "Service Bus", "azure-servicebus", "azure.servicebus"),
    _of("tasks", "Queue Storage with a delay", "azure-storage-queue"),
    _of("events", "Event Grid", "azure-eventgrid", "azure.eventgrid"),
    _of("stream", "Event Hubs", "azure-eventhub", "azure.eventhub"),
    _of("delivery", "Event Hubs Capture", "azure-eventhub"),
    _of("secrets", "Key Vault", "azure-keyvault-secrets", "azure.keyvault.secrets"),
    _of("parameters", "App Configuration", "azure-appconfiguration", "azure.appconfiguration"),
    _of("keys", "Key Vault's keys", "azure-keyvault-keys", "azure.keyvault.keys"),
    _of("email", "Communication Services", "azure-communication-email", "azure.communication"),
    _of("functions", "an HTTP call with a key", ""),
    _of("workflow", "Logic Apps", "azure-mgmt-logic", "azure.mgmt.logic"),
    _of("users", "Entra External ID", "msgraph-sdk", "msgraph"),
    _of("relational", "Azure SQL", "pyodbc"),
    _of("warehouse", "Data Explorer", "azure-kusto-data", "azure.kusto.data"),
    _of("cache", "Azure Managed Redis", "redis"),
    _of("search", "AI Search", "azure-search-documents", "azure.search.documents"),
    _of("logs", "Azure Monitor", "azure-monitor-opentelemetry", "azure.monitor.opentelemetry"),
    _of("metrics", "Azure Monitor", "azure-monitor-opentelemetry"),
    _of("tracing", "Azure Monitor", "azure-monitor-opentelemetry"),
    _of("models", "Azure OpenAI", "openai", "azure.ai.inference"),
    _of("vision", "Image Analysis", "azure-ai-vision-imageanalysis", "azure.ai.vision"),
    _of(
        "text-in-images",
        "Document Intelligence",
        "azure-ai-documentintelligence",
        "azure.ai.documentintelligence",
        "azure.ai.formrecognizer",
    ),
    _of("language", "AI Language", "azure-ai-textanalytics", "azure.ai.textanalytics"),
    _of("translation", "Translator", "azure-ai-translation-text", "azure.ai.translation"),
    _of(
        "speech",
        "AI Speech",
        "azure-cognitiveservices-speech",
        "azure.cognitiveservices.speech",
    ),
    _of("transcription", "AI Speech", "azure-cognitiveservices-speech"),
    _of("websockets", "Web PubSub", "azure-messaging-webpubsubservice", "azure.messaging"),
    _of("credentials", "Entra ID", "azure-identity", "azure.identity"),
    _of("handlers", "what handlers are written with", "", "azure.functions"),
)
