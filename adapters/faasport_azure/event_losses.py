"""What Azure loses of events and of the verdicts on them, codec by codec.

What a verdict loses is the same for all services but two: no delivery can be put off, and the host
settles all events of an invocation at once.
https://learn.microsoft.com/azure/azure-functions/functions-bindings-error-pages#retries
"""

from __future__ import annotations

from typing import Any

from faasport.runtime.change_event import UPSERT, ChangeEvent
from faasport.runtime.message import Message
from faasport.runtime.object_event import CREATED, ObjectEvent
from faasport.runtime.outcome import DONE, RETRY, Outcome, Verdict
from faasport.runtime.record import Record
from faasport.runtime.tick import Tick
from faasport.testing.event_losses import EventLosses, EventStep, OutcomeStep, changed
from faasport_azure.runtime import blob_events, cosmos
from faasport_azure.runtime.typed_data import plain

QUEUE_SOURCE = "https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#metadata"
BUS_SOURCE = "https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus-trigger#message-metadata"
TIMER_SOURCE = "https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#usage"
COSMOS_SOURCE = "https://learn.microsoft.com/azure/cosmos-db/change-feed-modes"
BLOB_SOURCE = "https://learn.microsoft.com/azure/event-grid/event-schema-blob-storage"
HUB_SOURCE = "https://learn.microsoft.com/azure/azure-functions/functions-bindings-event-hubs-trigger#event-metadata"
KAFKA_SOURCE = "https://learn.microsoft.com/azure/azure-functions/functions-bindings-kafka-trigger"
GRID_SOURCE = "https://learn.microsoft.com/azure/event-grid/cloud-event-schema"


def _without(**nothing: Any) -> EventStep:
    return lambda event: changed(event, **nothing)


# Verdicts


def _at_once(outcome: Outcome) -> Outcome:
    """RETRY's `after` has nowhere to go."""
    verdicts = [Verdict(v.kind, reason=v.reason) for v in outcome.verdicts]
    return Outcome(outcome.events, verdicts)


def _all_again(*kinds: str) -> OutcomeStep:
    """The invocation fails, and with it all of its events."""

    def step(outcome: Outcome) -> Outcome:
        fails = any(verdict.kind in kinds for verdict in outcome.verdicts)
        return Outcome(outcome.events, [RETRY] * len(outcome.events)) if fails else outcome

    return step


# Of services with one event an invocation, and with several.
ALONE: dict[str, OutcomeStep] = {"no delay": _at_once}
SETTLED: dict[str, OutcomeStep] = {
    **ALONE,
    "one that failed has all delivered again": _all_again("retry"),
}


def _one_status(outcome: Outcome) -> Outcome:
    """A webhook has one status for all of its events, and again goes before never."""
    kinds = {verdict.kind for verdict in outcome.verdicts}
    kind = "retry" if "retry" in kinds else "reject" if "reject" in kinds else DONE.kind
    return Outcome(outcome.events, [Verdict(kind)] * len(outcome.events))


# Events


def _to_the_second(message: Message) -> Message:
    """https://learn.microsoft.com/rest/api/storageservices/get-messages (dates of RFC 1123)"""
    sent = message.sent_at and message.sent_at.replace(microsecond=0)
    return changed(message, sent_at=sent, time=sent)


def _plain_attributes(message: Message) -> Message:
    """The host writes application properties as JSON."""
    return changed(message, attributes=plain(dict(message.attributes)))


def _upsert(change: ChangeEvent) -> ChangeEvent:
    return changed(change, kind=UPSERT, type=f"change.{UPSERT}", old=None, ttl_expired=False)


def _document(change: ChangeEvent) -> ChangeEvent:
    """JSON; a deleted row leaves its key alone, and `id` is the key."""
    row = {name: value for name, value in (change.new or {}).items() if name not in cosmos.SYSTEM}
    identity = {name: value for name, value in change.key.items() if name == "id"}
    document = plain({**identity, **row})
    key = {"id": document["id"]} if document.get("id") is not None else {}
    return changed(change, new=document, key=key, table="", source="", subject=None, attributes={})


def _whole_seconds(change: ChangeEvent) -> ChangeEvent:
    """`_ts` counts seconds."""
    return changed(change, time=change.time and change.time.replace(microsecond=0))


