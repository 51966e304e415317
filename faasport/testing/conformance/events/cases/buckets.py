"""Changes to objects."""

from __future__ import annotations

from typing import Any

from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.outcome import Verdict
from faasport.testing.conformance.events.case import AGAIN, FINE, NEVER, EventCase, later
from faasport.testing.conformance.events.cases.samples import change, context


def _one(
    name: str,
    given: ObjectEvent,
    verdict: Verdict = FINE,
    label: str = "bucket_each",
    module: str = "buckets",
    **more: Any,
) -> EventCase:
    return EventCase(f"bucket: {name}", "bucket", label, (given,), (verdict,), module, **more)


def _filtered(name: str, given: ObjectEvent, *, passes: bool) -> EventCase:
    """What does not pass is done, and nobody has seen it."""
    handled = None if passes else ()
    return _one(name, given, FINE, "bucket_filtered", handled=handled)


def _in(key: str, kind: str = "created") -> ObjectEvent:
    return change(kind, key, bucket="filtered")


CASES = (
    _one("an object was created", change()),
    _one("an object was deleted", change("deleted")),
    _one("an object was restored", change("restored")),
    _one("an object's metadata were updated", change("updated")),
    _one("an object was archived", change("archived")),
    _one("an exception", change(key="in/crash"), AGAIN),
    _one("a rejection", change(key="in/reject"), NEVER),
    _one("again", change(key="in/retry"), AGAIN),
    _one("again later", change(key="in/retry 30"), later(30)),
    _one("a key with spaces and a plus", change(key="in/a b+c  d.txt")),
    _one("a key with percent signs", change(key="100%/a%2Fb%20c%.txt")),
    _one("a key beyond ASCII", change(key="Grüße/世界 🌍.txt")),
    _one("a key with what URLs are made of", change(key="a/?x=1&y=2#z;v='(1)'.txt")),
    _one("an empty object", change(size=0)),
    _one("a huge object", change(size=5 * 2**40)),
    _one("an object's version", change(version="1587627537231057")),
    _one("on_reject='drop' lets go of a rejected one", change(key="reject"), FINE, "bucket_drop"),
    _filtered("a key that passes the filters", _in("in/a.csv"), passes=True),
    _filtered("a key with another prefix", _in("out/a.csv"), passes=False),
    _filtered("a key with another suffix", _in("in/a.txt"), passes=False),
    _filtered("a prefix is compared in its case", _in("IN/a.csv"), passes=False),
    _filtered("another kind of change", _in("in/a.csv", "deleted"), passes=False),
    _one(
        "the context's fields",
        change(bucket="context"),
        FINE,
        "bucket_context",
        notes=context("bucket_context"),
    ),
    _one("an async handler", change(bucket="waiting"), FINE, "bucket_waiting", "waiting_buckets"),
    _one(
        "an exception of an async handler",
        change(bucket="waiting", key="crash"),
        AGAIN,
        "bucket_waiting",
        "waiting_buckets",
    ),
)
