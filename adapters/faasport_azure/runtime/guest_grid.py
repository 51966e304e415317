"""Event Grid's event as the function has it: of Grid's own schema, or a CloudEvent, by the type of
its parameter."""

from __future__ import annotations

from .guest_datum import decoded
from .typed_data import as_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.event import Event

TRIGGER = "eventGridTrigger"


def given(event: Event, annotation: Any) -> Any:
    """What the parameter is for this event. What says nothing of its type has Grid's own schema,
    which is what a subscription has unless it says otherwise."""
    wants_cloud = getattr(annotation, "__name__", "") == "CloudEvent"
    told = told_of(event, wants_cloud=wants_cloud)
    if annotation in {str, bytes}:
        text: str = as_json(told)["json"]
        return text if annotation is str else text.encode()
    return decoded(TRIGGER, as_json(told), {})


def told_of(event: Event, *, wants_cloud: bool) -> dict[str, Any]:
    """The event in either schema."""
    return _cloud(event) if wants_cloud else _own(event)


def _cloud(event: Event) -> dict[str, Any]:
    if isinstance(event.native, dict) and "specversion" in event.native:
        return event.native
    return _structured(event)


def _structured(event: Event) -> dict[str, Any]:
    """As CloudEvents 1.0; of a change to an object, as blob storage tells it."""
    if hasattr(event, "bucket"):
        from . import blob_events
        from .typed_data import data_of, value_of

        found: dict[str, Any] = value_of(data_of(blob_events.encode_events([event])))
        return found
    from .event_grid import structured

    return structured(event)


def _own(event: Event) -> dict[str, Any]:
    """https://learn.microsoft.com/azure/event-grid/event-schema"""
    if isinstance(event.native, dict) and "eventType" in event.native:
        return event.native
    told = _structured(event)
    return {
        "id": told["id"],
        "topic": told["source"],
        "subject": told.get("subject") or "",
        "eventType": told["type"],
        "eventTime": told.get("time"),
        "data": told.get("data", told.get("data_base64")),
        "dataVersion": "",
        "metadataVersion": "1",
    }
