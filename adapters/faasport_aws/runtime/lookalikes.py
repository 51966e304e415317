"""Payloads that look like the one a codec reads and are not: what they are, and what to do."""

from __future__ import annotations

from faasport.runtime.errors import PayloadError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def refusal(event: Any, own: str) -> PayloadError:
    """The error for an event that the codec of ``own`` does not read, naming what it looks like."""
    expected = OWN[own]
    if not isinstance(event, dict):
        return PayloadError(
            f"This is {_json_kind(event)}, not {expected}: invoke the function through its front."
        )
    source = SOURCES.get(_source(event))
    if source is not None:
        return PayloadError(f"This is an event of {source}, not {expected}: {ELSEWHERE}")
    context = event.get("requestContext")
    context = context if isinstance(context, dict) else {}
    for name, looks_so, kind, advice in KINDS:
        if name == own and looks_so(event, context):
            return PayloadError(f"This is {kind}, but malformed: {SHAPES[own]}")
        if looks_so(event, context):
            return PayloadError(f"This is {kind}, not {expected}: {advice}")
    return PayloadError(
        f"This is not {expected}, but an object with {_names(event)}: "
        "invoke the function through its front, or send it an event of that shape."
    )


def _source(event: dict[str, Any]) -> str:
    """Who says that it sent this: the event itself or its first record, in either spelling."""
    records = event.get("Records")
    teller = records[0] if isinstance(records, list) and records else event
    if not isinstance(teller, dict):
        return ""
    source = teller.get("eventSource") or teller.get("EventSource")
    if isinstance(source, str):
        return source
    return next((name for name in UNSIGNED if name in event), "")


def _is_edge(event: dict[str, Any], context: dict[str, Any]) -> bool:
    records = event.get("Records")
    first = records[0] if isinstance(records, list) and records else None
    return isinstance(first, dict) and "cf" in first


def _is_lattice(event: dict[str, Any], context: dict[str, Any]) -> bool:
    return "raw_path" in event or "serviceNetworkArn" in context


def _is_http_v2(event: dict[str, Any], context: dict[str, Any]) -> bool:
    return isinstance(context.get("http"), dict)


# Members that stand for an eventSource where there is none.
UNSIGNED = ("awslogs", "deliveryStreamArn")
SOURCES = {
    "aws:sqs": "an SQS queue",
    "aws:sns": "an SNS topic",
    "aws:s3": "an S3 bucket",
    "aws:dynamodb": "a DynamoDB stream",
    "aws:kinesis": "a Kinesis stream",
    "aws:ses": "SES (incoming mail)",
    "aws:codecommit": "CodeCommit",
    "aws:kafka": "a Kafka topic (MSK)",
    "SelfManagedKafka": "a Kafka topic",
    "aws:mq": "an ActiveMQ queue",
    "aws:rmq": "a RabbitMQ queue",
    "aws:docdb": "a DocumentDB change stream",
    "awslogs": "CloudWatch Logs",
    "deliveryStreamArn": "a Firehose stream",
}
ELSEWHERE = "HTTP functions take HTTP events; give that source a function of its own."

OWN = {
    "alb": "an Application Load Balancer's payload",
    "http_v2": "payload 2.0 of an HTTP API or a function URL",
    "http_v1": "payload 1.0 of a REST API",
}
_MAPS = "'headers' and the other maps are objects or null."
SHAPES = {
    "alb": f"'httpMethod' and 'path' are texts, {_MAPS}",
    "http_v2": "'requestContext.http.method' and 'rawPath' are texts, 'headers' is an object.",
    "http_v1": f"'httpMethod' and 'path' are texts, {_MAPS}",
}

# In this order: an authorizer's payload is also an HTTP payload, and a WebSocket's may be.
KINDS = (
    (
        "authorizer",
        lambda event, context: "methodArn" in event or "routeArn" in event,
        "the payload of a Lambda authorizer",
        "attach an HTTP function to a route, not to an authorizer.",
    ),
    (
        "websocket",
        lambda event, context: "connectionId" in context or "eventType" in context,
        "a WebSocket API's payload",
        "WebSocket routes need a function of their own.",
    ),
    (
        "edge",
        _is_edge,
        "a Lambda@Edge payload (CloudFront)",
        "put CloudFront in front of a function URL or an API instead.",
    ),
    (
        "lattice",
        _is_lattice,
        "a VPC Lattice payload",
        "put the function behind an API, a function URL or a load balancer.",
    ),
    (
        "alb",
        lambda event, context: "elb" in context,
        "an Application Load Balancer's payload",
        'set front = "alb" and package again.',
    ),
    (
        "http_v2",
        _is_http_v2,
        "payload 2.0 (an HTTP API or a function URL)",
        'set front = "http-api" or front = "function-url" and package again.',
    ),
    (
        "empty",
        lambda event, context: event.get("httpMethod") == "",
        "an HTTP payload without a method",
        "give it an 'httpMethod' and a 'path'.",
    ),
    (
        "http_v1",
        lambda event, context: bool(event.get("httpMethod")) and "path" in event,
        "payload 1.0 (a REST API)",
        'set front = "rest-api" and package again.',
    ),
    (
        "records",
        lambda event, context: isinstance(event.get("Records"), list),
        "an event with Records (a queue, a topic, a bucket or a stream)",
        ELSEWHERE,
    ),
    (
        "eventbridge",
        lambda event, context: "detail-type" in event,
        "an EventBridge event",
        ELSEWHERE,
    ),
)


def _json_kind(value: Any) -> str:
    kinds = {list: "a list", str: "a text", type(None): "null", bool: "a boolean"}
    return kinds.get(type(value), "a number" if isinstance(value, (int, float)) else "no object")


def _names(event: dict[str, Any]) -> str:
    names = ", ".join(sorted(map(str, event))[:6])
    return names or "nothing in it"
