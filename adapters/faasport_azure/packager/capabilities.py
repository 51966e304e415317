"""What Azure makes of each kind of trigger. As of November 2026."""

from __future__ import annotations

from faasport.packager.capability import Capabilities, Capability

_FUNCTIONS = "https://learn.microsoft.com/azure/azure-functions"
_BLOB = "a blob for each invocation in the container `dead-letters`"
_GRID_BLOB = f"{_BLOB}; Event Grid puts there what failed max_attempts times"
_RETRY_POLICY = (
    "A retry policy of the function delivers again, after ten seconds, while its instance lives.",
)
_WHOLE_BATCH = (
    "Where an event of a delivery fails, all of it comes again, those that were done as well.",
)
_BUS_BATCH = (
    "Where a message of a Batch of Service Bus's fails, all of it comes again, and after "
    "max_attempts all of it is dead-lettered, what was done as well."
)

CAPABILITIES: Capabilities = {
    "http": Capability(
        service="The HTTP trigger",
        source=f"{_FUNCTIONS}/functions-bindings-http-webhook-trigger",
    ),
    "schedule": Capability(
        service="The timer trigger",
        source=f"{_FUNCTIONS}/functions-bindings-timer",
        dead_letter=_BLOB,
        degrades=("Times are UTC: Flex Consumption knows no other zone.", *_RETRY_POLICY),
    ),
    "queue": Capability(
        service='Storage Queue, or Service Bus with `queue = "service-bus"`',
        source=f"{_FUNCTIONS}/functions-bindings-storage-queue-trigger",
        batch="one message; Service Bus: up to batch_size for a handler that takes a Batch",
        ordering="Service Bus: by session, with `ordered=True`",
        partial_failure="each message alone; of a Batch of Service Bus's rejected ones alone",
        dead_letter="the queue `<name>-poison`; Service Bus: as of a topic",
        degrades=(
            "All Storage queues of an app have one max_attempts.",
            "A message of a Storage queue has a body and no attributes, and at most 48 KB.",
            _BUS_BATCH,
        ),
    ),
    "topic": Capability(
        service="Service Bus, a subscription for each function",
        source=f"{_FUNCTIONS}/functions-bindings-service-bus-trigger",
        batch="one message; more for a handler that takes a Batch",
        partial_failure="each message alone; of a Batch rejected ones alone",
        dead_letter=(
            f"of rejected messages {_BLOB}; of those that failed max_attempts times the "
            "subscription's own queue"
        ),
        degrades=(_BUS_BATCH,),
    ),
    "bucket": Capability(
        service="Blob storage through Event Grid",
        source="https://learn.microsoft.com/azure/event-grid/event-schema-blob-storage",
        dead_letter=_GRID_BLOB,
        degrades=("Of changes to a blob's metadata only those of its tier are told.",),
    ),
    "table": Capability(
        service="The change feed of Cosmos DB for NoSQL",
        source=f"{_FUNCTIONS}/functions-bindings-cosmosdb-v2-trigger",
        batch="one change; up to batch_size for a handler that takes a Batch",
        ordering="by partition key",
        partial_failure="rejected ones alone",
        dead_letter=_BLOB,
        degrades=(
            "Inserts and updates are both `upsert`, without the row before; deletes are not told.",
            *_WHOLE_BATCH,
            *_RETRY_POLICY,
        ),
    ),
    "event": Capability(
        service="Event Grid, a topic of the application's own",
        source=f"{_FUNCTIONS}/functions-bindings-event-grid-trigger",
        dead_letter=_GRID_BLOB,
    ),
    "stream": Capability(
        service="Event Hubs",
        source=f"{_FUNCTIONS}/functions-bindings-event-hubs-trigger",
        batch="up to batch_size records, the least of all functions of the app",
        ordering="by partition key",
        partial_failure="rejected ones alone",
        dead_letter=_BLOB,
        degrades=(*_WHOLE_BATCH, *_RETRY_POLICY),
    ),
}
