"""What a queue's messages wrap, service by service; each test names its row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from faasport.runtime.message import Message
from faasport.runtime.object_event import ObjectEvent
from faasport_aws.runtime import sqs, unwrapping
from tests.codecs.aws_events import (
    ARN,
    CHANGE,
    CREATED,
    CUSTOM,
    FIFO,
    NOTIFICATION,
    TEST_EVENT,
    one,
    queued,
)


def opened(body: Any, **attributes: str) -> Message:
    (message,) = unwrapping.unwrapped(sqs.decode_events({"Records": [queued(body, **attributes)]}))
    return message


def test_q6_by_default_the_body_is_the_text() -> None:
    message = one(sqs, queued(NOTIFICATION))

    assert json.loads(message.body) == NOTIFICATION
    assert message.inner == ()


def test_q6_a_notification_is_unwrapped() -> None:
    message = opened(NOTIFICATION, ApproximateReceiveCount="2", MessageGroupId="g")

    (inner,) = message.inner
    for each in (message, inner):
        assert each.json() == {"sku": "a"}
        assert each.attributes == {"kind": "new"}
        assert each.subject == "Hello"
        assert (each.delivery_count, each.group) == (2, "g")
    assert (message.id, inner.id) == ("m-1", "n-1")
    assert inner.source == NOTIFICATION["TopicArn"]


def test_q6_the_queue_s_own_order_stays() -> None:
    record = queued(NOTIFICATION, arn=f"{ARN}.fifo", **FIFO)

    (message,) = unwrapping.unwrapped(sqs.decode_events({"Records": [record]}))

    assert message.order == message.inner[0].order == "g"
    assert message.native == record


def test_q6_s8_changes_of_a_bucket_are_unwrapped() -> None:
    message = opened({"Records": [CHANGE, CHANGE]})

    assert [isinstance(each, ObjectEvent) for each in message.inner] == [True, True]
    assert message.inner[0].key == "a b+c.txt"  # type: ignore[attr-defined]


def test_q6_events_of_eventbridge_are_unwrapped() -> None:
    (change,), (event,) = opened(CREATED).inner, opened(CUSTOM).inner

    assert isinstance(change, ObjectEvent)
    assert change.key == "a+b c.txt"
    assert event.type == "OrderCreated"
    assert opened(CUSTOM).json() == {"sku": "a"}


def test_q6_what_a_topic_wraps_is_unwrapped_too() -> None:
    message = opened({**NOTIFICATION, "Message": json.dumps({"Records": [CHANGE]})})

    (inner,) = message.inner
    assert isinstance(inner, Message)
    assert [isinstance(each, ObjectEvent) for each in inner.inner] == [True]


def test_s3_a_test_event_in_a_queue_is_for_nobody() -> None:
    assert [event.type for event in opened(TEST_EVENT).inner] == ["storage.test"]


@pytest.mark.parametrize(
    "body",
    [
        "text",
        "",
        "{",
        "[1]",
        " {}",
        {"Records": []},
        {"Records": [{"eventSource": "aws:sqs"}]},
        {"Records": [{"eventSource": "aws:s3"}]},
        {"Records": [{"eventSource": "aws:s3", "s3": []}]},
        {"Type": "Notification", "TopicArn": "a", "Message": "x"},
        {"Type": "SubscriptionConfirmation", "TopicArn": "a"},
        {"detail-type": 1, "source": 2},
        '{"a":' * 10000,
    ],
)
def test_q6_what_wraps_nothing_is_left_as_it_is(body: Any) -> None:
    plain = one(sqs, queued(body))

    assert unwrapping.opened(plain) is plain


RECORDED = Path(__file__).parents[1] / "corpus" / "events" / "aws" / "sqs"


def recorded(name: str) -> Message:
    native = json.loads((RECORDED / name).read_text("utf-8"))
    (message,) = unwrapping.unwrapped(sqs.decode_events(native))
    return message


def test_q6_a_recorded_notification_of_a_fifo_topic_is_unwrapped() -> None:
    (inner,) = recorded("ptpy-sns-sqs-fifo-event.json").inner

    assert isinstance(inner, Message)
    assert inner.json() == {"message": "hello world", "username": "lessa"}
    assert inner.id == "a7c9d2fa-77fa-5184-9de9-89391027cc7d"
    assert (inner.group, inner.order) == ("powertools-test", "powertools-test")


def test_q6_a_recorded_change_of_a_bucket_is_unwrapped() -> None:
    (inner,) = recorded("ptpy-s3-sqs-event.json").inner

    assert isinstance(inner, ObjectEvent)
    assert (inner.kind, inner.bucket, inner.key) == ("created", "xxx", "test.pdf")
    assert inner.version == "yd3d4HaWOT2zguDLvIQLU6ptDTwKBnQV"
