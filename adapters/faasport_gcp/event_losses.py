"""What Google's services lose of events, and of the verdicts on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.runtime import cloudevents_binary
from faasport.runtime.change_event import INSERT, UPSERT, ChangeEvent
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.message import Message
from faasport.runtime.object_event import CREATED, RESTORED, ObjectEvent
from faasport.runtime.outcome import Outcome, Verdict
from faasport.runtime.tick import Tick
from faasport.testing.event_losses import EventLosses, changed
from faasport_gcp.runtime import firestore, firestore_values, pubsub, scheduler, storage


def _undelayed(outcome: Outcome) -> Outcome:
    verdicts = [Verdict(each.kind, reason=each.reason) for each in outcome.verdicts]
    return Outcome(outcome.events, verdicts, outcome.native)


# Each service waits as its own retry settings say, and reads no Retry-After:
# https://cloud.google.com/pubsub/docs/handling-failures#subscription_retry_policy
# https://cloud.google.com/scheduler/docs/configuring/retry-jobs
OUTCOME = {"no delay of one event's own": _undelayed}


def _text_attributes(message: Message) -> Message:
    told = {name: pubsub.attribute_of(value) for name, value in message.attributes.items()}
    return changed(message, attributes=told)


# https://cloud.google.com/pubsub/docs/reference/rest/v1/PubsubMessage
PUBSUB = EventLosses(
    events={
        "attributes are text": _text_attributes,
        "no subject": lambda message: changed(message, subject=None),
        "no sequence number": lambda message: changed(message, sequence=None),
        "no deduplication id": lambda message: changed(message, dedup_id=None),
        "the time is that of publishing": lambda message: changed(message, time=message.sent_at),
        "nothing is unwrapped": lambda message: changed(message, inner=()),
    },
    outcome=OUTCOME,
)


def _uri(change: ObjectEvent) -> ObjectEvent:
    return changed(change, uri=storage.uri_of(change.bucket, change.key))


def _finalized(change: ObjectEvent) -> ObjectEvent:
    return _of_kind(change, CREATED, "object") if change.kind == RESTORED else change


# https://cloud.google.com/eventarc/docs/reference/supported-events#cloud-storage
STORAGE = EventLosses(
    events={
        # https://cloud.google.com/storage/docs/soft-delete
        "a restored object is a created one": _finalized,
        "the URI is made of bucket and key": _uri,
        "no attributes": lambda change: changed(change, attributes={}),
        "the subject is the key": lambda change: changed(change, subject=change.key),
    },
    outcome=OUTCOME,
)


def _inserted(change: ChangeEvent) -> ChangeEvent:
    return _of_kind(change, INSERT, "change") if change.kind == UPSERT else change


def _kept(value: Any) -> Any:
    """A value as Firestore has it."""
    return firestore_values.plain(firestore_values.typed(value))


def _fields(convert: Any) -> Any:
    def step(change: ChangeEvent) -> ChangeEvent:
        rows = {name: getattr(change, name) for name in ("old", "new")}
        told = {name: row if row is None else convert(row) for name, row in rows.items()}
        return changed(change, **told)

    return step


# https://cloud.google.com/firestore/docs/concepts/data-types
FIRESTORE = EventLosses(
    events={
        "an upsert is an insert": _inserted,
        "the key is the document's id": lambda change: changed(
            change, key={"id": firestore.id_of(change.key)}
        ),
        "the subject is the document's path": lambda change: changed(
            change, subject=firestore.path_of(change)
        ),
        "sets are arrays, decimals and integers beyond 64 bits are doubles": _fields(_kept),
        "no attributes but who did it": lambda change: changed(change, attributes={}),
        "nothing expires as far as is told": lambda change: changed(change, ttl_expired=False),
    },
    outcome=OUTCOME,
)


def _identified(tick: Tick) -> Tick:
    return changed(tick, id=scheduler.id_of(tick.name, tick.scheduled_at))


# https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs#HttpTarget
SCHEDULER = EventLosses(
    events={
        "the id is made of name and time": _identified,
        "no source": lambda tick: changed(tick, source=""),
        "no attributes": lambda tick: changed(tick, attributes={}),
        "no subject": lambda tick: changed(tick, subject=None),
        "the time is that of the schedule": lambda tick: changed(tick, time=tick.scheduled_at),
        "nobody says that it is late": lambda tick: changed(tick, is_late=False),
        "no bytes are no data": lambda tick: (
            changed(tick, data=tick.data or None) if isinstance(tick.data, bytes) else tick
        ),
    },
    outcome=OUTCOME,
)


def _extensions(event: CloudEvent) -> CloudEvent:
    told = {name: _extension(value) for name, value in event.attributes.items()}
    return changed(event, attributes=told)


def _extension(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _typed(event: CloudEvent) -> CloudEvent:
    untyped = event.datacontenttype is None and not isinstance(event.data, (bytes, type(None)))
    return changed(event, datacontenttype="application/json") if untyped else event


def _without_empty(event: CloudEvent) -> CloudEvent:
    empty = event.data == b"" or (event.data == "" and not _is_json(event.datacontenttype))
    return changed(event, data=None) if empty else event


def _is_json(kind: str | None) -> bool:
    return cloudevents_binary.is_json((kind or "").partition(";")[0])


# https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#31-binary-content-mode
EVENTARC = EventLosses(
    events={
        "extensions are text": _extensions,
        "JSON without a media type gets one": _typed,
        "empty data is no data": _without_empty,
    },
    outcome=OUTCOME,
)

LOSSES: Mapping[str, EventLosses] = {
    "pubsub": PUBSUB,
    "storage": STORAGE,
    "firestore": FIRESTORE,
    "scheduler": SCHEDULER,
    "eventarc": EVENTARC,
}


def _of_kind(event: Any, kind: str, family: str) -> Any:
    return changed(event, kind=kind, type=f"{family}.{kind}")
