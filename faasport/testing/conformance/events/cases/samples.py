"""What the cases deliver: events with everything that a platform tells of them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from faasport.runtime.change_event import ChangeEvent
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.message import Message
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.record import Record
from faasport.runtime.tick import Tick

WHEN = datetime(2024, 5, 1, 10, 0, 0, 123000, timezone.utc)
ODD_TEXT = 'Grüße, 世界 🌍 "quoted" \\ a+b %41 &amp;\n\tend'
BINARY = bytes(range(256))

CONTEXT = {
    "platform": True,
    "invocation_id": True,
    "cold_start": True,
    "deadline": True,
    "the event's own": True,
    "native": True,
}


def context(function: str) -> dict[str, Any]:
    """What a handler notes of its context."""
    return {"context": {"function": function, **CONTEXT}}


def number(place: int) -> str:
    """An id of the shape that most platforms give."""
    return f"059f36b4-87a3-44ab-83d2-{place:012d}"


def message(body: str | bytes = b"", place: int = 1, **told: Any) -> Message:
    octets = body.encode() if isinstance(body, str) else body
    common = {"id": number(place), "source": "urn:conformance:messages", "sent_at": WHEN}
    return Message(body=octets, **{**common, **told})


def messages(*bodies: str, **told: Any) -> tuple[Message, ...]:
    return tuple(message(body, place, **told) for place, body in enumerate(bodies, start=1))


def tick(**told: Any) -> Tick:
    common = {"id": number(1), "source": "urn:conformance:schedule", "scheduled_at": WHEN}
    return Tick(**{**common, **told})


def change(kind: str = "created", key: str = "in/a.txt", **told: Any) -> ObjectEvent:
    there = {} if kind == "deleted" else {"size": 7, "etag": "d41d8cd98f00b204e9800998ecf8427e"}
    common = {"id": number(1), "source": "urn:conformance:bucket", "time": WHEN, **there}
    return ObjectEvent(kind=kind, key=key, **{"bucket": "each", **common, **told})


def row(kind: str, id: str = "1", place: int = 1, **told: Any) -> ChangeEvent:  # noqa: A002
    common = {"id": number(place), "source": "urn:conformance:table", "time": WHEN}
    return ChangeEvent(kind=kind, **{"table": "each", "key": {"id": id}, **common, **told})


def event(type: str, place: int = 1, **told: Any) -> CloudEvent:  # noqa: A002
    common = {"id": number(place), "source": "com.example.shop", "time": WHEN}
    json = {"datacontenttype": "application/json"} if isinstance(told.get("data"), dict) else {}
    return CloudEvent(type=type, **{**common, **json, **told})


def record(value: str | bytes = b"", place: int = 1, **told: Any) -> Record:
    octets = value.encode() if isinstance(value, str) else value
    where = {"partition": "0", "offset": str(100 + place), "order": "0", "topic": "each"}
    common = {"id": f"0:{100 + place}", "source": "urn:conformance:stream", "time": WHEN}
    return Record(value=octets, **{**common, **where, "key": b"k", **told})


def records(*values: str) -> tuple[Record, ...]:
    return tuple(record(value, place) for place, value in enumerate(values, start=1))
