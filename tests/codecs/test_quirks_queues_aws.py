"""The quirks of a queue's messages on AWS, one by one; each test names its row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from faasport.runtime.message import Message
from faasport.runtime.outcome import DONE, RETRY, Failed, Outcome, Verdict, rejected
from faasport.runtime.record import Record
from faasport_aws.runtime import dynamodb, sqs, stream
from tests.codecs.aws_events import ARN, FIFO, one, queued, utc


def test_q1_a_batch_keeps_its_order_and_its_ids() -> None:
    records = [{**queued(str(number)), "messageId": f"m-{number}"} for number in range(10)]

    messages = sqs.decode_events({"Records": records})

    assert [message.id for message in messages] == [f"m-{number}" for number in range(10)]
    assert [message.native for message in messages] == records


def test_q2_counts_and_stamps_are_texts() -> None:
    message = one(sqs, queued(ApproximateReceiveCount="3", SentTimestamp="1545082649183"))

    assert message.delivery_count == 3
    assert message.sent_at == message.time == utc(2018, 12, 17, 21, 37, 29, 183000)


@pytest.mark.parametrize("told", ["", "soon", "1e400", "9" * 40, None, []])
def test_q2_what_is_no_stamp_is_none(told: Any) -> None:
    message = one(sqs, queued(ApproximateReceiveCount=told, SentTimestamp=told))

    assert message.sent_at is None
    assert message.delivery_count >= 1


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"dataType": "String", "stringValue": "ä"}, "ä"),
        ({"dataType": "String.uuid", "stringValue": "1"}, "1"),
        ({"dataType": "Number", "stringValue": "-12"}, -12),
        ({"dataType": "Number.int", "stringValue": "007"}, 7),
        ({"dataType": "Number.float", "stringValue": "3.10"}, Decimal("3.10")),
        ({"dataType": "Number", "stringValue": "1E+400"}, Decimal("1E+400")),
        ({"dataType": "Number", "stringValue": "1_000"}, "1_000"),
        ({"dataType": "Number", "stringValue": "NaN"}, "NaN"),
        ({"dataType": "Binary", "binaryValue": "AP8="}, b"\x00\xff"),
        ({"dataType": "Binary.png", "binaryValue": "base64Str"}, b"base64Str"),
        ({"dataType": "Binary", "binaryListValues": ["AQ==", "Ag=="]}, [b"\x01", b"\x02"]),
        ({"dataType": "String", "stringListValues": ["a", "b"]}, ["a", "b"]),
        ({"dataType": "Number", "stringValue": "5", "binaryValue": "base64Str"}, 5),
        ({"dataType": "String"}, ""),
        ({}, ""),
    ],
)
def test_q3_attributes_have_types(told: dict[str, Any], expected: Any) -> None:
    message = one(sqs, {**queued(), "messageAttributes": {"a": told}})

    assert message.attributes == {"a": expected}
    assert type(message.attributes["a"]) is type(expected)


def test_q4_a_fifo_queue_s_groups_keep_their_order() -> None:
    message = one(sqs, queued(arn=f"{ARN}.fifo", **FIFO))

    assert (message.group, message.sequence, message.dedup_id) == ("g", "188", "d")
    assert message.order == "g"


def test_q4_a_group_of_a_standard_queue_keeps_none() -> None:
    message = one(sqs, queued(MessageGroupId="tenant"))

    assert (message.group, message.order) == ("tenant", None)


def test_q5_a_dead_letter_tells_its_queue() -> None:
    message = one(sqs, queued(DeadLetterQueueSourceArn=ARN))

    assert message.dead_letter_source == ARN


def test_q7_a_body_is_bytes_whatever_it_is() -> None:
    without = {name: value for name, value in queued().items() if name != "body"}

    assert one(sqs, queued("{not json")).body == b"{not json"
    assert one(sqs, without).body == b""
    assert one(sqs, queued("")).body == b""
    assert one(sqs, {**queued(), "body": "\ud800"}).body == b"\xed\xa0\x80"


def batch(*verdicts: Verdict, **changed: Any) -> Outcome:
    events = [
        Message(**{"id": f"m-{number}", **changed}) for number, _ in enumerate(verdicts, start=1)
    ]
    return Outcome(events, verdicts)


def test_q8_what_failed_is_named_alone() -> None:
    outcome = batch(DONE, RETRY, rejected("no"), DONE)

    result = sqs.encode_outcome(outcome)

    assert result == {"batchItemFailures": [{"itemIdentifier": "m-2"}, {"itemIdentifier": "m-3"}]}


def test_q8_all_done_is_an_empty_list() -> None:
    assert sqs.encode_outcome(batch(DONE, DONE)) == {"batchItemFailures": []}


def test_q8_what_has_no_name_fails_them_all() -> None:
    assert sqs.encode_outcome(batch(DONE, RETRY, id="")) == Failed("")
    assert sqs.encode_outcome(batch(DONE, DONE, id="")) == {"batchItemFailures": []}


# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
SUCCESSES: list[Any] = [
    None,
    {},
    {"batchItemFailures": None},
    {"batchItemFailures": []},
    {"other": 1},
]


FAILURES: list[Any] = [
    Failed(""),
    "text",
    [],
    {"batchItemFailures": "m-1"},
    {"batchItemFailures": [{"itemIdentifier": ""}]},
    {"batchItemFailures": [{"itemIdentifier": None}]},
    {"batchItemFailures": [{"id": "m-1"}]},
    {"batchItemFailures": ["m-1"]},
    {"batchItemFailures": [{"itemIdentifier": "unknown"}]},
]


@pytest.mark.parametrize("codec", [sqs, dynamodb, stream])
def test_q8_a_reply_is_read_as_lambda_reads_it(codec: Any) -> None:
    events = [Record(id=f"m-{n}", offset=f"m-{n}", native={}) for n in (1, 2)]

    for native in SUCCESSES:
        assert codec.decode_outcome(native, events).verdicts == (DONE, DONE)
    for native in FAILURES:
        assert codec.decode_outcome(native, events).verdicts == (RETRY, RETRY)


ACTIVE = {
    "eventSource": "aws:amq",
    "eventSourceArn": "arn:aws:mq:us-west-2:1:broker:b:b-1",
    "messages": [
        {
            "messageID": "ID:1",
            "data": "3DTOOQ==",
            "timestamp": 1598827811958,
            "redelivered": True,
            "destination": {"physicalName": "q"},
            "properties": {"k": "v"},
        }
    ],
}


def test_q9_activemq_s_messages_are_queue_messages() -> None:
    (message,) = sqs.decode_events(ACTIVE)

    assert message.body == b"\xdc4\xce9"
    assert (message.id, message.subject, message.attributes) == ("ID:1", "q", {"k": "v"})
    assert message.delivery_count == 2
    assert message.sent_at == utc(2020, 8, 30, 22, 50, 11, 958000)


def rabbit(**properties: Any) -> Message:
    told = {"basicProperties": properties, "redelivered": False, "data": "SGk="}
    native = {
        "eventSource": "aws:rmq",
        "eventSourceArn": "arn",
        "rmqMessagesByQueue": {"pizza::/": [told]},
    }
    (message,) = sqs.decode_events(native)
    return message


def test_q9_rabbitmq_s_headers_are_text_and_its_time_is_java_s() -> None:
    message = rabbit(
        headers={"a": {"bytes": [118, 97]}, "b": {"bytes": [-61, -92]}, "c": 10, "d": {"x": 1}},
        timestamp="Jan 1, 1970, 12:33:41 AM",
    )

    assert message.body == b"Hi"
    assert message.attributes == {"a": "va", "b": "ä", "c": 10, "d": {"x": 1}}
    assert message.sent_at == utc(1970, 1, 1, 0, 33, 41)
    assert message.subject == "pizza"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Jul 2, 2023, 1:30:34 PM", utc(2023, 7, 2, 13, 30, 34)),
        ("Dec 31, 2023, 12:00:00\u202fPM", utc(2023, 12, 31, 12, 0, 0)),
        ("Foo 2, 2023, 1:30:34 PM", None),
        ("Feb 31, 2023, 1:30:34 PM", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_q9_a_time_that_cannot_be_read_is_none(told: Any, expected: Any) -> None:
    assert rabbit(timestamp=told).sent_at == expected


def test_q9_a_broker_s_batch_fails_as_a_whole() -> None:
    events = sqs.decode_events(ACTIVE)

    assert sqs.encode_outcome(Outcome(events, [RETRY], ACTIVE)) == Failed("")
    assert sqs.encode_outcome(Outcome(events, [DONE], ACTIVE)) == {}
