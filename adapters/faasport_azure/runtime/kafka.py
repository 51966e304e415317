"""Kafka, as the Functions host hands it over: each record in an envelope of JSON, and its fields
once more in the metadata.

https://learn.microsoft.com/azure/azure-functions/functions-bindings-kafka-trigger
"""

from __future__ import annotations

from faasport.runtime.encoding import json_bytes
from faasport.runtime.moments import moment_of
from faasport.runtime.record import Record

from . import dead_letters
from .arrays import Arrays
from .typed_data import (
    as_json,
    bodies_of,
    body_of,
    data_of,
    invocation,
    invocation_of,
    metadata_of,
    moment,
    number_of,
    parsed,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.outcome import Outcome

TRIGGER = "kafkaTrigger"


def decode_events(native: Any) -> tuple[Record, ...]:
    """The records. Where the metadata and an envelope disagree, the metadata is believed."""
    asked = invocation_of(native, TRIGGER)
    metadata = asked.get("trigger_metadata") or {}
    if not any(name.endswith("Array") for name in metadata):
        body = body_of(data_of(asked))
        return (_record(body, lambda name: metadata_of(asked, name), native),)
    bodies, arrays = bodies_of(data_of(asked)), Arrays(asked)
    return tuple(_record(body, arrays.of(index), native) for index, body in enumerate(bodies))


def _record(body: bytes, value: Callable[[str], Any], native: Any) -> Record:
    told = parsed(body)
    envelope = told if isinstance(told, dict) and "Value" in told and "Offset" in told else None

    def own(name: str) -> Any:
        direct = value(name)
        return (envelope or {}).get(name) if direct is None else direct

    key = own("Key")
    topic, partition, offset = (_text(own(name)) for name in ("Topic", "Partition", "Offset"))
    place = f"{topic}:{partition}"
    return Record(
        id=f"{place}:{offset}" if offset else "",
        value=body if envelope is None else _bytes(envelope["Value"]),
        key=None if key is None else _bytes(key),
        partition=partition,
        offset=offset,
        headers=_headers(own("Headers")),
        topic=topic or None,
        time=moment_of(own("Timestamp")),
        order=place if partition else "",
        native=native,
    )


def _headers(told: Any) -> tuple[tuple[str, bytes], ...]:
    """Each is an object, or its JSON."""
    if not isinstance(told, list):
        return ()
    listed = [parsed(each) if isinstance(each, str) else each for each in told]
    return tuple(
        (str(each.get("Key")), _bytes(each.get("Value")))
        for each in listed
        if isinstance(each, dict)
    )


def _text(told: Any) -> str:
    return "" if told is None else str(told)


def _bytes(told: Any) -> bytes:
    if told is None:
        return b""
    if isinstance(told, str):
        return told.encode("utf-8", "surrogatepass")
    return as_json(told)["json"].encode()  # type: ignore[no-any-return]


def encode_outcome(outcome: Outcome) -> Any:
    return dead_letters.encoded(outcome, encode_events)


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The invocation for these records, with `cardinality: many`."""
    envelopes = [_envelope(event) for event in events]
    headers = [
        [json_bytes(header).decode() for header in envelope["Headers"]] for envelope in envelopes
    ]
    metadata = {
        **{
            f"{name}Array": as_json([envelope[name] for envelope in envelopes])
            for name in ("Key", "Partition", "Timestamp")
        },
        "OffsetArray": {
            "collection_sint64": {"sint64": [envelope["Offset"] for envelope in envelopes]}
        },
        "TopicArray": {
            "collection_string": {"string": [envelope["Topic"] for envelope in envelopes]}
        },
        "HeadersArray": as_json(headers),
    }
    bodies = [json_bytes(envelope).decode() for envelope in envelopes]
    return invocation(TRIGGER, {"collection_string": {"string": bodies}}, metadata)


def _envelope(record: Any) -> dict[str, Any]:
    return {
        "Offset": number_of(record.offset),
        "Partition": number_of(record.partition),
        "Topic": record.topic or "",
        "Timestamp": None if record.time is None else moment(record.time),
        "Value": record.value.decode("utf-8", "replace"),
        "Key": None if record.key is None else record.key.decode("utf-8", "replace"),
        "Headers": [
            {"Key": name, "Value": item.decode("utf-8", "replace")} for name, item in record.headers
        ],
    }


def decode_outcome(native: Any, events: Sequence[Event]) -> Outcome:
    return dead_letters.decoded(native, events)
