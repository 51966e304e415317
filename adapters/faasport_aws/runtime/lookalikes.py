"""Payloads that look like the one a codec reads and are not: what they are, and what to do."""

from __future__ import annotations

from faasport.runtime.errors import PayloadError

from .shapes import shape_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def refusal(event: Any, own: str) -> PayloadError:
    """The error for an event that the codec of ``own`` does not read, naming what it looks like."""
    expected = OWN[own]
    shape = shape_of(event)
    if shape is not None:
        name, kind = shape
        if name in READ_BY.get(own, (own,)):
            return PayloadError(f"This is {kind}, but malformed: {SHAPES[own]}")
        return PayloadError(f"This is {kind}, not {expected}: {_advice(name, own)}")
    if not isinstance(event, dict):
        return PayloadError(f"This is {_json_kind(event)}, not {expected}: {_through(own)}.")
    return PayloadError(
        f"This is not {expected}, but an object with {_names(event)}: "
        f"{_through(own)}, or send it an event of that shape."
    )


def _advice(name: str, own: str) -> str:
    if own in HTTP:
        return FRONTS.get(name, ELSEWHERE)
    trigger = next((each for each, names in TAKEN_BY.items() if name in names), None)
    if trigger is None:
        return "no trigger takes that; give it a Lambda function of its own."
    return f"functions of @faasport.{trigger} take that."


def _through(own: str) -> str:
    return f"invoke the function through its {'front' if own in HTTP else 'trigger'}"


HTTP = ("alb", "http_v2", "http_v1")
OWN = {
    "alb": "an Application Load Balancer's payload",
    "http_v2": "payload 2.0 of an HTTP API or a function URL",
    "http_v1": "payload 1.0 of a REST API",
    "sqs": "SQS messages",
    "sns": "an SNS notification",
    "s3": "a change to an S3 object",
    "dynamodb": "changes of a DynamoDB table",
    "eventbridge": "an EventBridge event",
    "schedule": "a schedule that fired",
    "stream": "records of a Kinesis or Kafka stream",
}
READ_BY = {
    "sqs": ("aws:sqs", "aws:mq", "aws:amq", "aws:rmq"),
    "sns": ("aws:sns",),
    "s3": ("aws:s3",),
    "dynamodb": ("aws:dynamodb", "aws:docdb"),
    "stream": ("aws:kinesis", "aws:kafka", "SelfManagedKafka", "aws:SelfManagedKafka"),
}
TAKEN_BY = {
    "http": (*HTTP, "empty"),
    "queue": READ_BY["sqs"],
    "topic": READ_BY["sns"],
    "bucket": READ_BY["s3"],
    "table": READ_BY["dynamodb"],
    "stream": READ_BY["stream"],
    "event": ("eventbridge",),
}
_MAPS = "'headers' and the other maps are objects or null."
_RECORDS = "'Records' is a list that is not empty, and each record has eventSource"
SHAPES = {
    "alb": f"'httpMethod' and 'path' are texts, {_MAPS}",
    "http_v2": "'requestContext.http.method' and 'rawPath' are texts, 'headers' is an object.",
    "http_v1": f"'httpMethod' and 'path' are texts, {_MAPS}",
    "sqs": f"{_RECORDS} 'aws:sqs'; a broker's batch has 'messages' or 'rmqMessagesByQueue'.",
    "sns": "'Records' is a list, and each record has EventSource 'aws:sns' and 'Sns' with "
    "'MessageId' and 'Message'.",
    "s3": f"{_RECORDS} 'aws:s3', and 's3' with the names of bucket and key.",
    "dynamodb": f"{_RECORDS} 'aws:dynamodb', 'eventName' and 'dynamodb'; a batch of DocumentDB's "
    "has 'events'.",
    "eventbridge": "'source' and 'detail-type' are texts.",
    "schedule": "'source' and 'detail-type' are texts.",
    "stream": f"{_RECORDS} 'aws:kinesis' and 'kinesis' with 'data'; a batch of Kafka's has "
    "'records' by topic and partition.",
}

ELSEWHERE = "HTTP functions take HTTP events; give that source a function of its own."
FRONTS = {
    "authorizer": "attach an HTTP function to a route, not to an authorizer.",
    "websocket": "WebSocket routes need a function of their own.",
    "edge": "put CloudFront in front of a function URL or an API instead.",
    "lattice": "put the function behind an API, a function URL or a load balancer.",
    "alb": 'set front = "alb" and package again.',
    "http_v2": 'set front = "http-api" or front = "function-url" and package again.',
    "empty": "give it an 'httpMethod' and a 'path'.",
    "http_v1": 'set front = "rest-api" and package again.',
}


def _json_kind(value: Any) -> str:
    kinds = {list: "a list", str: "a text", type(None): "null", bool: "a boolean"}
    return kinds.get(type(value), "a number" if isinstance(value, (int, float)) else "no object")


def _names(event: dict[str, Any]) -> str:
    names = ", ".join(sorted(map(str, event))[:6])
    return names or "nothing in it"
