"""The built-in cases of event triggers: what platforms are known to deliver or settle unlike each
other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from faasport.project.model import Consumer, Project
from faasport.runtime.event import Event
from faasport.verifier.case import Case
from faasport.verifier.event_sample import JSON, octets, sample

UNICODE = {"text": "é ✓ 😀"}
BODIES = {
    "unicode JSON": octets(UNICODE),
    "JSON list": b"[]",
    "plain text": "é ✓ 😀".encode(),
    "binary body": bytes(range(256)),
    "empty body": b"",
    "wrong payload": b'{"a": ',
}
DATA: dict[str, dict[str, Any]] = {
    "unicode data": {"data": UNICODE, "datacontenttype": JSON},
    "no data": {"data": None, "datacontenttype": None},
    "text": {"data": "é ✓ 😀", "datacontenttype": "text/plain"},
    "binary data": {"data": bytes(range(256)), "datacontenttype": "application/octet-stream"},
    "wrong payload": {"data": [], "datacontenttype": JSON},
}
KEYS = ("with space+plus", "a%2Fb%20c", "folder/é ✓ 😀", "a=b&c=d")
BATCH = 3

Named = Iterator[tuple[str, tuple[Event, ...]]]


def cases(project: Project) -> Iterator[Case]:
    """Those of every event trigger, in the order of declaration."""
    for consumer in project.consumers:
        for make in KINDS[consumer.trigger.kind]:
            for name, events in make(consumer):
                yield Case(
                    name=f"{consumer.trigger.kind}: {name}",
                    function=consumer.function.name,
                    trigger=str(consumer.trigger),
                    consumer=consumer.label,
                    events=events,
                    built_in=True,
                )


def _plain(consumer: Consumer) -> Named:
    yield "fitting event", (sample(consumer),)


def _ticks(consumer: Consumer) -> Named:
    yield "late", (sample(consumer, is_late=True),)


def _messages(consumer: Consumer) -> Named:
    for name, body in BODIES.items():
        yield name, (sample(consumer, body=body),)
    yield "attributes", (sample(consumer, attributes={"kind": "sample", "note": "é"}),)
    yield "delivered again", (sample(consumer, delivery_count=2),)


def _records(consumer: Consumer) -> Named:
    for name, value in BODIES.items():
        yield name, (sample(consumer, value=value),)
    yield "no key", (sample(consumer, key=None),)


def _batches(consumer: Consumer) -> Named:
    """Three at once, and the one in the middle is not what it should be."""
    if consumer.trigger.options.get("batch_size", 1) < BATCH:
        return
    broken = {"body": b"\xff{"} if consumer.trigger.kind == "queue" else {"value": b"\xff{"}
    for name, second in {"batch of three": {}, "batch with a wrong payload": broken}.items():
        yield (
            name,
            tuple(
                sample(
                    consumer, number, **_place(consumer, number), **(second if number == 1 else {})
                )
                for number in range(BATCH)
            ),
        )


def _place(consumer: Consumer, number: int) -> dict[str, Any]:
    """Records of one partition have an offset each."""
    return {"offset": str(number + 1)} if consumer.trigger.kind == "stream" else {}


def _objects(consumer: Consumer) -> Named:
    options = consumer.trigger.options
    prefix, suffix = options.get("prefix", ""), options.get("suffix", "")
    for kind in _others(consumer):
        yield kind, (sample(consumer, kind=kind),)
    for key in KEYS:
        yield f"key {key!r}", (sample(consumer, key=f"{prefix}{key}{suffix}"),)
    if prefix or suffix:
        yield "key outside the filter", (sample(consumer, key=f"~{prefix}{suffix}~"),)


def _changes(consumer: Consumer) -> Named:
    for kind in _others(consumer):
        yield kind, (sample(consumer, kind=kind),)
    if consumer.trigger.options.get("batch_size", 1) >= BATCH:
        yield (
            "batch of three",
            tuple(
                sample(consumer, number, key={"id": f"sample-{number}"}) for number in range(BATCH)
            ),
        )


OTHERS = {"bucket": ("created", "deleted"), "table": ("insert", "update", "delete")}


def _others(consumer: Consumer) -> list[str]:
    """The kinds of change beside that of the fitting event; without `on`, those that every
    platform knows."""
    wanted = consumer.trigger.options.get("on") or OTHERS[consumer.trigger.kind]
    return list(wanted[1:])


def _clouds(consumer: Consumer) -> Named:
    for name, told in DATA.items():
        yield name, (sample(consumer, **told),)
    for each in (consumer.trigger.options.get("types") or [])[1:]:
        yield each, (sample(consumer, type=each.replace("*", "sample")),)
    yield "extension attributes", (sample(consumer, attributes={"sampleid": "é"}),)


Make = Callable[[Consumer], Named]
KINDS: dict[str, tuple[Make, ...]] = {
    "schedule": (_plain, _ticks),
    "queue": (_plain, _messages, _batches),
    "topic": (_plain, _messages),
    "bucket": (_plain, _objects),
    "table": (_plain, _changes),
    "event": (_plain, _clouds),
    "stream": (_plain, _records, _batches),
}
