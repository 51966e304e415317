"""Records of a stream, those of one partition in order."""

from __future__ import annotations

from typing import Any

from faasport.runtime.outcome import Verdict
from faasport.runtime.record import Record
from faasport.testing.conformance.events.case import AGAIN, FINE, NEVER, EventCase
from faasport.testing.conformance.events.cases.samples import (
    BINARY,
    ODD_TEXT,
    context,
    record,
    records,
)


def _records(
    name: str,
    events: tuple[Record, ...],
    verdicts: tuple[Verdict, ...] = (FINE,),
    label: str = "stream_each",
    module: str = "streams",
    **more: Any,
) -> EventCase:
    return EventCase(f"stream: {name}", "stream", label, events, verdicts, module, **more)


CASES = (
    _records("a record is done", (record("fine"),)),
    _records("an exception", (record("crash"),), (AGAIN,)),
    _records("a rejection", (record("reject so"),), (NEVER,)),
    _records("again", (record("retry"),), (AGAIN,)),
    _records("text beyond ASCII", (record(ODD_TEXT, key="Grüße".encode()),)),
    _records("binary", (record(BINARY, key=b"\x00\xff"),)),
    _records("an empty value", (record(b""),)),
    _records("without a key", (record("fine", key=None),)),
    _records("headers", (record("fine", headers=(("a", b"1"), ("a", b"\xff"), ("b", b""))),)),
    _records("several records", records("one", "two", "three"), (FINE,) * 3),
    _records("the last one fails", records("one", "two", "crash"), (FINE, FINE, AGAIN)),
    _records(
        "a partition stops at its first failure",
        records("one", "crash", "three", "four"),
        (FINE, AGAIN, AGAIN, AGAIN),
        handled=(0, 1),
    ),
    _records("a batch is done", records("one", "two"), (FINE, FINE), "stream_batch"),
    _records(
        "a batch settles the last one", records("one", "retry"), (FINE, AGAIN), "stream_batch"
    ),
    _records(
        "on_reject='drop' lets go of a rejected one",
        records("one", "reject", "three"),
        (FINE,) * 3,
        "stream_drop",
    ),
    _records(
        "the context's fields",
        (record("fine"),),
        (FINE,),
        "stream_context",
        notes=context("stream_context"),
    ),
    _records("an async handler", (record("fine"),), (FINE,), "stream_waiting", "waiting_streams"),
    _records(
        "an exception of an async handler",
        records("one", "crash"),
        (FINE, AGAIN),
        "stream_waiting",
        "waiting_streams",
    ),
)
