"""What SAM makes of a function's event sources, said one by one.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from faasport_aws.packager.terraform.argument import (
    Arguments,
    Table,
    arguments,
    block,
    blocks,
    document,
    elsewhere,
)
from faasport_aws.packager.terraform.block import Block, Resource, local
from faasport_aws.packager.terraform.expression import Scope
from faasport_aws.packager.terraform.function import invoked, permission

Event = Callable[[str, Resource, Mapping[str, Any], Scope], Iterator[Block]]


def events(resource: Resource, scope: Scope) -> Iterator[Block]:
    """Everything that brings this function its events, but HTTP."""
    for name, event in resource.properties.get("Events", {}).items():
        if event["Type"] not in HTTP:
            # SAM's own name for what it makes of an event, to which the template refers.
            key = local(f"{resource.key}{name}")
            yield from EVENTS[event["Type"]](key, resource, event["Properties"], scope)


def _mapping(
    key: str, function: Resource, properties: Mapping[str, Any], scope: Scope
) -> Iterator[Block]:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lambda_event_source_mapping"""
    told = arguments(properties, _MAPPING, scope, function.key)
    yield _made("aws_lambda_event_source_mapping", key, function, {
        "function_name": invoked(function), **told,
    })  # fmt: skip


def _subscription(
    key: str, function: Resource, properties: Mapping[str, Any], scope: Scope
) -> Iterator[Block]:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sns_topic_subscription"""
    told = arguments(properties, _SUBSCRIPTION, scope, function.key)
    yield _made("aws_sns_topic_subscription", key, function, {
        "protocol": "lambda", "endpoint": invoked(function), **told,
    })  # fmt: skip
    yield permission(function, "sns.amazonaws.com", told["topic_arn"])


def _rule(
    key: str, function: Resource, properties: Mapping[str, Any], scope: Scope
) -> Iterator[Block]:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_event_target"""
    told = arguments(properties, _RULE, scope, function.key)
    rule = _made("aws_cloudwatch_event_rule", key, function, {
        # A rule's name has as many characters as a function's at most, and ours are unique.
        "name": function.properties["FunctionName"],
        "description": f"Invokes {function.properties['FunctionName']}.",
        **told,
    })  # fmt: skip
    target = {
        "rule": rule.of("name"),
        "arn": invoked(function),
        **arguments(properties, _TARGET, scope, function.key),
    }
    yield rule
    yield _made("aws_cloudwatch_event_target", key, function, target)
    yield permission(function, "events.amazonaws.com", rule.of("arn"))


def _schedule(
    key: str, function: Resource, properties: Mapping[str, Any], scope: Scope
) -> Iterator[Block]:
    """https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/scheduler_schedule"""
    told = arguments(properties, _SCHEDULE, scope, function.key)
    target = arguments(properties, _SCHEDULED, scope, function.key)
    yield _made("aws_scheduler_schedule", key, function, {
        **told, "target": {"arn": invoked(function), **target},
    })  # fmt: skip


def _made(kind: str, key: str, function: Resource, body: Mapping[str, Any]) -> Block:
    made = function.block(kind, body)
    return Block(kind, key, made.body)


def _response_types(value: Any, scope: Scope) -> Arguments:
    return {"function_response_types": scope.value(value)}


def _failed(value: Mapping[str, Any], scope: Scope) -> Arguments:
    return {"on_failure": {"destination_arn": scope.value(value["Destination"])}}


HTTP = ("HttpApi", "Api")
EVENTS: Mapping[str, Event] = {
    "SQS": _mapping,
    "DynamoDB": _mapping,
    "Kinesis": _mapping,
    "SNS": _subscription,
    "EventBridgeRule": _rule,
    "ScheduleV2": _schedule,
}
_MAPPING: Table = {
    "Queue": "event_source_arn",
    "Stream": "event_source_arn",
    "StartingPosition": "starting_position",
    "BatchSize": "batch_size",
    "MaximumBatchingWindowInSeconds": "maximum_batching_window_in_seconds",
    "BisectBatchOnFunctionError": "bisect_batch_on_function_error",
    "MaximumRetryAttempts": "maximum_retry_attempts",
    "FunctionResponseTypes": _response_types,
    "ScalingConfig": block("scaling_config", {"MaximumConcurrency": "maximum_concurrency"}),
    "FilterCriteria": block(
        "filter_criteria", {"Filters": blocks("filter", {"Pattern": "pattern"})}
    ),
    "DestinationConfig": block("destination_config", {"OnFailure": _failed}),
}
_SUBSCRIPTION: Table = {"Topic": "topic_arn", "RedrivePolicy": document("redrive_policy")}
_RETRIES = block(
    "retry_policy",
    {
        "MaximumEventAgeInSeconds": "maximum_event_age_in_seconds",
        "MaximumRetryAttempts": "maximum_retry_attempts",
    },
)
_DEAD_LETTERS = block("dead_letter_config", {"Arn": "arn"})
_RULE: Table = {
    "EventBusName": "event_bus_name",
    "Pattern": document("event_pattern"),
    "RetryPolicy": elsewhere,
    "DeadLetterConfig": elsewhere,
}
_TARGET: Table = {
    "EventBusName": "event_bus_name",
    "Pattern": elsewhere,
    "RetryPolicy": _RETRIES,
    "DeadLetterConfig": _DEAD_LETTERS,
}
_SCHEDULE: Table = {
    "Name": "name",
    "Description": "description",
    "ScheduleExpression": "schedule_expression",
    "ScheduleExpressionTimezone": "schedule_expression_timezone",
    "FlexibleTimeWindow": block("flexible_time_window", {"Mode": "mode"}),
    "RoleArn": elsewhere,
    "Input": elsewhere,
    "RetryPolicy": elsewhere,
    "DeadLetterConfig": elsewhere,
}
_SCHEDULED: Table = {
    **dict.fromkeys(_SCHEDULE, elsewhere),
    "RoleArn": "role_arn",
    "Input": "input",
    "RetryPolicy": _RETRIES,
    "DeadLetterConfig": _DEAD_LETTERS,
}
