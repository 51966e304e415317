"""Azure Event Hubs, an IoT Hub's built-in endpoint among them.

https://learn.microsoft.com/azure/azure-functions/functions-bindings-event-hubs-trigger#event-metadata
"""

from __future__ import annotations

from faasport.runtime.moments import moment_of
from faasport.runtime.record import Record

from . import dead_letters
from .arrays import Arrays
from .typed_data import (
    as_json,
    binaries,
    bodies_of,
    body_of,
    data_of,
    invocation,
    invocation_of,
    metadata_of,
    moment,
    number_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Outcome

TRIGGER = "eventHubTrigger"
_IOT = "iothub-"
# https://learn.microsoft.com/azure/event-hubs/event-hubs-about#consumer-groups
_HUB_NAMES = ("EventHubName", "EventHubPath")


def decode_events(native: Any) -> tuple[Record, ...]:
    """The records of one partition."""
    asked = invocation_of(native, TRIGGER)
    context = metadata_of(asked, "PartitionContext")
    partition = context if isinstance(context, dict) else {}
    metadata = asked.get("trigger_metadata") or {}
    if not any(name.endswith("Array") for name in metadata):
        body = body_of(data_of(asked))
        return (_record(body, lambda name: metadata_of(asked, name), partition, native),)
    bodies = bodies_of(data_of(asked))
    arrays = Arrays(asked, len(bodies))
    return tuple(
        _record(body, arrays.of(index), partition, native) for index, body in enumerate(bodies)
    )


def _record(
    body: bytes, value: Callable[[str], Any], context: dict[str, Any], native: Any
) -> Record:
    told = value("SystemProperties")
    system = told if isinstance(told, dict) else {}

    def own(name: str) -> Any:
        direct = value(name)
        return system.get(name) if direct is None else direct

    key, offset = own("PartitionKey"), own("Offset")
    partition = str(context.get("PartitionId") or "")
    place = "" if offset is None else str(offset)
    properties = value("Properties")
    return Record(
        id=f"{partition}:{place}" if partition or place else "",
        value=body,
        key=None if key is None else str(key).encode("utf-8", "surrogatepass"),
        partition=partition,
        offset=place,
        headers=_headers(properties if isinstance(properties, dict) else {}),
        topic=next((context[name] for name in _HUB_NAMES if context.get(name)), None),
        time=moment_of(own("EnqueuedTimeUtc")),
        attributes={name: item for name, item in system.items() if name.startswith(_IOT)},
        # An invocation is of one partition, told or not.
        order=partition,
        native=native,
    )


def _headers(properties: dict[str, Any]) -> tuple[tuple[str, bytes], ...]:
    from faasport.runtime.encoding import json_bytes

    return tuple(
        (name, item.encode("utf-8", "surrogatepass") if isinstance(item, str) else json_bytes(item))
        for name, item in properties.items()
    )


def encode_outcome(outcome: Outcome) -> Any:
    return dead_letters.encoded(outcome, encode_events)


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The invocation for these records, which are of one partition, with `cardinality: many`."""
    records: Any = events
    system = [_system(record) for record in records]
    properties = [
        {name: item.decode("utf-8", "replace") for name, item in record.headers}
        for record in records
    ]
    context = {
        "ConsumerGroup": "$Default",
        "EventHubName": records[0].topic if records else None,
        "PartitionId": records[0].partition if records else None,
    }
    metadata = {
        "PartitionContext": as_json(context),
        "SystemPropertiesArray": as_json(system),
        "PropertiesArray": as_json(properties),
        **{f"{name}Array": as_json([each.get(name) for each in system]) for name in _FIELDS},
    }
    return invocation(TRIGGER, binaries([record.value for record in records]), metadata)


_FIELDS = ("PartitionKey", "Offset", "SequenceNumber", "EnqueuedTimeUtc")


def _system(record: Any) -> dict[str, Any]:
    offset = record.offset or None
    system = {
        "PartitionKey": None if record.key is None else record.key.decode("utf-8", "replace"),
        "Offset": offset,
        "SequenceNumber": number_of(offset) or 0,
    }
    if record.time is not None:
        system["EnqueuedTimeUtc"] = moment(record.time)
    iot = {name: item for name, item in record.attributes.items() if name.startswith(_IOT)}
    return {**system, **iot}


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    return dead_letters.decoded(native, events)
