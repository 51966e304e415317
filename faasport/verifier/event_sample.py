"""An event that fits a declaration: what a platform that has no faults would deliver."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from faasport.project.model import Consumer, DeclaredTrigger
from faasport.runtime.change_event import ChangeEvent
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.event import Event
from faasport.runtime.message import Message
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.record import Record
from faasport.runtime.tick import Tick
from faasport.verifier import payload_sample

# A whole second, which every platform can tell.
MOMENT = datetime(2024, 2, 29, 6, tzinfo=timezone.utc)
IDS = "6f1c2a4e-6c3b-4d8e-9a51-0d2f3c4b5a{:02d}"
SOURCE = "urn:faasport:verify:{}"
JSON = "application/json"
ROW = {"id": "sample", "name": "é ✓ 😀", "count": 7, "open": True}
CLASSES: Mapping[str, type[Event]] = {
    "schedule": Tick,
    "queue": Message,
    "topic": Message,
    "bucket": ObjectEvent,
    "table": ChangeEvent,
    "event": CloudEvent,
    "stream": Record,
}
"""What the handlers of each kind of trigger are given."""


def sample(consumer: Consumer, number: int = 0, **told: Any) -> Event:
    """The event number so-and-so of a delivery, with this in place of its own."""
    trigger = consumer.trigger
    own = {
        "id": IDS.format(number),
        "source": SOURCE.format(trigger.name),
        **_fitting(trigger),
        **told,
    }
    if trigger.kind == "table":
        own = {**_rows(trigger, own["kind"]), **own}
    return CLASSES[trigger.kind](**own)


def payload(trigger: DeclaredTrigger) -> Any:
    """A JSON value of the type that the handler declares for the payload."""
    return payload_sample.value(_declared(trigger))


def _declared(trigger: DeclaredTrigger) -> payload_sample.Schema | None:
    schemas = (each.payload_schema for each in trigger.parameters if each.source == "payload")
    return next(filter(None, schemas), None)


def octets(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _fitting(trigger: DeclaredTrigger) -> dict[str, Any]:
    return FITTING[trigger.kind](trigger)


def _tick(trigger: DeclaredTrigger) -> dict[str, Any]:
    data = {"data": payload(trigger)} if _declared(trigger) else {}
    return {"scheduled_at": MOMENT, "name": trigger.name, **data}


def _message(trigger: DeclaredTrigger) -> dict[str, Any]:
    group = {"group": "sample", "order": "sample"} if trigger.options.get("ordered") else {}
    return {"body": octets(payload(trigger)), "sent_at": MOMENT, **group}


def _object(trigger: DeclaredTrigger) -> dict[str, Any]:
    options = trigger.options
    return {
        "kind": (options.get("on") or ["created"])[0],
        "bucket": trigger.name,
        "key": f"{options.get('prefix', '')}sample{options.get('suffix', '')}",
        "size": 12,
        "time": MOMENT,
    }


def _change(trigger: DeclaredTrigger) -> dict[str, Any]:
    kind = (trigger.options.get("on") or ["insert"])[0]
    key = {"id": _row(trigger).get("id", ROW["id"])}
    return {"kind": kind, "table": trigger.name, "key": key, "time": MOMENT}


def _rows(trigger: DeclaredTrigger, kind: str) -> dict[str, Any]:
    """The row before, and the row after."""
    row = _row(trigger)
    return {
        "old": None if kind in {"insert", "upsert"} else row,
        "new": None if kind == "delete" else row,
    }


def _row(trigger: DeclaredTrigger) -> dict[str, Any]:
    row = payload(trigger) if _declared(trigger) else ROW
    return row if isinstance(row, dict) else ROW


def _cloud(trigger: DeclaredTrigger) -> dict[str, Any]:
    types = trigger.options.get("types") or [trigger.name]
    source = trigger.options.get("source")
    return {
        "type": types[0].replace("*", "sample"),
        **({"source": source} if source else {}),
        "time": MOMENT,
        "data": payload(trigger),
        "datacontenttype": JSON,
    }


def _record(trigger: DeclaredTrigger) -> dict[str, Any]:
    return {
        "value": octets(payload(trigger)),
        "key": b"sample",
        "partition": "0",
        "offset": "1",
        "topic": trigger.name,
        "time": MOMENT,
    }


FITTING = {
    "schedule": _tick,
    "queue": _message,
    "topic": _message,
    "bucket": _object,
    "table": _change,
    "event": _cloud,
    "stream": _record,
}
