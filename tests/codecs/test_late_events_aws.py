"""Events of AWS read their parts where the handler looks, and are no less events for that."""

from __future__ import annotations

import copy
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

import faasport
from faasport.runtime.consumer import Consumer
from faasport.runtime.event import Unread
from faasport.runtime.function import Function
from faasport_aws.runtime import dynamodb, event_entry, sqs, stream
from tests.codecs.aws_events import queued
from tests.codecs.late_events_aws import DOCUMENT, EVENTS, IMAGES, decoded, watched

every = pytest.mark.parametrize("name", EVENTS)
THREADS = 4

LATE = (
    ("sqs", "body", "Records.body"),
    ("sqs", "attributes", "Records.messageAttributes"),
    ("sqs", "sent_at", "Records.attributes.SentTimestamp"),
    ("sns", "attributes", "Records.Sns.MessageAttributes"),
    ("sns", "sent_at", "Records.Sns.Timestamp"),
    ("s3", "size", "detail.object.size"),
    ("s3", "etag", "detail.object.etag"),
    ("s3", "time", "time"),
    ("s3", "id", "id"),
    ("s3 itself", "size", "Records.s3.object.size"),
    ("s3 itself", "kind", "Records.eventName"),
    ("s3 itself", "time", "Records.eventTime"),
    ("s3 itself", "id", "Records.s3.object.sequencer"),
    ("schedule", "scheduled_at", "time"),
    ("schedule", "name", "resources"),
    ("schedule", "data", "detail"),
    ("schedule", "id", "id"),
    ("eventbridge", "data", "detail"),
    ("eventbridge", "time", "time"),
    ("dynamodb", "key", "Records.dynamodb.Keys.*"),
    ("dynamodb", "old", "Records.dynamodb.OldImage.*"),
    ("dynamodb", "new", "Records.dynamodb.NewImage.*"),
    ("documentdb", "key", "events.event.documentKey.*"),
    ("documentdb", "new", "events.event.fullDocument.*"),
    ("documentdb", "table", "events.event.ns"),
    ("kinesis", "value", "Records.kinesis.data"),
    ("kinesis", "time", "Records.kinesis.approximateArrivalTimestamp"),
    ("kafka", "value", "records.clicks-3.value"),
    ("kafka", "key", "records.clicks-3.key"),
    ("kafka", "headers", "records.clicks-3.headers"),
    ("kafka", "time", "records.clicks-3.timestamp"),
    ("rabbitmq", "body", "rmqMessagesByQueue.q::/.data"),
    ("rabbitmq", "attributes", "rmqMessagesByQueue.q::/.basicProperties.headers"),
    ("rabbitmq", "sent_at", "rmqMessagesByQueue.q::/.basicProperties.timestamp"),
    ("activemq", "body", "messages.data"),
    ("activemq", "attributes", "messages.properties"),
    ("activemq", "sent_at", "messages.timestamp"),
)


def named(event: Any) -> str:
    return type(event).__name__.lstrip("_")


def told(event: Any) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.TOLD}


def plain(event: Any) -> Any:
    """The same event, made of what it tells."""
    return getattr(faasport, named(event))(order=event.order, **told(event))


class Context:
    aws_request_id = "inv-1"


@pytest.mark.parametrize(("name", "part", "place"), LATE)
def test_a_part_is_read_when_it_is_asked_for(name: str, part: str, place: str) -> None:
    asked: set[str] = set()

    event = decoded(name, watched(EVENTS[name][1], asked))
    before = set(asked)
    getattr(event, part)

    assert place not in before
    assert place in asked


def test_one_image_is_read_without_the_other() -> None:
    asked: set[str] = set()
    event = decoded("dynamodb", watched({"Records": EVENTS["dynamodb"][1]["Records"]}, asked))

    assert event.new == {"id": "1", "tags": ["a"]}
    assert event.new is event.new
    assert "Records.dynamodb.OldImage.*" not in asked
    assert event.old == {"id": "1", "tags": []}


@every
def test_every_event_of_aws_is_read_late(name: str) -> None:
    assert isinstance(decoded(name), Unread)


@every
def test_it_is_equal_to_one_that_was_told(name: str) -> None:
    event = decoded(name)
    other = plain(decoded(name))

    assert event == other
    assert other == event
    assert hash(event) == hash(other)
    assert repr(event) == repr(other)
    assert event != plain(decoded("sqs" if name != "sqs" else "kafka"))


@every
@pytest.mark.parametrize("is_read", [False, True])
@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda event: pickle.loads(pickle.dumps(event))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_copy_tells_the_same(name: str, is_read: bool, copied: Any) -> None:
    event = decoded(name)
    shown = repr(event) if is_read else ""

    other = copied(event)

    assert type(other) is type(event)
    assert other == event
    assert other.native == event.native
    assert repr(other) == (shown or repr(event))


