"""Powertools reads what guests of Lambda get: its data classes, and its processors of batches.

Its resolvers, and the other libraries, are those of the guests in `tests/guests`.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes import (
    DynamoDBStreamEvent,
    EventBridgeEvent,
    KinesisStreamEvent,
    S3Event,
    S3EventBridgeNotificationEvent,
    SNSEvent,
    SQSEvent,
)
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import (
    DynamoDBRecordEventName,
)

from faasport.runtime.change_event import ChangeEvent
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.message import Message
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.outcome import RETRY
from faasport.runtime.record import Record
from faasport_aws.runtime.guest_events import names_in, settled, writer
from faasport_aws.runtime.guest_payloads import S3_EVENTBRIDGE

MOMENT = datetime(2024, 5, 1, 10, tzinfo=timezone.utc)
UPLOAD = ObjectEvent(
    id="7", source="s", time=MOMENT, kind="created", bucket="b", key="in/a b.csv", size=7, etag="e"
)


def message(body: str) -> Message:
    return Message(id=f"m-{body}", source="orders", body=body.encode(), attributes={"kind": "new"})


def change(number: int) -> ChangeEvent:
    return ChangeEvent(
        id=f"c-{number}",
        source="s",
        time=MOMENT,
        kind="insert",
        table="users",
        key={"id": number},
        new={"id": number, "name": "ann"},
    )


def reading(number: int) -> Record:
    return Record(
        id=f"r-{number}",
        source="s",
        time=MOMENT,
        value=f'{{"n": {number}}}'.encode(),
        key=b"k",
        partition="0",
        offset=str(number),
        topic="readings",
    )


def test_messages_of_a_queue() -> None:
    (read,) = SQSEvent(writer("queue")([message("1")])).records

    assert read.json_body == 1
    assert read.message_id == "m-1"
    assert read.message_attributes["kind"].string_value == "new"
    assert read.queue_url == "https://sqs.us-east-1.amazonaws.com/123456789012/orders"


def test_a_notice_of_a_topic() -> None:
    (read,) = SNSEvent(writer("topic")([message("hello")])).records

    assert read.sns.message == "hello"
    assert read.sns.topic_arn.endswith(":orders")
    assert read.sns.message_attributes["kind"].value == "new"


def test_an_object_of_a_bucket() -> None:
    event = S3Event(writer("bucket")([UPLOAD]))

    assert (event.bucket_name, event.object_key) == ("b", "in/a b.csv")
    assert event.record.event_name == "ObjectCreated:Put"


def test_an_object_told_by_the_bus() -> None:
    event = S3EventBridgeNotificationEvent(writer("bucket", S3_EVENTBRIDGE)([UPLOAD]))

    assert event.detail.object.key == "in/a b.csv"
    assert event.detail.bucket.name == "b"


def test_a_row_of_a_table() -> None:
    (read,) = DynamoDBStreamEvent(writer("table")([change(7)])).records

    assert read.event_name is DynamoDBRecordEventName.INSERT
    assert read.dynamodb is not None
    assert read.dynamodb.new_image == {"id": 7, "name": "ann"}


def test_a_record_of_a_stream() -> None:
    (read,) = KinesisStreamEvent(writer("stream")([reading(7)])).records

    assert read.kinesis.data_as_json() == {"n": 7}
    assert read.kinesis.partition_key == "k"
    assert read.kinesis.approximate_arrival_timestamp == MOMENT.timestamp()


def test_an_event_of_the_bus() -> None:
    event = EventBridgeEvent(writer("event")([CloudEvent(id="1", source="/s", type="t", data=[1])]))

    assert (event.get_id, event.detail_type, event.detail) == ("1", "t", [1])


@pytest.mark.parametrize(
    ("kind", "told", "events"),
    [
        ("queue", EventType.SQS, [message("1"), message("2"), message("3")]),
        ("table", EventType.DynamoDBStreams, [change(1), change(2), change(3)]),
        ("stream", EventType.KinesisDataStreams, [reading(1), reading(2), reading(3)]),
    ],
    ids=["queue", "table", "stream"],
)
def test_a_batch_that_failed_in_part(kind: str, told: EventType, events: list[Any]) -> None:
    native = writer(kind)(events)
    seen: list[Any] = []

    def work(record: Any) -> None:
        seen.append(record)
        if len(seen) == 2:
            raise ValueError("no")

    answer = process_partial_response(
        event=native, record_handler=work, processor=BatchProcessor(event_type=told)
    )

    outcome = settled(kind, names_in(kind, native), answer, events)
    failed = [each == RETRY for each in outcome.verdicts]
    assert failed == [False, True, kind != "queue"]