def _tier_without_etag(change: ObjectEvent) -> ObjectEvent:
    moved = blob_events.KINDS[change.kind][0] == blob_events.TIER_CHANGED
    return changed(change, etag=None) if moved else change


def _own_address(change: ObjectEvent) -> ObjectEvent:
    return changed(change, uri=blob_events.url_of(change))


def _created(change: ObjectEvent) -> ObjectEvent:
    return changed(change, kind=CREATED, type=f"object.{CREATED}")


def _text(value: bytes | None) -> bytes | None:
    return None if value is None else value.decode("utf-8", "replace").encode()


def _hub_record(record: Record) -> Record:
    """Properties are a map of texts; the partition key is text; the offset tells the record."""
    named = {name: _text(value) or b"" for name, value in record.headers}
    return changed(
        record,
        id=f"{record.partition}:{record.offset}",
        key=_text(record.key),
        headers=tuple(named.items()),
        source="",
        subject=None,
        attributes={k: v for k, v in record.attributes.items() if k.startswith("iothub-")},
    )


def _kafka_record(record: Record) -> Record:
    """The envelope is JSON, so all of it is text."""
    return changed(
        record,
        id=f"{record.topic or ''}:{record.partition}:{record.offset}",
        key=_text(record.key),
        value=_text(record.value),
        headers=tuple((name, _text(value) or b"") for name, value in record.headers),
        topic=record.topic or None,
        source="",
        subject=None,
        attributes={},
    )


_MESSAGE_SOURCE = _without(source="", dedup_id=None, inner=())
_BUS: dict[str, EventStep] = {
    f"the queue's name, and what duplicates are known by beside the id ({BUS_SOURCE})": (
        _MESSAGE_SOURCE
    ),
    f"attributes beyond JSON ({BUS_SOURCE})": _plain_attributes,
    f"an empty subject or session ({BUS_SOURCE})": lambda message: changed(
        message,
        subject=message.subject or None,
        group=message.group or None,
        dead_letter_source=message.dead_letter_source or None,
    ),
}

LOSSES: dict[str, EventLosses] = {
    "timer": EventLosses(
        {
            f"all but the moment and whether it is late ({TIMER_SOURCE})": lambda tick: Tick(
                scheduled_at=tick.scheduled_at, is_late=tick.is_late, native=tick.native
            )
        },
        ALONE,
    ),
    "storage_queue": EventLosses(
        {
            f"whatever stands beside the body ({QUEUE_SOURCE})": _without(
                **dict.fromkeys(("subject", "group", "sequence", "dedup_id", "dead_letter_source")),
                attributes={},
                source="",
                inner=(),
            ),
            f"parts of a second ({QUEUE_SOURCE})": _to_the_second,
        },
        ALONE,
    ),
    "service_bus": EventLosses(_BUS, ALONE),
    "service_bus_batch": EventLosses(_BUS, SETTLED),
    "blob_events": EventLosses(
        {
            f"versions and attributes ({BLOB_SOURCE})": lambda change: changed(
                change, version=None, attributes={}, subject=change.key
            ),
            f"the entity tag of a blob whose tier changed ({BLOB_SOURCE})": _tier_without_etag,
            f"addresses that are not a blob's ({BLOB_SOURCE})": _own_address,
        },
        ALONE,
    ),
    "blob_trigger": EventLosses(
        {
            "all but new blobs": _created,
            "what tells one event from another": lambda change: changed(
                change, id="", source="", version=None, attributes={}, subject=change.key
            ),
            f"addresses that are not a blob's ({BLOB_SOURCE})": _own_address,
        },
        ALONE,
    ),
    "cosmos": EventLosses(
        {
            f"what became of it, and the row before ({COSMOS_SOURCE})": _upsert,
            f"what JSON does not have; the key but for `id` ({COSMOS_SOURCE})": _document,
            f"parts of a second ({COSMOS_SOURCE})": _whole_seconds,
        },
        SETTLED,
    ),
    "event_grid": EventLosses({}, ALONE),
    "event_grid_webhook": EventLosses({}, {"one status for all": _one_status}),
    "event_hub": EventLosses(
        {f"names of headers that repeat; bytes that are not text ({HUB_SOURCE})": _hub_record},
        SETTLED,
    ),
    "kafka": EventLosses({f"bytes that are not text ({KAFKA_SOURCE})": _kafka_record}, SETTLED),
}
