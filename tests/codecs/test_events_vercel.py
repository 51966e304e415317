"""Vercel's events: the laws of their codecs, and what real deliveries have surprised with."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings, strategies as st

import faasport
from faasport.project.config import Config
from faasport.project.model import Consumer, DeclaredFunction, DeclaredTrigger, Project
from faasport.runtime.consumer import Consumer as Runtime
from faasport.runtime.errors import PayloadError
from faasport.runtime.function import Function
from faasport.runtime.message import Message
from faasport.runtime.outcome import DONE, RETRY, Outcome, Verdict, rejected
from faasport.runtime.tick import Tick
from faasport.testing import event_strategies as events
from faasport.testing.event_losses import EventLosses
from faasport_vercel import invoke
from faasport_vercel.event_codecs import codec_of
from faasport_vercel.event_losses import LOSSES
from faasport_vercel.runtime import cron, queue, schedule

LAW = settings(max_examples=200, deadline=None)
CREATED = datetime(2026, 1, 1, tzinfo=timezone.utc)


class Row(NamedTuple):
    codec: ModuleType
    events: st.SearchStrategy[Any]

    @property
    def losses(self) -> EventLosses:
        return LOSSES[self.codec.__name__.rpartition(".")[2]]


ROWS = {
    "queue": Row(queue, events.messages()),
    "dead letters": Row(queue, events.messages(source=events.NAMES.map("{}-dead-letters".format))),
    "cron": Row(cron, events.ticks()),
    "schedule": Row(schedule, events.ticks()),
}
every = pytest.mark.parametrize("event_row", ROWS.values(), ids=ROWS)


def sent(native: Any) -> Any:
    return json.loads(json.dumps(native))


@every
@LAW
@given(data=st.data())
def test_an_event_arrives_as_its_codec_carries_it(event_row: Row, data: st.DataObject) -> None:
    event = data.draw(event_row.events)
    expected = (event_row.losses.carried(event),)

    actual = event_row.codec.decode_events(sent(event_row.codec.encode_events((event,))))

    assert expected == actual
    assert event_row.losses.carried(expected[0]) == expected[0]


@every
@LAW
@given(data=st.data())
def test_an_outcome_arrives_as_its_codec_settles_it(event_row: Row, data: st.DataObject) -> None:
    event = data.draw(event_row.events)
    outcome = data.draw(events.outcomes_for((event,)))
    expected = event_row.losses.settled(outcome)

    native = sent(event_row.codec.encode_outcome(outcome))

    assert expected == event_row.codec.decode_outcome(native, (event,))
    assert event_row.losses.settled(expected) == expected


@pytest.mark.parametrize(
    ("options", "codec"),
    [
        (("queue", {}), queue),
        (("topic", {}), queue),
        (("schedule", {"timezone": "UTC"}), cron),
        (("schedule", {"timezone": "Etc/UTC"}), cron),
        (("schedule", {"timezone": "Asia/Tokyo"}), schedule),
    ],
)
def test_each_trigger_has_its_shape(options: Any, codec: ModuleType) -> None:
    kind, given_options = options

    assert codec_of(DeclaredTrigger(kind, options=given_options)) is codec


# Messages


def pushed(body: str = "{}", /, **changes: str | None) -> dict[str, Any]:
    headers = {
        "ce-type": "com.vercel.queue.v2beta",
        "ce-vqsqueuename": "orders",
        "ce-vqsconsumergroup": "fulfil",
        "ce-vqsmessageid": "msg_1",
        "ce-vqsreceipthandle": "rh_1",
        "ce-vqsdeliverycount": "3",
        "ce-vqscreatedat": "2026-01-01T00:00:00Z",
        "content-type": "application/json",
    }
    headers.update({f"ce-vqs{name}": value for name, value in changes.items()})  # type: ignore[misc]
    pairs = [[name.title(), value] for name, value in headers.items() if value is not None]
    return {"method": "POST", "target": "/", "headers": pairs, "body": body}


def read(native: Any) -> Message:
    (message,) = queue.decode_events(native)
    return message


def test_headers_in_any_case_tell_the_message() -> None:
    message = read(pushed('{"sku": "a"}'))

    assert message == Message(
        id="msg_1", source="orders", body=b'{"sku": "a"}', delivery_count=3, sent_at=CREATED
    )
    assert message.time == CREATED
    assert message.json() == {"sku": "a"}


@pytest.mark.parametrize(("told", "count"), [("two", 1), ("", 1), ("0", 1), ("-1", 1), ("7", 7)])
def test_a_count_that_is_none_is_the_first(told: str, count: int) -> None:
    assert count == read(pushed(deliverycount=told)).delivery_count


def test_a_moment_that_is_none() -> None:
    assert read(pushed(createdat="now")).sent_at is None


def test_a_delivery_without_receipt_has_no_payload_yet() -> None:
    message = read(pushed("", receipthandle=None, deliverycount=None, createdat=None))

    assert (message.id, message.source, message.body) == ("msg_1", "orders", b"")
    assert message.delivery_count == 1


def test_the_first_version_names_a_message_alone() -> None:
    data = {"queueName": "users.create", "consumerGroup": "c", "messageId": "m1"}
    event = {"type": "com.vercel.queue.v1beta", "data": data}
    native = {
        "method": "POST",
        "target": "/",
        "headers": [["content-type", "application/cloudevents+json"]],
        "body": json.dumps(event),
    }

    assert read(native) == Message(id="m1", source="users.create")


@pytest.mark.parametrize("missing", ["queuename", "consumergroup", "messageid"])
def test_a_message_without_a_name_is_none(missing: str) -> None:
    with pytest.raises(PayloadError, match=f"ce-vqs{missing}"):
        queue.decode_events(pushed(**{missing: None}))


@pytest.mark.parametrize(
    "native",
    [
        {"method": "GET", "target": "/orders", "headers": []},
        {"method": "POST", "target": "/", "headers": [], "body": '{"type": "x", "data": {}}'},
        {"method": "POST", "target": "/", "headers": [], "body": '"com.vercel.queue.v1beta"'},
        {"method": "POST", "target": "/", "headers": [], "body": "[" * 100_000},
        {"method": "POST", "target": "/", "headers": [["ce-type", schedule.TYPE]], "body": ""},
        {"Records": []},
        None,
    ],
)
def test_what_is_no_message_says_what_it_looks_like(native: Any) -> None:
    with pytest.raises(PayloadError):
        queue.decode_events(native)


@pytest.mark.parametrize(
    ("verdict", "status", "lease"),
    [
        (DONE, 200, {"method": "DELETE"}),
        (RETRY, 500, None),
        (
            Verdict("retry", after=1.2),
            200,
            {"method": "PATCH", "body": {"visibilityTimeoutSeconds": 2}},
        ),
        (
            Verdict("retry", after=86_400),
            200,
            {"method": "PATCH", "body": {"visibilityTimeoutSeconds": 3600}},
        ),
        (rejected("no such sku"), 200, {"method": "DELETE"}),
    ],
)
def test_only_the_lease_acknowledges(verdict: Verdict, status: int, lease: Any) -> None:
    native = queue.encode_outcome(Outcome([read(pushed())], [verdict]))

    assert (native["status"], native.get("lease")) == (status, lease)
    assert ("dead_letter" in native) == (verdict.kind == "reject")


def test_a_rejected_message_goes_to_a_topic_of_its_own_and_says_where_from() -> None:
    native = queue.encode_outcome(Outcome([read(pushed())], [rejected("no such sku")]))

    dead = native["dead_letter"]
    assert dead == {"topic": "orders-dead-letters", "reason": "no such sku"}
    assert read(pushed(queuename=dead["topic"])).dead_letter_source == "orders"


# Schedules


def test_a_cron_is_its_path() -> None:
    native = {
        "method": "GET",
        "target": "/_faasport/report/morning%20report",
        "headers": [["User-Agent", "vercel-cron/1.0"], ["x-vercel-id", "iad1::1"]],
    }

    (tick,) = cron.decode_events(native)

    assert tick == Tick(id="iad1::1", source="/_faasport/report", name="morning report")
    assert tick.scheduled_at is None


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD"])
def test_a_cron_is_got_or_posted(method: str) -> None:
    with pytest.raises(PayloadError, match=method):
        cron.decode_events({"method": method, "target": "/x", "headers": []})


def test_a_message_is_no_cron() -> None:
    with pytest.raises(PayloadError, match=r"queue\.v2beta"):
        cron.decode_events(pushed())


def test_a_schedule_tells_when_it_was_due() -> None:
    headers = {
        "ce-specversion": "1.0",
        "ce-type": "com.vercel.schedule.v1beta",
        "ce-source": "/vss",
        "ce-id": "exec_1",
        "ce-vssschedulename": "nightly",
        "ce-vssscheduledat": "2026-11-21T04:00:00Z",
    }
    native = {"method": "POST", "target": "/", "headers": headers, "body": ""}

    (tick,) = schedule.decode_events(native)

    due = datetime(2026, 11, 21, 4, tzinfo=timezone.utc)
    assert tick == Tick(id="exec_1", source="/vss", name="nightly", scheduled_at=due)
    assert tick.time - due == timedelta(0)


def test_a_cron_is_no_schedule() -> None:
    with pytest.raises(PayloadError, match="an HTTP request, GET /x"):
        schedule.decode_events({"method": "GET", "target": "/x", "headers": []})


@pytest.mark.parametrize(
    ("secret", "given", "status", "count"),
    [
        (None, None, 200, 1),
        ("s3cret", "Bearer s3cret", 200, 1),
        ("s3cret", "Bearer other", 401, 0),
        ("s3cret", None, 401, 0),
    ],
)
def test_invoke_looks_at_the_secret_if_there_is_one(
    monkeypatch: pytest.MonkeyPatch, secret: str | None, given: str | None, status: int, count: int
) -> None:
    seen: list[Tick] = []

    @faasport.schedule("0 6 * * *")
    def report(tick: faasport.Tick) -> None:
        seen.append(tick)

    if secret is None:
        monkeypatch.delenv("CRON_SECRET", raising=False)
    else:
        monkeypatch.setenv("CRON_SECRET", secret)
    declared = DeclaredTrigger("schedule", name="report", options={"expression": "0 6 * * *"})
    function = DeclaredFunction("report", "jobs", (declared,))
    project = Project(
        root=Path(), config=Config(name="shop", modules=["jobs"]), functions=(function,)
    )
    runtime = Runtime(Function(sys.modules[__name__], "report", report), 0)
    deliver = invoke.deliverer(runtime, project, Consumer("report", function, declared, 0))
    headers = [] if given is None else [["Authorization", given]]

    answer = deliver({"method": "GET", "target": "/_svc/shop/crons/report", "headers": headers})

    assert (answer["status"], len(seen)) == (status, count)
