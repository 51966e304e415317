"""Streams. What to do is in the value."""

from __future__ import annotations

import faasport

from .script import invocation, note, obey, settle


@faasport.stream("each")
def stream_each(record: faasport.Record) -> None:
    note("stream_each", record)
    obey(record.value.decode("latin-1"))


@faasport.stream("batch")
def stream_batch(records: faasport.Batch) -> None:
    for record in records:
        note("stream_batch", record)
    for record in records:
        settle(records, record, record.text())


@faasport.stream("each", on_reject="drop")
def stream_drop(record: faasport.Record) -> None:
    note("stream_drop", record)
    obey(record.text())


@faasport.stream("context")
def stream_context(record: faasport.Record, context: faasport.Context) -> None:
    note("stream_context", record, context=invocation(context, record))
