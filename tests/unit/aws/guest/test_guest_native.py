"""A → A: what came from AWS in the shape that a handler knows is the very event that it gets."""

from __future__ import annotations

from typing import Any

import pytest

from faasport.runtime.context import Context
from faasport_aws.runtime import (
    alb,
    dynamodb,
    eventbridge,
    http_v1,
    http_v2,
    s3,
    schedule,
    sns,
    sqs,
)

KEEPS = """
seen = []

def handler(event, context):
    seen.append((event, context))
    return {"statusCode": 200, "body": ""}
"""


class Lambda:
    """What Lambda passes as `context`, as far as it is looked at."""

    aws_request_id = "id-1"

    def get_remaining_time_in_millis(self) -> int:
        return 3000


def v2(**more: Any) -> dict[str, Any]:
    return {
        "version": "2.0",
        "routeKey": "GET /users/{id}",
        "rawPath": "/users/7",
        "rawQueryString": "",
        "headers": {"host": "h"},
        "pathParameters": {"id": "7"},
        "requestContext": {
            "http": {"method": "GET", "path": "/users/7"},
            "routeKey": "GET /users/{id}",
            "stage": "$default",
            "domainName": "a.execute-api.eu-west-1.amazonaws.com",
        },
        "of": "tomorrow",
        **more,
    }


def v1(**more: Any) -> dict[str, Any]:
    return {
        "resource": "/users/{id}",
        "path": "/users/7",
        "httpMethod": "GET",
        "headers": {"Host": "h"},
        "requestContext": {"resourcePath": "/users/{id}", "stage": "live"},
        **more,
    }


def balanced(**more: Any) -> dict[str, Any]:
    context = {"elb": {"targetGroupArn": "arn:t"}}
    return {"requestContext": context, "httpMethod": "GET", "path": "/users/7", **more}


def seen(guests: Any) -> tuple[Any, Any]:
    """The event and the context that the handler got."""
    (given,) = guests.handlers.seen
    return given  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("codec", "payload", "native"),
    [
        (http_v2, "http-api-2.0", v2()),
        (
            http_v2,
            "function-url",
            v2(requestContext={**v2()["requestContext"], "domainName": "x.lambda-url.eu.on.aws"}),
        ),
        (http_v1, "rest-api-1.0", v1()),
        (alb, "alb", balanced(multiValueHeaders={"host": ["h"]})),
        (alb, "alb-single", balanced(headers={"host": "h"})),
    ],
    ids=["http-api-2.0", "function-url", "rest-api-1.0", "alb", "alb-single"],
)
def test_an_event_of_the_same_front_is_untouched(
    declared: Any, route: Any, codec: Any, payload: str, native: Any
) -> None:
    guests = declared(KEEPS, route("/users/{id}", "GET"), payload=payload)

    guests.answer(codec.decode_request(native))

    assert seen(guests)[0] is native


@pytest.mark.parametrize(
    ("codec", "native", "payload"),
    [
        (http_v1, v1(), "http-api-2.0"),
        (http_v2, v2(), "function-url"),
        (http_v2, v2(), "rest-api-1.0"),
        (alb, balanced(headers={"host": "h"}), "alb"),
        (alb, balanced(multiValueHeaders={"host": ["h"]}), "alb-single"),
    ],
    ids=["v1 as v2", "v2 as url", "v2 as v1", "single as multi", "multi as single"],
)
def test_an_event_of_another_front_is_written_anew(
    declared: Any, route: Any, codec: Any, native: Any, payload: str
) -> None:
    guests = declared(KEEPS, route("/users/{id}", "GET"), payload=payload)

    guests.answer(codec.decode_request(native))

    assert seen(guests)[0] is not native
    assert "of" not in seen(guests)[0]


def test_a_route_of_another_front_is_put_right_in_a_copy(declared: Any, route: Any) -> None:
    native = v2(routeKey="$default", pathParameters={"proxy": "users/7"})
    guests = declared(KEEPS, route("/users/{id}", "GET"))

    guests.answer(http_v2.decode_request(native))

    event, _ = seen(guests)
    assert event["routeKey"] == event["requestContext"]["routeKey"] == "GET /users/{id}"
    assert event["pathParameters"] == {"id": "7"}
    assert event["of"] == "tomorrow"
    assert native["pathParameters"] == {"proxy": "users/7"}


def test_a_resource_of_another_front_is_put_right_in_a_copy(declared: Any, route: Any) -> None:
    native = v1(resource="/{proxy+}", pathParameters={"proxy": "users/7"})
    guests = declared(KEEPS, route("/users/{id}", "GET"), payload="rest-api-1.0")

    guests.answer(http_v1.decode_request(native))

    event, _ = seen(guests)
    assert event["resource"] == event["requestContext"]["resourcePath"] == "/users/{id}"
    assert event["pathParameters"] == {"id": "7"}
    assert native["resource"] == "/{proxy+}"


