"""What `encode_events` makes is what AWS sends, as others see it: Powertools' models of the events,
and the members that the SAM CLI's samples of them have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from aws_lambda_powertools.utilities.parser.models import (
    DynamoDBStreamModel,
    EventBridgeModel,
    KafkaMskEventModel,
    KinesisDataStreamModel,
    S3EventNotificationEventBridgeModel,
    S3Model,
    SnsModel,
    SqsModel,
)
from hypothesis import given, settings, strategies as st

from faasport.runtime.change_event import ChangeEvent
from faasport.runtime.event import Event
from faasport.runtime.message import Message
from faasport.runtime.moments import moment_of
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.record import Record
from faasport.runtime.tick import Tick
from faasport.testing import event_strategies as events
from faasport_aws.runtime import (
    dynamodb,
    eventbridge,
    kafka,
    s3,
    s3_notification,
    schedule,
    sns,
    sqs,
    stream,
)

SAM_KEYS = Path(__file__).with_name("sam_keys")
# The names below these are the user's own.
OPEN = {"Keys", "NewImage", "OldImage", "messageAttributes", "MessageAttributes", "detail"}

MODELS: dict[str, tuple[ModuleType, type[Any], st.SearchStrategy[Any]]] = {
    "sqs": (sqs, SqsModel, events.messages()),
    "sns": (sns, SnsModel, events.messages()),
    "s3": (s3, S3EventNotificationEventBridgeModel, events.object_events()),
    # S3 tells the size and the tag of whatever is still there.
    "s3-notification": (
        s3_notification,
        S3Model,
        events.object_events(size=st.integers(0, 2**40), etag=st.just("0" * 32)),
    ),
    "dynamodb": (dynamodb, DynamoDBStreamModel, events.change_events()),
    "eventbridge": (
        eventbridge,
        EventBridgeModel,
        events.cloud_events(data=st.dictionaries(events.TEXT, events.JSON)),
    ),
    "schedule": (schedule, EventBridgeModel, events.ticks(data=st.none())),
    "kinesis": (stream, KinesisDataStreamModel, events.records()),
    # The model reads values as text.
    "kafka": (kafka, KafkaMskEventModel, events.records(value=events.TEXT.map(str.encode))),
}


@pytest.mark.parametrize("name", MODELS)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_powertools_accepts_what_is_encoded(name: str, data: Any) -> None:
    codec, model, drawn = MODELS[name]
    event = data.draw(drawn)

    read = model.model_validate(json.loads(json.dumps(codec.encode_events((event,)))))

    assert read is not None


NOW = moment_of("2026-01-02T03:04:05.678Z")
CREATED = ObjectEvent(kind="created", bucket="uploads", key="a b.csv", size=3, etag="0f", time=NOW)
DELETED = ObjectEvent(kind="deleted", bucket="uploads", key="a b.csv", time=NOW)
ROW = {"id": "1", "total": 5}
MESSAGE = Message(id="m", body=b"hello", sent_at=NOW, subject="s", attributes={"a": 1})
SAMPLES: dict[str, tuple[ModuleType, Event]] = {
    "sqs": (sqs, MESSAGE),
    "sns": (sns, MESSAGE),
    "s3_put": (s3_notification, CREATED),
    "s3_delete": (s3_notification, DELETED),
    "schedule": (schedule, Tick(id="t", name="daily", scheduled_at=NOW)),
    "dynamodb_insert": (dynamodb, ChangeEvent(kind="insert", table="t", key={"id": "1"}, new=ROW)),
    "dynamodb_update": (
        dynamodb,
        ChangeEvent(kind="update", table="t", key={"id": "1"}, old=ROW, new=ROW),
    ),
    "dynamodb_delete": (dynamodb, ChangeEvent(kind="delete", table="t", key={"id": "1"}, old=ROW)),
    "kinesis": (stream, Record(value=b"v", key=b"k", partition="0", offset="1", topic="t")),
}
# The samples are old: every event of EventBridge has had a version since.
# https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
SINCE = {"schedule": {"version"}}


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_encoded_has_the_members_of_the_sam_cli_s_sample(name: str) -> None:
    codec, event = SAMPLES[name]
    expected = set(json.loads((SAM_KEYS / f"{name}.json").read_text("utf-8")))

    actual = set(members(codec.encode_events((event,))))

    assert expected == actual - SINCE.get(name, set())


def test_every_sample_of_the_sam_cli_is_compared() -> None:
    assert {path.stem for path in SAM_KEYS.glob("*.json")} == set(SAMPLES)


def members(value: Any, at: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from members(each, f"{at}[]")
    elif isinstance(value, dict):
        for name, each in value.items():
            path = f"{at}.{name}" if at else name
            if name in OPEN:
                yield f"{path}.*"
            else:
                yield path
                yield from members(each, path)
