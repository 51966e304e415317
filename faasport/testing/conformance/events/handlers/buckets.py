"""Buckets. What to do is in the key, after its last slash."""

from __future__ import annotations

import faasport

from .script import invocation, note, obey


@faasport.bucket("each")
def bucket_each(change: faasport.ObjectEvent) -> None:
    note("bucket_each", change)
    obey(change.key.rpartition("/")[2])


@faasport.bucket("filtered", on="created", prefix="in/", suffix=".csv")
def bucket_filtered(change: faasport.ObjectEvent) -> None:
    note("bucket_filtered", change)


@faasport.bucket("each", on_reject="drop")
def bucket_drop(change: faasport.ObjectEvent) -> None:
    note("bucket_drop", change)
    obey(change.key.rpartition("/")[2])


@faasport.bucket("context")
def bucket_context(change: faasport.ObjectEvent, context: faasport.Context) -> None:
    note("bucket_context", change, context=invocation(context, change))
