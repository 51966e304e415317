"""Small events of AWS's services, which the tests of quirks change."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timezone
from typing import Any

from faasport_aws.runtime import dynamodb, eventbridge, s3, schedule, sns, sqs, stream

EVERY = (sqs, sns, s3, dynamodb, eventbridge, schedule, stream)


ARN = "arn:aws:sqs:us-east-1:123456789012:orders"


def utc(*fields: int) -> datetime:
    return datetime(*fields, tzinfo=timezone.utc)


def queued(body: Any = "text", arn: str = ARN, **attributes: str) -> dict[str, Any]:
    return {
        "messageId": "m-1",
        "body": body if isinstance(body, str) else json.dumps(body),
        "attributes": attributes,
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
    }


def one(codec: Any, *records: dict[str, Any], **members: Any) -> Any:
    (event,) = codec.decode_events({"Records": list(records), **members})
    return event


FIFO = {"MessageGroupId": "g", "SequenceNumber": "188", "MessageDeduplicationId": "d"}


NOTIFICATION = {
    "Type": "Notification",
    "MessageId": "n-1",
    "TopicArn": "arn:aws:sns:us-east-1:123456789012:signups",
    "Subject": "Hello",
    "Message": '{"sku": "a"}',
    "Timestamp": "2022-10-14T13:35:25.419Z",
    "MessageAttributes": {"kind": {"Type": "String", "Value": "new"}},
}


CHANGE = {
    "eventSource": "aws:s3",
    "eventTime": "2024-01-01T00:00:00.000Z",
    "eventName": "ObjectCreated:Put",
    "s3": {"bucket": {"name": "b"}, "object": {"key": "a+b%2Bc.txt", "size": 1}},
}


CREATED = {
    "version": "0",
    "id": "e-1",
    "detail-type": "Object Created",
    "source": "aws.s3",
    "time": "2024-01-01T00:00:00Z",
    "resources": ["arn:aws:s3:::b"],
    "detail": {"bucket": {"name": "b"}, "object": {"key": "a+b c.txt", "size": 1}},
}


CUSTOM = {**CREATED, "detail-type": "OrderCreated", "source": "shop", "detail": {"sku": "a"}}


TEST_EVENT = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"}


def published(**members: Any) -> dict[str, Any]:
    return {
        "EventSource": "aws:sns",
        "Sns": {"MessageId": "n", "Message": "text", "TopicArn": "arn", **members},
    }


FIRED = {
    "version": "0",
    "id": "t-1",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "time": "2020-09-30T15:58:34Z",
    "resources": ["arn:aws:events:eu-central-1:123456789012:rule/demo"],
    "detail": {},
}


def row(name: str = "MODIFY", arn: str = "arn", **told: Any) -> dict[str, Any]:
    return {
        "eventID": "c-1",
        "eventName": name,
        "eventSource": "aws:dynamodb",
        "eventSourceARN": arn,
        "dynamodb": {"Keys": {"id": {"S": "1"}}, "SequenceNumber": "111", **told},
    }


def put(data: bytes = b"x", number: str = "495", **members: Any) -> dict[str, Any]:
    return {
        "kinesis": {
            "partitionKey": "k",
            "sequenceNumber": number,
            "data": base64.b64encode(data).decode(),
            "approximateArrivalTimestamp": 1480641523.477,
            **members,
        },
        "eventSource": "aws:kinesis",
        "eventID": f"shardId-000000000006:{number}",
        "eventSourceARN": "arn:aws:kinesis:us-east-1:1:stream/clicks",
    }