def test_the_context_is_lambdas_own(declared: Any, route: Any) -> None:
    request = http_v2.decode_request(v2())
    request.invocation = (native := Lambda(), False, "f")
    guests = declared(KEEPS, route("/users/{id}", "GET"))

    guests.answer(request)

    assert seen(guests)[1] is native


SQS = {
    "messageId": "m-1",
    "receiptHandle": "r",
    "body": "text",
    "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1"},
    "messageAttributes": {},
    "eventSource": "aws:sqs",
    "eventSourceARN": "arn:aws:sqs:eu-west-1:1:orders",
    "awsRegion": "eu-west-1",
}
SNS = {
    "EventSource": "aws:sns",
    "EventVersion": "1.0",
    "Sns": {"MessageId": "n-1", "Message": "text", "TopicArn": "arn:aws:sns:eu-west-1:1:t"},
}
S3 = {
    "eventSource": "aws:s3",
    "eventName": "ObjectCreated:Put",
    "eventTime": "2024-01-01T00:00:00.000Z",
    "s3": {"bucket": {"name": "b"}, "object": {"key": "k"}},
}
CHANGE = {
    "eventID": "e-1",
    "eventName": "INSERT",
    "eventSource": "aws:dynamodb",
    "eventSourceARN": "arn:aws:dynamodb:eu-west-1:1:table/users/stream/1",
    "dynamodb": {"Keys": {"id": {"S": "1"}}, "SequenceNumber": "1"},
}
BUS = {
    "version": "0",
    "id": "e-1",
    "detail-type": "a.b",
    "source": "shop",
    "time": "2024-01-01T00:00:00Z",
    "detail": {},
}
UPLOAD = {
    **BUS,
    "source": "aws.s3",
    "detail-type": "Object Created",
    "detail": {"bucket": {"name": "b"}, "object": {"key": "k"}},
}
FIRED = {
    **BUS,
    "source": "aws.events",
    "detail-type": "Scheduled Event",
    "resources": ["arn:aws:events:eu-west-1:1:rule/nightly"],
}


@pytest.mark.parametrize(
    ("kind", "told", "codec", "record"),
    [
        ("queue", {"name": "q"}, sqs, SQS),
        ("topic", {"name": "t"}, sns, SNS),
        ("bucket", {"name": "b"}, s3, S3),
        ("table", {"name": "users"}, dynamodb, CHANGE),
    ],
    ids=["queue", "topic", "bucket", "table"],
)
def test_a_record_of_the_same_source_is_untouched(
    declared: Any, kind: str, told: Any, codec: Any, record: Any
) -> None:
    guests = declared(KEEPS, (kind, told, {}))

    guests.deliver(*codec.decode_events({"Records": [record]}))

    event, _ = seen(guests)
    assert list(event) == ["Records"]
    assert event["Records"][0] is record


@pytest.mark.parametrize(
    ("trigger", "codec", "native", "payload"),
    [
        (("event", {"type": "*"}, {}), eventbridge, BUS, ""),
        (("bucket", {"name": "b"}, {}), s3, UPLOAD, "s3-eventbridge"),
        (("schedule", {"expression": "0 6 * * *"}, {}), schedule, FIRED, ""),
    ],
    ids=["event", "bucket", "schedule"],
)
def test_an_event_of_the_bus_is_untouched(
    declared: Any, trigger: Any, codec: Any, native: Any, payload: str
) -> None:
    guests = declared(KEEPS, trigger, payload=payload)

    guests.deliver(*codec.decode_events(native))

    assert seen(guests)[0] is native


def test_the_context_of_events_is_lambdas_own(declared: Any) -> None:
    native = Lambda()
    guests = declared(KEEPS, ("queue", {"name": "q"}, {}))
    context = Context(platform="aws", native=native)

    guests.deliver(*sqs.decode_events({"Records": [SQS]}), context=context)

    assert seen(guests)[1] is native


def test_a_bucket_told_by_the_bus_is_a_notification_for_who_knows_those(declared: Any) -> None:
    guests = declared(KEEPS, ("bucket", {"name": "b"}, {}))

    guests.deliver(*s3.decode_events(UPLOAD))

    (record,) = seen(guests)[0]["Records"]
    assert record["eventName"] == "ObjectCreated:Put"
    assert record["s3"]["object"]["key"] == "k"
    assert record["eventTime"] == "2024-01-01T00:00:00.000Z"


def test_a_schedule_of_the_scheduler_is_a_rule_for_who_knows_those(declared: Any) -> None:
    arn = "arn:aws:scheduler:eu-west-1:1:schedule/default/nightly"
    native = {**FIRED, "source": "aws.scheduler", "resources": [arn], "detail": "{}"}
    guests = declared(KEEPS, ("schedule", {"expression": "0 6 * * *"}, {}))

    guests.deliver(*schedule.decode_events(native))

    event, _ = seen(guests)
    assert event["source"] == "aws.events"
    assert event["resources"] == ["arn:aws:events:us-east-1:123456789012:rule/nightly"]
    assert event["detail"] == {}
    assert event["time"] == "2024-01-01T00:00:00Z"
