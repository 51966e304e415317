from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

import faasport
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome

Deliver = Callable[..., Outcome]


def an_object(kind: str, key: str, bucket: str = "other") -> Event:
    return faasport.ObjectEvent(id=key, kind=kind, bucket=bucket, key=key)


def a_change(kind: str) -> Event:
    return faasport.ChangeEvent(id=kind, kind=kind, table="other", key={"id": "1"})


def an_event(kind: str, source: str = "") -> Event:
    return faasport.CloudEvent(id=kind, type=kind, source=source)


@pytest.mark.parametrize(
    ("decorator", "event", "passes"),
    [
        (faasport.bucket("b"), an_object("created", "a"), True),
        (faasport.bucket("b"), an_object("archived", ""), True),
        (faasport.bucket("b", on="created"), an_object("created", "a"), True),
        (faasport.bucket("b", on="created"), an_object("deleted", "a"), False),
        (faasport.bucket("b", on=["created", "deleted"]), an_object("deleted", "a"), True),
        (faasport.bucket("b", prefix="in/"), an_object("created", "in/a"), True),
        (faasport.bucket("b", prefix="in/"), an_object("created", "out/in/a"), False),
        (faasport.bucket("b", suffix=".csv"), an_object("created", "a.csv"), True),
        (faasport.bucket("b", suffix=".csv"), an_object("created", "a.CSV"), False),
        (
            faasport.bucket("b", prefix="ä/", suffix="+ .csv"),
            an_object("updated", "ä/+ .csv"),
            True,
        ),
        (
            faasport.bucket("b", on="deleted", prefix="in/", suffix=".csv"),
            an_object("created", "in/a.csv"),
            False,
        ),
        (faasport.table("t"), a_change("delete"), True),
        (faasport.table("t", on="insert"), a_change("insert"), True),
        (faasport.table("t", on="insert"), a_change("update"), False),
        (faasport.table("t", on="insert"), a_change("upsert"), True),
        (faasport.table("t", on="update"), a_change("upsert"), True),
        (faasport.table("t", on="delete"), a_change("upsert"), False),
        (faasport.table("t", on="delete"), a_change("delete"), True),
        (faasport.table("t", on="upsert"), a_change("insert"), True),
        (faasport.table("t", on="upsert"), a_change("update"), True),
        (faasport.table("t", on="upsert"), a_change("delete"), False),
        (faasport.table("t", on=["upsert", "delete"]), a_change("delete"), True),
        (faasport.event("com.example.order"), an_event("com.example.order"), True),
        (faasport.event("com.example.order"), an_event("com.example.orders"), False),
        (faasport.event("com.example.order"), an_event("com.example.order.paid"), False),
        (faasport.event("com.example.order.*"), an_event("com.example.order.paid"), True),
        (faasport.event("com.example.order.*"), an_event("com.example.order.paid.late"), True),
        (faasport.event("com.example.order.*"), an_event("com.example.order"), False),
        (faasport.event("com.example.order.*"), an_event("com.example.order."), False),
        (faasport.event("com.example.order.*"), an_event("comxexample.order.paid"), False),
        (faasport.event("com.*.paid"), an_event("com.order.paid"), True),
        (faasport.event("com.*.paid"), an_event("com.a.b.paid"), False),
        (faasport.event("com.*.paid"), an_event("com..paid"), False),
        (faasport.event("com.*.paid.*"), an_event("com.a.paid.x.y"), True),
        (faasport.event("*.paid"), an_event("order.paid"), True),
        (faasport.event("*"), an_event("anything at.all"), True),
        (faasport.event("*"), an_event(""), True),
        (faasport.event(["a", "b.*"]), an_event("a"), True),
        (faasport.event(["a", "b.*"]), an_event("b.c"), True),
        (faasport.event(["a", "b.*"]), an_event("c"), False),
        (faasport.event("*", source="shop"), an_event("", "shop"), True),
        (faasport.event("*", source="shop"), an_event("a", "shop/eu"), False),
        (faasport.event("a", source="shop"), an_event("a", "shop"), True),
        (faasport.event("a", source="shop"), an_event("b", "shop"), False),
        (faasport.queue("q"), faasport.Message(source="another queue"), True),
        (faasport.topic("q"), faasport.Message(source="another topic"), True),
        (faasport.stream("q"), faasport.Record(topic="another stream"), True),
        (faasport.schedule("0 6 * * *"), faasport.Tick(name="another schedule"), True),
    ],
    # A decorator has no name that is the same in every process.
    ids=map(str, count()),
)
def test_what_is_filtered_is_done_and_never_seen(
    deliver: Deliver, decorator: Any, event: Event, passes: bool
) -> None:
    seen: list[Event] = []

    def handler(event: faasport.Event) -> None:
        seen.append(event)
        raise faasport.Reject("seen")

    outcome = deliver(decorator(handler), event)

    assert [verdict.kind for verdict in outcome.verdicts] == ["reject" if passes else "done"]
    assert seen == ([event] if passes else [])


def test_a_batch_holds_what_passes(deliver: Deliver) -> None:
    seen: list[str] = []

    @faasport.bucket("b", suffix=".csv")
    def handler(batch: faasport.Batch) -> None:
        seen.extend(event.key for event in batch)
        raise LookupError

    events = [an_object("created", key) for key in ("a.csv", "b.txt", "c.csv", "d.txt")]
    outcome = deliver(handler, *events)

    assert [verdict.kind for verdict in outcome.verdicts] == ["retry", "done", "retry", "done"]
    assert seen == ["a.csv", "c.csv"]


def test_a_batch_of_which_nothing_passes_is_not_handled(deliver: Deliver) -> None:
    @faasport.table("t", on="delete")
    def handler(batch: faasport.Batch) -> None:
        raise AssertionError("not called")

    outcome = deliver(handler, a_change("insert"), a_change("update"))

    assert [verdict.kind for verdict in outcome.verdicts] == ["done", "done"]
