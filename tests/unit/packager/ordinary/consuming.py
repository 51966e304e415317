"""Handlers of events as most are."""

from __future__ import annotations

import faasport


@faasport.schedule("0 6 * * *")
def schedule_each() -> None: ...


@faasport.schedule("0 7 * * *")
def schedule_tick(tick: faasport.Tick) -> None:
    str(tick.scheduled_at)


@faasport.queue("each")
def queue_each(message: faasport.Message) -> None:
    message.json()


@faasport.queue("batch")
def queue_batch(messages: faasport.Batch) -> None:
    for message in messages:
        message.json()


@faasport.topic("each")
def topic_each(message: faasport.Message) -> None:
    message.text()


@faasport.bucket("each")
def bucket_each(change: faasport.ObjectEvent) -> None:
    str(change.key)


@faasport.table("each")
def table_each(change: faasport.ChangeEvent) -> None:
    assert change.new


@faasport.table("batch")
def table_batch(changes: faasport.Batch) -> None:
    for change in changes:
        str(change.key)


@faasport.event("com.example.each")
def event_each(event: faasport.CloudEvent) -> None:
    assert event.data


@faasport.stream("each")
def stream_each(record: faasport.Record) -> None:
    record.json()


@faasport.stream("batch")
def stream_batch(records: faasport.Batch) -> None:
    for record in records:
        record.json()


@faasport.queue("failing")
def queue_failing(message: faasport.Message) -> None:
    if message.text() == "rejected":
        raise faasport.Reject("as it says")
    raise RuntimeError
