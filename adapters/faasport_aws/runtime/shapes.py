"""Everything that AWS sends to a function, told apart by documented members: a closed list.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def shape_of(native: Any) -> tuple[str, str] | None:
    """(name, what it is) of a payload; None for what AWS would not send by itself."""
    if isinstance(native, list):
        return _resolvers(native)
    if not isinstance(native, dict):
        return None
    source = source_of(native)
    if source in SOURCES:
        return source, f"an event of {SOURCES[source]}"
    context = native.get("requestContext")
    context = context if isinstance(context, dict) else {}
    for name, looks_so, kind in KINDS:
        if looks_so(native, context):
            return name, kind
    for members, kind in OTHERS:
        if all(member in native for member in members):
            return members[0], kind
    return None


def source_of(event: dict[str, Any]) -> str:
    """Who says that it sent this: the event itself or its first record, in either spelling."""
    records = event.get("Records")
    teller = records[0] if isinstance(records, list) and records else event
    if not isinstance(teller, dict):
        return ""
    source = teller.get("eventSource") or teller.get("EventSource")
    if isinstance(source, str):
        return source
    return next((name for name in UNSIGNED if name in event), "")


def _resolvers(native: list[Any]) -> tuple[str, str] | None:
    first = native[0] if native else None
    is_batch = isinstance(first, dict) and "arguments" in first and "info" in first
    return ("appsync", "a batch of AppSync's resolvers") if is_batch else None


def _is_edge(event: dict[str, Any], context: dict[str, Any]) -> bool:
    records = event.get("Records")
    first = records[0] if isinstance(records, list) and records else None
    return isinstance(first, dict) and "cf" in first


def _is_lattice(event: dict[str, Any], context: dict[str, Any]) -> bool:
    return "raw_path" in event or "serviceNetworkArn" in context


def _is_http_v2(event: dict[str, Any], context: dict[str, Any]) -> bool:
    return isinstance(context.get("http"), dict)


def _is_transformed(event: dict[str, Any], context: dict[str, Any]) -> bool:
    """Firehose; a transformation's sample of AWS's own has the records alone."""
    records = event.get("records")
    first = records[0] if isinstance(records, list) and records else None
    return isinstance(first, dict) and "recordId" in first


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
    "aws:SelfManagedKafka": "a Kafka topic",
    "aws:mq": "an ActiveMQ queue",
    "aws:amq": "an ActiveMQ queue",
    "aws:rmq": "a RabbitMQ queue",
    "aws:docdb": "a DocumentDB change stream",
    "awslogs": "CloudWatch Logs",
    "deliveryStreamArn": "a Firehose stream",
}

# In this order: an authorizer's payload is also an HTTP payload, and a WebSocket's may be.
KINDS = (
    (
        "authorizer",
        lambda event, context: "methodArn" in event or "routeArn" in event,
        "the payload of a Lambda authorizer",
    ),
    (
        "websocket",
        lambda event, context: "connectionId" in context or "eventType" in context,
        "a WebSocket API's payload",
    ),
    ("edge", _is_edge, "a Lambda@Edge payload (CloudFront)"),
    ("lattice", _is_lattice, "a VPC Lattice payload"),
    (
        "alb",
        lambda event, context: "elb" in context,
        "an Application Load Balancer's payload",
    ),
    ("http_v2", _is_http_v2, "payload 2.0 (an HTTP API or a function URL)"),
    (
        "empty",
        lambda event, context: event.get("httpMethod") == "",
        "an HTTP payload without a method",
    ),
    (
        "http_v1",
        lambda event, context: bool(event.get("httpMethod")) and "path" in event,
        "payload 1.0 (a REST API)",
    ),
    (
        "records",
        lambda event, context: isinstance(event.get("Records"), list),
        "an event with Records (a queue, a topic, a bucket or a stream) that name no known source",
    ),
    ("deliveryStreamArn", _is_transformed, f"an event of {SOURCES['deliveryStreamArn']}"),
    ("eventbridge", lambda event, context: "detail-type" in event, "an EventBridge event"),
    (
        "aws:s3",
        lambda event, context: event.get("Event") == "s3:TestEvent",
        "the test event of an S3 bucket",
    ),
)

# What no trigger serves: by the members that its documentation promises.
OTHERS = (
    (("triggerSource", "userPoolId"), "a trigger of a Cognito user pool"),
    (("datasetName", "identityPoolId"), "a Cognito Sync event"),
    (("bot", "currentIntent"), "a Lex bot's event"),
    (("bot", "sessionState"), "a Lex bot's event"),
    (("RequestType", "ResponseURL"), "a request of a CloudFormation custom resource"),
    (("invokingEvent", "resultToken"), "an AWS Config rule's event"),
    (("CodePipeline.job",), "a CodePipeline job"),
    (("invocationSchemaVersion", "tasks"), "an S3 Batch Operations task"),
    (("getObjectContext",), "an S3 Object Lambda request"),
    (("SecretId", "ClientRequestToken", "Step"), "a step of a Secrets Manager rotation"),
    (("arguments", "info"), "an AppSync resolver's event"),
    (("actionGroup", "agent"), "a Bedrock agent's request"),
    (("Details", "Name"), "a contact flow's event of Amazon Connect"),
    (("widgetContext",), "a CloudWatch dashboard's request"),
    (("connection-id", "endpoint-id"), "a Client VPN connection request"),
    (("protocolData", "connectionMetadata"), "an IoT authorizer's request"),
    (("clickType", "serialNumber"), "an IoT button's click"),
    (("header", "payload"), "an Alexa Smart Home directive"),
    (("session", "request"), "an Alexa skill's request"),
    (("jobQueue", "jobDefinition"), "an AWS Batch job"),
    (("labelingJobArn",), "a SageMaker Ground Truth task"),
    (("Error", "Cause"), "a Step Functions error"),
    (("requestContext", "requestPayload"), "a record of a Lambda destination"),
)
