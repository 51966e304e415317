"""What brings functions their events, as a Terraform configuration says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faasport_aws.host.event_source import POLLED, EventSource
from faasport_aws.host.terraform_block import Blocks

# Kind of resource, or service of an ARN, to SAM's name of what is read.
READ = {
    "aws_sqs_queue": "SQS",
    "sqs": "SQS",
    "aws_dynamodb_table": "DynamoDB",
    "dynamodb": "DynamoDB",
    "aws_kinesis_stream": "Kinesis",
    "kinesis": "Kinesis",
}
MAPPING = "aws_lambda_event_source_mapping"
# Kind of resource to SAM's name of it, and to the argument that names the function.
PUSHED = {
    "aws_sns_topic_subscription": ("SNS", "endpoint"),
    "aws_cloudwatch_event_target": ("EventBridgeRule", "arn"),
}
SCHEDULE = "aws_scheduler_schedule"


def sources(blocks: Blocks) -> Iterator[EventSource]:
    """Every source of events but HTTP, with the name of its function."""
    for mapping in blocks.of(MAPPING).values():
        yield _mapping(mapping, blocks)
    for resource, (kind, argument) in PUSHED.items():
        for body in blocks.of(resource).values():
            yield _pushed(kind, blocks.named(body[argument]))
    for schedule in blocks.of(SCHEDULE).values():
        yield _pushed("ScheduleV2", blocks.named(schedule["target"]["arn"]))


def consuming(blocks: Blocks) -> Iterator[str]:
    """The names of the functions that have such a source."""
    return (source.function for source in sources(blocks))


def _mapping(body: Mapping[str, Any], blocks: Blocks) -> EventSource:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_event_source_mapping"""
    arn = body["event_source_arn"]
    kind = READ[blocks.referred(arn)[0] or arn.split(":")[2]]
    return EventSource(
        function=blocks.named(body["function_name"]),
        kind=kind,
        batch_size=int(body.get("batch_size", POLLED[kind])),
        reports_items="ReportBatchItemFailures" in body.get("function_response_types", ()),
    )


def _pushed(kind: str, function: str) -> EventSource:
    return EventSource(function=function, kind=kind, batch_size=1, reports_items=False)
