"""What Azure's worker hands to a function, as the invocation that the host sent: one reader for
each class of azure.functions. The bodies stay bytes.

https://github.com/Azure/azure-functions-python-library/tree/dev/azure/functions
"""

from __future__ import annotations

from . import cosmos, event_grid, event_hub, service_bus, storage_queue, timer
from .typed_data import as_json, invocation, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Any

    Native = dict[str, Any]


def queue_message(message: Any) -> Native:
    """A QueueMessage."""
    told = {
        "DequeueCount": message.dequeue_count,
        "InsertionTime": _moment(message.insertion_time),
        "ExpirationTime": _moment(message.expiration_time),
        "NextVisibleTime": _moment(message.time_next_visible),
        "Id": message.id,
        "PopReceipt": message.pop_receipt,
    }
    return invocation(storage_queue.TRIGGER, {"bytes": message.get_body()}, _metadata(told))


def service_bus_message(message: Any) -> Native:
    """A ServiceBusMessage."""
    return invocation(
        service_bus.TRIGGER, {"bytes": message.get_body()}, _metadata(message.metadata)
    )


def service_bus_messages(messages: Any) -> Native:
    """A list of ServiceBusMessage, each of which has the metadata of all."""
    return _several(service_bus.TRIGGER, messages)


def event_hub_events(events: Any) -> Native:
    """A list of EventHubEvent, each of which has the metadata of all."""
    return _several(event_hub.TRIGGER, events)


def _several(trigger: str, given: Any) -> Native:
    bodies = [each.get_body() for each in given]
    metadata = given[0].metadata if given else {}
    return invocation(trigger, {"collection_bytes": {"bytes": bodies}}, _metadata(metadata))


def timer_request(request: Any) -> Native:
    """A TimerRequest."""
    told = {
        "Schedule": request.schedule,
        "ScheduleStatus": request.schedule_status or None,
        "IsPastDue": request.past_due,
    }
    return invocation(timer.TRIGGER, as_json(told))


def document_list(documents: Iterable[Any] | None) -> Native:
    """A DocumentList, in which null documents are None."""
    plain_documents = [None if each is None else dict(each) for each in documents or ()]
    return invocation(cosmos.TRIGGER, as_json(plain_documents))


def event_grid_event(event: Any) -> Native:
    """An EventGridEvent, or the CloudEvent that the library makes of the other schema."""
    told: dict[str, Any] = {"id": event.id, "subject": event.subject, "data": event.get_json()}
    if hasattr(event, "specversion"):
        told |= {
            "specversion": event.specversion,
            "source": event.source,
            "type": event.type,
            "time": _moment(event.time),
            "datacontenttype": event.datacontenttype,
            "dataschema": event.dataschema,
            **event.extension_attrs,
        }
    else:
        told |= {
            "topic": event.topic,
            "eventType": event.event_type,
            "eventTime": _moment(event.event_time),
            "dataVersion": event.data_version,
        }
    kept = {name: value for name, value in told.items() if value is not None}
    return invocation(event_grid.TRIGGER, as_json(kept))


def _metadata(told: Mapping[str, Any] | None) -> dict[str, dict[str, Any]]:
    return {
        name: {"string": value} if isinstance(value, str) else as_json(plain(value))
        for name, value in (told or {}).items()
        if value is not None
    }


def _moment(told: datetime | None) -> str | None:
    return None if told is None else told.isoformat()
