"""What AWS makes of each kind of trigger. As of November 2026."""

from __future__ import annotations

from faasport.packager.capability import Capabilities, Capability

_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg"
_EVENTBRIDGE = "https://docs.aws.amazon.com/eventbridge/latest/userguide"
_ASYNCHRONOUS = (
    "Lambda tries an asynchronous event three times at most, whatever max_attempts says.",
    "A rejected event is tried as often as a failed one before it is a dead letter.",
)
_LOG = (
    "What failed last is found in the dead letters by its place in the stream, not as a copy.",
    "A rejected record is tried as often as a failed one before it is a dead letter.",
)
_DEAD_LETTERS = "an SQS queue of the function's own"

CAPABILITIES: Capabilities = {
    "http": Capability(
        service="API Gateway (HTTP API or REST API), a load balancer, or a function URL",
        source=f"{_LAMBDA}/furls-http-invoke-decision.html",
    ),
    "schedule": Capability(
        service="EventBridge Scheduler",
        source="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
        dead_letter=_DEAD_LETTERS,
        degrades=_ASYNCHRONOUS,
    ),
    "queue": Capability(
        service="SQS",
        source=f"{_LAMBDA}/services-sqs-errorhandling.html",
        batch="up to 10,000 messages; 10 of an ordered queue",
        ordering="by message group, with `ordered=True` (a FIFO queue)",
        partial_failure="each message alone; in a group from the first failure on",
        dead_letter="an SQS queue, after max_attempts deliveries",
        degrades=(
            "A rejected message is delivered until max_attempts is reached, then a dead letter.",
            "A message comes again after the queue's visibility timeout: six times the timeout.",
            "In a group, what waits behind a failure counts as delivered, and may be dead with it.",
        ),
    ),
    "topic": Capability(
        service="SNS",
        source=f"{_LAMBDA}/with-sns.html",
        dead_letter=_DEAD_LETTERS,
        degrades=_ASYNCHRONOUS,
    ),
    "bucket": Capability(
        service="S3 through EventBridge",
        source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html",
        dead_letter=_DEAD_LETTERS,
        degrades=_ASYNCHRONOUS,
    ),
    "table": Capability(
        service="DynamoDB Streams",
        source=f"{_LAMBDA}/services-ddb-batchfailurereporting.html",
        batch="up to 10,000 changes",
        ordering="by partition key",
        partial_failure="from the first failure on",
        dead_letter=f"{_DEAD_LETTERS}, which is told the place in the stream",
        degrades=_LOG,
    ),
    "event": Capability(
        service="EventBridge: the account's default bus, or that of `event_bus`",
        source=f"{_EVENTBRIDGE}/eb-event-patterns.html",
        dead_letter=_DEAD_LETTERS,
        degrades=_ASYNCHRONOUS,
    ),
    "stream": Capability(
        service="Kinesis Data Streams",
        source=f"{_LAMBDA}/services-kinesis-batchfailurereporting.html",
        batch="up to 10,000 records",
        ordering="by partition key",
        partial_failure="from the first failure on",
        dead_letter=f"{_DEAD_LETTERS}, which is told the place in the stream",
        degrades=_LOG,
    ),
}
