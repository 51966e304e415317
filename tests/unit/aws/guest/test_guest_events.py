"""Events of other platforms as guests of Lambda get them, and what their answers say."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any

import pytest

from faasport.runtime.change_event import ChangeEvent
from faasport.runtime.cloudevent import CloudEvent
from faasport.runtime.message import Message
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.record import Record
from faasport.runtime.tick import Tick

QUEUE = ("queue", {"name": "orders"}, {})
TABLE = ("table", {"name": "users"}, {})
STREAM = ("stream", {"name": "readings"}, {})
TOPIC = ("topic", {"name": "signups"}, {})
BUCKET = ("bucket", {"name": "uploads"}, {})
EVENT = ("event", {"type": "*"}, {})
NIGHTLY = ("schedule", {"expression": "0 6 * * *", "name": "nightly"}, {})
MOMENT = datetime(2024, 5, 1, 10, tzinfo=timezone.utc)
KEEPS = """
seen = []

def handler(event, context):
    seen.append(event)
    return {0}
"""


def message(identifier: str = "projects/p/m/1", body: bytes = b"text", **told: Any) -> Message:
    return Message(id=identifier, source="//pubsub/projects/p/topics/orders", body=body, **told)


def verdicts(outcome: Any) -> list[str]:
    return [each.kind for each in outcome.verdicts]


def answering(result: str) -> str:
    return KEEPS.replace("{0}", result)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("None", ["done", "done"]),
        ("{}", ["done", "done"]),
        ("'all is well'", ["done", "done"]),
        ("[{'itemIdentifier': 'm-2'}]", ["done", "done"]),
        ("{'batchItemFailures': []}", ["done", "done"]),
        ("{'batchItemFailures': None}", ["done", "done"]),
        ("{'batchItemFailures': [{'itemIdentifier': 'm-2'}]}", ["done", "retry"]),
        ("{'batchItemFailures': [{'itemIdentifier': 'nobody'}]}", ["retry", "retry"]),
        ("{'batchItemFailures': [{'itemIdentifier': ''}]}", ["retry", "retry"]),
        ("{'batchItemFailures': [{}]}", ["retry", "retry"]),
        ("{'batchItemFailures': 'm-2'}", ["retry", "retry"]),
        ("{'at': object()}", ["retry", "retry"]),
        ("1 / 0", ["retry", "retry"]),
        ("__import__('sys').exit(0)", ["retry", "retry"]),
    ],
)
def test_a_queue_reads_the_answer_as_sqs_does(
    declared: Any, result: str, expected: list[str]
) -> None:
    guests = declared(answering(result), QUEUE)

    assert verdicts(guests.deliver(message("m-1"), message("m-2"))) == expected


@pytest.mark.parametrize("trigger", [TABLE, STREAM], ids=["table", "stream"])
def test_a_log_goes_on_from_the_first_that_failed(declared: Any, trigger: Any) -> None:
    place = "dynamodb']['SequenceNumber" if trigger is TABLE else "kinesis']['sequenceNumber"
    failed = f"{{'batchItemFailures': [{{'itemIdentifier': event['Records'][1]['{place}']}}]}}"
    guests = declared(answering(failed), trigger)
    events: list[Any] = [
        ChangeEvent(id=str(n), source="s", kind="insert", table="users", key={"id": n})
        if trigger is TABLE
        else Record(id=str(n), source="s", value=b"v", offset=str(n), partition="0")
        for n in range(3)
    ]

    assert verdicts(guests.deliver(*events)) == ["done", "retry", "retry"]


def test_messages_that_share_an_id_are_told_apart(declared: Any) -> None:
    last = "{'batchItemFailures': [{'itemIdentifier': event['Records'][-1]['messageId']}]}"
    guests = declared(answering(last), QUEUE)

    outcome = guests.deliver(message("same"), message(""), message("same"))

    assert verdicts(outcome) == ["done", "done", "retry"]
    names = [each["messageId"] for each in guests.handlers.seen[0]["Records"]]
    assert len({*names, ""}) == 4


def test_records_that_share_a_sequence_number_are_told_apart(declared: Any) -> None:
    guests = declared(answering("None"), STREAM)

    guests.deliver(*(Record(id="", source="s", value=b"v", partition="p") for _ in range(2)))

    records = guests.handlers.seen[0]["Records"]
    numbers = [each["kinesis"]["sequenceNumber"] for each in records]
    assert numbers == [f"{1:056d}", f"{2:056d}"]
    assert [each["eventID"] for each in records] == [f"p:{number}" for number in numbers]


def test_a_handler_may_take_its_event_apart(declared: Any) -> None:
    source = """
    def handler(event, context):
        names = [record["messageId"] for record in event.pop("Records")]
        return {"batchItemFailures": [{"itemIdentifier": names[0]}]}
    """
    guests = declared(source, QUEUE)

    assert verdicts(guests.deliver(message("m-1"), message("m-2"))) == ["retry", "done"]


def test_a_message_of_pubsub_looks_like_one_of_sqs(declared: Any) -> None:
    guests = declared(answering("None"), QUEUE)

    guests.deliver(message(sent_at=MOMENT, delivery_count=3, attributes={"kind": "new"}))

    (record,) = guests.handlers.seen[0]["Records"]
    assert set(record) == {
        "messageId",
        "receiptHandle",
        "body",
        "attributes",
        "messageAttributes",
        "md5OfBody",
        "eventSource",
        "eventSourceARN",
        "awsRegion",
    }
    assert record["eventSourceARN"] == "arn:aws:sqs:us-east-1:123456789012:orders"
    assert record["attributes"]["ApproximateReceiveCount"] == "3"
    assert record["attributes"]["SentTimestamp"] == "1714557600000"
    assert record["messageAttributes"]["kind"]["stringValue"] == "new"


def test_what_tells_no_moment_was_sent_now(declared: Any) -> None:
    guests = declared(answering("None"), QUEUE)

    guests.deliver(message())

    (record,) = guests.handlers.seen[0]["Records"]
    assert int(record["attributes"]["SentTimestamp"]) > 1_700_000_000_000


def test_a_notice_has_an_id_and_a_moment(declared: Any) -> None:
    guests = declared(answering("None"), TOPIC)

    guests.deliver(message(""))

    (record,) = guests.handlers.seen[0]["Records"]
    assert len(record["Sns"]["MessageId"]) == 36
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:]{8}\.\d{3}Z", record["Sns"]["Timestamp"])


def test_an_object_of_another_platform_is_told_as_s3_does(declared: Any) -> None:
    guests = declared(answering("None"), BUCKET)
    change = ObjectEvent(
        id="1234567890",
        source="//storage.googleapis.com/projects/_/buckets/uploads",
        time=MOMENT,
        kind="created",
        bucket="uploads",
        key="in/a b+c.csv",
        size=7,
        version="1700000000000000",
    )

    guests.deliver(change)

    (record,) = guests.handlers.seen[0]["Records"]
    assert record["s3"]["object"]["key"] == "in/a+b%2Bc.csv"
    assert record["s3"]["object"]["size"] == 7
    assert record["s3"]["bucket"]["arn"] == "arn:aws:s3:::uploads"
    assert re.fullmatch("[0-9A-F]{16}", record["responseElements"]["x-amz-request-id"])
    assert re.fullmatch("[0-9A-F]{18}", record["s3"]["object"]["sequencer"])


def test_the_same_change_has_the_same_names_when_it_comes_again(declared: Any) -> None:
    guests = declared(answering("None"), BUCKET)
    change = ObjectEvent(id="1", source="s", time=MOMENT, kind="deleted", bucket="b", key="k")

    guests.deliver(change)
    guests.deliver(change)

    first, second = guests.handlers.seen
    assert first == second


def test_an_object_may_be_told_by_the_bus(declared: Any) -> None:
    guests = declared(answering("None"), BUCKET, payload="s3-eventbridge")

    guests.deliver(ObjectEvent(id="1", source="s", kind="deleted", bucket="b", key="a b"))

    (event,) = guests.handlers.seen
    assert event["detail-type"] == "Object Deleted"
    assert event["detail"]["object"]["key"] == "a b"
    assert event["time"] > "2024"


def test_an_event_of_the_bus(declared: Any) -> None:
    guests = declared(answering("None"), EVENT)

    guests.deliver(CloudEvent(id="e-1", source="/shop", type="order.placed", data={"id": 7}))

    (event,) = guests.handlers.seen
    assert event["detail-type"] == "order.placed"
    assert event["source"] == "/shop"
    assert event["detail"] == {"id": 7}


def test_a_schedule_is_a_rule_that_was_due(declared: Any) -> None:
    guests = declared(answering("None"), NIGHTLY)

    guests.deliver(Tick(id="t-1", source="//scheduler", name="nightly", scheduled_at=MOMENT))

    assert guests.handlers.seen == [
        {
            "version": "0",
            "id": "t-1",
            "detail-type": "Scheduled Event",
            "source": "aws.events",
            "account": "123456789012",
            "time": "2024-05-01T10:00:00Z",
            "region": "us-east-1",
            "resources": ["arn:aws:events:us-east-1:123456789012:rule/nightly"],
            "detail": {},
        }
    ]


def test_a_schedule_with_an_input_sends_that_anew_each_time(declared: Any) -> None:
    source = """
    seen = []

    def handler(event, context):
        seen.append(dict(event))
        event["spoilt"] = True
    """
    guests = declared(source, (*NIGHTLY[:2], {"input": {"warmer": [1]}}))

    for _ in range(2):
        guests.deliver(Tick(id="t-1", source="//scheduler"))

    assert guests.handlers.seen == [{"warmer": [1]}] * 2


def test_an_input_may_be_null(declared: Any) -> None:
    guests = declared(answering("None"), (*NIGHTLY[:2], {"input": None}))

    guests.deliver(Tick(id="t-1", source="//scheduler"))

    assert guests.handlers.seen == [None]


@pytest.mark.parametrize(
    ("trigger", "event"),
    [
        (TOPIC, message()),
        (BUCKET, ObjectEvent(id="1", source="s", kind="created", bucket="b", key="k")),
        (EVENT, CloudEvent(id="1", source="s", type="t")),
        (NIGHTLY, Tick(id="1", source="s")),
    ],
    ids=["topic", "bucket", "event", "schedule"],
)
@pytest.mark.parametrize(
    ("result", "expected"), [("{'batchItemFailures': [{}]}", "done"), ("1 / 0", "retry")]
)
def test_one_event_an_invocation_fails_by_an_exception_alone(
    declared: Any, trigger: Any, event: Any, result: str, expected: str
) -> None:
    guests = declared(answering(result), trigger)

    assert verdicts(guests.deliver(event)) == [expected]


def test_one_handler_serves_routes_and_queues(declared: Any, route: Any) -> None:
    source = """
    def handler(event, context):
        if "Records" in event:
            return None
        return event["routeKey"]
    """
    guests = declared(source, route("/a", "GET"), QUEUE, route("/b", "POST"))

    assert guests.ask("GET", "/a").body == b"GET /a"
    assert guests.ask("POST", "/b").body == b"POST /b"
    assert verdicts(guests.deliver(message(), index=1)) == ["done"]
