"""Which service of Azure's stands behind each kind of trigger, and how a function is bound to it.

A table: `of` chooses the row.
"""

from __future__ import annotations

from dataclasses import dataclass

from faasport.project.model import Consumer
from faasport_azure.packager.existing import BUS_QUEUE
from faasport_azure.packager.options import AzureOptions


@dataclass(frozen=True)
class Service:
    """`codec` and `reader` are names in the runtime half; `annotation` is what the worker checks.

    `retries`: the service delivers once, and a retry policy of the function's does the rest.
    `rejected` is the type of what is written to the output binding for rejected events.
    """

    name: str
    codec: str
    reader: str
    annotation: str
    retries: bool = False
    rejected: str = "str"


TIMER = Service("timer", "timer", "timer_request", "func.TimerRequest", retries=True)
STORAGE_QUEUE = Service(
    "storage_queue", "storage_queue", "queue_message", "func.QueueMessage", rejected="bytes"
)
BUS = Service("service_bus", "service_bus", "service_bus_message", "func.ServiceBusMessage")
# A list of the language's own is refused: https://github.com/Azure/azure-functions-python-worker
BUS_BATCH = Service(
    "service_bus",
    "service_bus_batch",
    "service_bus_messages",
    "typing.List[func.ServiceBusMessage]",
)
BLOBS = Service("blob_events", "blob_events", "event_grid_event", "func.EventGridEvent")
COSMOS = Service("cosmos", "cosmos", "document_list", "func.DocumentList", retries=True)
GRID = Service("event_grid", "event_grid", "event_grid_event", "func.EventGridEvent")
HUB = Service(
    "event_hub",
    "event_hub",
    "event_hub_events",
    "typing.List[func.EventHubEvent]",
    retries=True,
)

_SERVICES = {
    "schedule": TIMER,
    "bucket": BLOBS,
    "table": COSMOS,
    "event": GRID,
    "stream": HUB,
}
SCHEDULE_ATTEMPTS = 5
"""A schedule's declaration says nothing of attempts; those of every other kind default to this."""


def of(consumer: Consumer, options: AzureOptions) -> Service:
    """The service behind a trigger. A topic is Service Bus's; a queue is what the options say, and
    one that exists what it is."""
    trigger = consumer.trigger
    if trigger.kind == "topic" or (trigger.kind == "queue" and _of_bus(trigger.name, options)):
        return BUS_BATCH if trigger.takes_batch else BUS
    return STORAGE_QUEUE if trigger.kind == "queue" else _SERVICES[trigger.kind]


def _of_bus(queue: str, options: AzureOptions) -> bool:
    found = options.resources.find("queue", queue)
    return options.queue == "service-bus" if found is None else found.is_a(BUS_QUEUE)


def attempts(consumer: Consumer) -> int:
    """How often an event is delivered at most."""
    return int(consumer.trigger.options.get("max_attempts", SCHEDULE_ATTEMPTS))
