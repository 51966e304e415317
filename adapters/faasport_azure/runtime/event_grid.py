"""Azure Event Grid: CloudEvents 1.0 or Grid's own schema; one object through the binding, a list
of them in the body of a webhook.

https://learn.microsoft.com/azure/event-grid/event-schema
https://learn.microsoft.com/azure/event-grid/cloud-event-schema
"""

from __future__ import annotations

import json

from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.errors import PayloadError
from faasport.runtime.moments import moment_of

from . import dead_letters
from .storage_queue import one_of
from .typed_data import as_json, binary, body_of, data_of, invocation, invocation_of, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Outcome

TRIGGER = "eventGridTrigger"
VALIDATION = "Microsoft.EventGrid.SubscriptionValidationEvent"
_CLOUD = frozenset(
    {
        *("specversion", "id", "source", "type", "subject", "time"),
        *("data", "data_base64", "datacontenttype", "dataschema"),
    }
)


def decode_events(native: Any) -> tuple[CloudEvent, ...]:
    """Each event. The question whether a webhook wants events is none of them."""
    return tuple(cloud_event(each) for each in objects_of(native))


def objects_of(native: Any) -> Iterator[dict[str, Any]]:
    """The events as they are on the wire."""
    told = native
    if isinstance(native, dict) and "input_data" in native:
        body = body_of(data_of(invocation_of(native, TRIGGER)))
        try:
            told = json.loads(body)
        except (ValueError, RecursionError) as fault:
            raise PayloadError(f"An eventGridTrigger sends JSON: {fault}.") from None
    for each in told if isinstance(told, list) else [told]:
        if not isinstance(each, dict) or not ("specversion" in each or "eventType" in each):
            raise PayloadError(
                "Event Grid sends objects with 'eventType' or 'specversion': this is neither "
                "its own schema nor CloudEvents."
            )
        if each.get("eventType") != VALIDATION:
            yield each


def cloud_event(told: dict[str, Any]) -> CloudEvent:
    """The event of any schema."""
    if "specversion" in told:
        return _of_cloud_events(told)
    if "cloudEventsVersion" in told:
        return _of_cloud_events_0_1(told)
    return CloudEvent(
        id=_required(told, "id"),
        source=str(told.get("topic") or ""),
        type=_required(told, "eventType"),
        subject=told.get("subject") or None,
        time=moment_of(told.get("eventTime")),
        data=told.get("data"),
        native=told,
    )


def _of_cloud_events(told: dict[str, Any]) -> CloudEvent:
    base64 = told.get("data_base64")
    return CloudEvent(
        id=_required(told, "id"),
        source=_required(told, "source"),
        type=_required(told, "type"),
        subject=told.get("subject"),
        time=moment_of(told.get("time")),
        data=told.get("data") if base64 is None else body_of({"bytes": base64}),
        datacontenttype=told.get("datacontenttype"),
        dataschema=told.get("dataschema"),
        attributes={
            name: value for name, value in told.items() if name not in _CLOUD and value is not None
        },
        native=told,
    )


def _of_cloud_events_0_1(told: dict[str, Any]) -> CloudEvent:
    """https://github.com/cloudevents/spec/blob/v0.1/spec.md"""
    extensions = told.get("extensions")
    return CloudEvent(
        id=_required(told, "eventID"),
        source=_required(told, "source"),
        type=_required(told, "eventType"),
        time=moment_of(told.get("eventTime")),
        data=told.get("data"),
        datacontenttype=told.get("contentType"),
        dataschema=told.get("schemaURL"),
        attributes=extensions if isinstance(extensions, dict) else {},
        native=told,
    )


def _required(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value:
        raise PayloadError(f"This event of Event Grid has no {name!r}.")
    return value


def encode_outcome(outcome: Outcome) -> Any:
    return dead_letters.encoded(outcome, encode_events)


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The invocation for one event, as CloudEvents 1.0."""
    return invocation(TRIGGER, as_json(structured(one_of(events))))


def structured(event: Any) -> dict[str, Any]:
    """A CloudEvent as one JSON object, without what is not told."""
    fields = {
        "specversion": "1.0",
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "subject": event.subject,
        "time": None if event.time is None else moment(event.time),
        "datacontenttype": event.datacontenttype,
        "dataschema": event.dataschema,
        **event.attributes,
    }
    told = {name: value for name, value in fields.items() if value is not None}
    if isinstance(event.data, bytes):
        return {**told, "data_base64": binary(event.data)["bytes"]}
    return told if event.data is None else {**told, "data": event.data}


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    return dead_letters.decoded(native, events)
