"""An event of the wrong shape is a PayloadError or events that can be read: nothing else."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from faasport.runtime.change_event import ChangeEvent
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.errors import PayloadError
from faasport.runtime.message import Message
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.record import Record
from faasport.runtime.tick import Tick
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
    unwrapping,
)
from tests.codecs.aws_events import EVERY

ODD = (None, True, 0, -1.5, "", "text", [], [1], ["x", None], {}, {"a": 1}, {"value": None})
MESSAGE = Message(
    id="m",
    source="arn:aws:sqs:us-east-1:1:q.fifo",
    body=b"text",
    group="g",
    sequence="1",
    dedup_id="d",
    attributes={"a": 1, "b": b"\xff", "c": "text"},
)
ROW = {"a": 1, "b": {1, 2}, "c": [b"x", None], "d": {"e": True}}
OBJECT = ObjectEvent(id="o", kind="created", bucket="b", key="k", size=1, etag="e", version="v")
RABBIT = {
    "eventSource": "aws:rmq",
    "eventSourceArn": "arn",
    "rmqMessagesByQueue": {
        "q::/": [
            {
                "basicProperties": {
                    "headers": {"a": {"bytes": [1, -1]}},
                    "messageId": None,
                    "timestamp": "Jan 1, 1970, 12:33:41 AM",
                },
                "redelivered": False,
                "data": "SGk=",
            }
        ]
    },
}
ACTIVE = {
    "eventSource": "aws:mq",
    "eventSourceArn": "arn",
    "messages": [
        {
            "messageID": "ID:1",
            "data": "SGk=",
            "timestamp": 1,
            "destination": {"physicalName": "q"},
            "properties": {"a": "b"},
        }
    ],
}
DOCUMENT = {
    "eventSource": "aws:docdb",
    "eventSourceArn": "arn",
    "events": [
        {
            "event": {
                "_id": {"_data": "01"},
                "clusterTime": {"$timestamp": {"t": 1, "i": 1}},
                "documentKey": {"_id": {"$oid": "a"}},
                "fullDocument": {
                    "a": {"$date": {"$numberLong": "1"}},
                    "b": {"$binary": {"base64": "AQ==", "subType": "00"}},
                    "c": {"$numberDecimal": "1"},
                    "d": {"$numberDouble": "1"},
                    "e": {"$numberInt": "1"},
                },
                "ns": {"db": "d", "coll": "c"},
                "operationType": "insert",
            }
        }
    ],
}
CHANGED = ChangeEvent(id="c", kind="update", table="t", key={"id": "1"}, old=ROW, new=ROW)
RECORD = Record(value=b"v", key=b"k", partition="0", offset="1", headers=(("a", b"\xff"),))
FULL: dict[str, tuple[ModuleType, Any]] = {
    "sqs": (sqs, sqs.encode_events([MESSAGE])),
    "rabbit": (sqs, RABBIT),
    "active": (sqs, ACTIVE),
    "sns": (sns, sns.encode_events([MESSAGE])),
    "s3": (s3, s3.encode_events([OBJECT])),
    "s3-notification": (s3, s3_notification.encode_events([OBJECT])),
    "dynamodb": (dynamodb, dynamodb.encode_events([CHANGED])),
    "documentdb": (dynamodb, DOCUMENT),
    "eventbridge": (eventbridge, eventbridge.encode_events([CloudEvent(type="t", data={"a": 1})])),
    "schedule": (schedule, schedule.encode_events([Tick(id="t", name="n")])),
    "kinesis": (stream, stream.encode_events([RECORD])),
    "kafka": (stream, kafka.encode_events([RECORD])),
}
every = pytest.mark.parametrize(("codec", "native"), FULL.values(), ids=FULL)


def read(codec: ModuleType, native: Any) -> None:
    """Everything that a handler can ask of the events, where there are any."""
    try:
        events = codec.decode_events(native)
    except PayloadError as refusal:
        assert len(str(refusal)) > 20
        return
    for event in events:
        repr(event)
        hash(event)
        assert event == event  # reads all that it tells
        assert all(isinstance(each, str) for each in (event.id, event.source, event.type))
        assert event.time is None or event.time.tzinfo is not None


def variations(native: Any) -> Iterator[Any]:
    """``native`` without each of its members, at any depth, and with each odd value for it."""
    for path in paths(native):
        for odd in ODD:
            changed = copy.deepcopy(native)
            parent_of(changed, path)[path[-1]] = odd
            yield changed
        changed = copy.deepcopy(native)
        del parent_of(changed, path)[path[-1]]
        yield changed


def parent_of(native: Any, path: tuple[Any, ...]) -> Any:
    for step in path[:-1]:
        native = native[step]
    return native


def paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield (*before, key)
        yield from paths(value[key], (*before, key))


@every
def test_every_member_may_be_anything(codec: ModuleType, native: Any) -> None:
    sent = json.loads(json.dumps(native))

    for changed in variations(sent):
        read(codec, changed)


@pytest.mark.parametrize("name", ["dynamodb", "documentdb"])
def test_values_nested_too_deep_are_refused(name: str) -> None:
    codec, native = FULL[name]
    deep: Any = {"S": "x"}
    for _ in range(5_000):
        deep = {"M": {"M": deep}}
    changed = copy.deepcopy(native)
    told = (
        changed["Records"][0]["dynamodb"] if name == "dynamodb" else changed["events"][0]["event"]
    )
    told["NewImage" if name == "dynamodb" else "fullDocument"] = deep

    with pytest.raises(PayloadError):
        codec.decode_events(changed)


@every
def test_whatever_a_message_wraps_is_read_or_left(codec: ModuleType, native: Any) -> None:
    for changed in variations(json.loads(json.dumps(native))):
        message = Message(id="m", body=json.dumps(changed).encode())
        repr(unwrapping.opened(message))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)


@pytest.mark.parametrize("codec", EVERY)
@settings(max_examples=200, deadline=None)
@given(native=ANYTHING)
def test_any_json_is_refused_or_read(codec: ModuleType, native: Any) -> None:
    read(codec, native)


@pytest.mark.parametrize("codec", EVERY)
@settings(max_examples=200, deadline=None)
@given(native=ANYTHING)
def test_any_reply_is_read(codec: ModuleType, native: Any) -> None:
    events = [MESSAGE, Message(id="n")]

    outcome = codec.decode_outcome(native, events)

    assert len(outcome.verdicts) == 2