@every
def test_who_changes_native_sees_it_in_what_has_not_been_read(name: str) -> None:
    event, fresh = decoded(name), decoded(name)
    before = told(event)
    kept = {part: each for part, each in before.items() if part in ("attributes", "new", "old")}

    for part in ("messageId", "messageID", "id", "eventID", "offset"):
        if part in event.native:
            event.native[part] = fresh.native[part] = "9"

    assert {part: getattr(event, part) for part in kept} == kept  # what was read is kept
    assert told(event) == told(fresh)


@every
def test_a_handler_that_spoils_native_and_fails_loses_nothing(name: str) -> None:
    codec, native = EVENTS[name]
    kind = {
        "Message": faasport.topic if name == "sns" else faasport.queue,
        "ObjectEvent": faasport.bucket,
        "ChangeEvent": faasport.table,
        "CloudEvent": faasport.event,
        "Tick": None,
        "Record": faasport.stream,
    }[named(decoded(name))]
    declare: Any = faasport.schedule("0 * * * *") if kind is None else kind("*")

    @declare  # type: ignore[misc]  # any of these decorators
    def handler(event: faasport.Event) -> None:
        event.native.clear()
        raise ValueError("on purpose")

    consumer = Consumer(Function(sys.modules[__name__], "handler", handler), 0)
    called = event_entry.handler(consumer, codec)

    # The invocation fails, whatever with: all that it was given comes again.
    with pytest.raises((faasport.DeliveryError, KeyError)):
        called(copy.deepcopy(native), Context())


@every
def test_threads_read_the_same(name: str) -> None:
    expected = told(decoded(name))
    event, ready = decoded(name), Barrier(THREADS)

    def read() -> dict[str, Any]:
        ready.wait()
        return told(event)

    with ThreadPoolExecutor(THREADS) as pool:
        found = [each.result() for each in [pool.submit(read) for _ in range(THREADS)]]

    assert found == [expected] * THREADS


def test_the_events_of_a_batch_are_of_one_invocation() -> None:
    seen: list[faasport.Context] = []

    @faasport.queue("orders")
    def handler(message: faasport.Message) -> None:
        seen.append(message.context)

    consumer = Consumer(Function(sys.modules[__name__], "handler", handler), 0)
    event_entry.handler(consumer, sqs, "f")({"Records": [queued(), queued()]}, Context())

    first, second = seen
    assert first is second
    assert (first.invocation_id, first.platform, first.function) == ("inv-1", "aws", "f")


@pytest.mark.parametrize("levels", [3, 60, 100, 300])
def test_rows_that_nest_are_read_or_refused_as_a_whole(levels: int) -> None:
    item: Any = {"S": "x"}
    for _ in range(levels):
        item = {"M": {"a": {"L": [item]}}}
    native = copy.deepcopy(EVENTS["dynamodb"][1])
    native["Records"][0]["dynamodb"]["NewImage"] = {"deep": item}

    try:
        (event,) = dynamodb.decode_events(native)
    except faasport.PayloadError:
        assert levels > 60
        return

    read = event.new["deep"]  # type: ignore[index]  # it was told
    for _ in range(levels):
        (read,) = read["a"]
    assert read == "x"


@pytest.mark.parametrize("member", ["fullDocument", "documentKey", "clusterTime"])
def test_a_document_too_deep_is_refused_with_its_batch(member: str) -> None:
    deep: Any = {"a": 1}
    for _ in range(5_000):
        deep = {"a": [deep]}
    native = {"eventSource": "aws:docdb", "events": [{"event": {**DOCUMENT, member: deep}}]}

    with pytest.raises(faasport.PayloadError):
        dynamodb.decode_events(native)


@pytest.mark.parametrize("name", IMAGES)
def test_every_image_too_deep_is_refused_with_its_batch(name: str) -> None:
    deep: Any = {"S": "x"}
    for _ in range(5_000):
        deep = {"L": [deep]}
    native = copy.deepcopy(EVENTS["dynamodb"][1])
    native["Records"].append(copy.deepcopy(native["Records"][0]))
    native["Records"][1]["dynamodb"][name] = {"a": deep}

    with pytest.raises(faasport.PayloadError):
        dynamodb.decode_events(native)


@pytest.mark.parametrize("bad", [None, 7, "text", ["x"]])
@pytest.mark.parametrize(
    ("codec", "native"),
    [
        (stream, lambda bad: {"eventSource": "aws:kafka", "records": {"t-0": [bad]}}),
        (sqs, lambda bad: {"eventSource": "aws:mq", "messages": [bad]}),
        (sqs, lambda bad: {"eventSource": "aws:rmq", "rmqMessagesByQueue": {"q::/": [bad]}}),
        (dynamodb, lambda bad: {"eventSource": "aws:docdb", "events": [{"event": bad}]}),
        (dynamodb, lambda bad: {"Records": [{"eventSource": "aws:dynamodb", "dynamodb": bad}]}),
    ],
    ids=["kafka", "activemq", "rabbitmq", "documentdb", "dynamodb"],
)
def test_what_is_no_record_is_refused_before_any_is_handled(
    codec: Any, native: Any, bad: Any
) -> None:
    with pytest.raises(faasport.PayloadError):
        codec.decode_events(native(bad))
