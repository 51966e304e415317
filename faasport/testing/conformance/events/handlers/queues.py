"""Queues, message by message and as batches. What to do is in the body."""

from __future__ import annotations

from dataclasses import dataclass

import faasport

from .script import invocation, note, obey, settle


@dataclass
class Parcel:
    sku: str
    quantity: int = 1


@faasport.queue("each")
def queue_each(message: faasport.Message) -> None:
    note("queue_each", message)
    obey(message.body.decode("latin-1"))


@faasport.queue("batch")
def queue_batch(messages: faasport.Batch) -> None:
    for message in messages:
        note("queue_batch", message)
    for message in messages:
        settle(messages, message, message.body.decode("latin-1"))


@faasport.queue("drop", on_reject="drop")
def queue_drop(message: faasport.Message) -> None:
    note("queue_drop", message)
    obey(message.text())


@faasport.queue("parcel")
def queue_parcel(parcel: Parcel, message: faasport.Message) -> None:
    note("queue_parcel", message, parcel=[parcel.sku, parcel.quantity])


@faasport.queue("context")
def queue_context(message: faasport.Message, context: faasport.Context) -> None:
    note("queue_context", message, context=invocation(context, message))


@faasport.queue("twice-a")
@faasport.queue("twice-b")
def queue_twice(message: faasport.Message) -> None:
    note("queue_twice", message)
    obey(message.text())
