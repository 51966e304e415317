"""Resources of the template that are one or a few of Terraform's, by tables of their properties.

Each table is a page of https://registry.terraform.io/providers/hashicorp/aws/latest/docs
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faasport_aws.packager.terraform.argument import (
    Arguments,
    Table,
    arguments,
    block,
    blocks,
    document,
    tags,
)
from faasport_aws.packager.terraform.block import Block, Resource
from faasport_aws.packager.terraform.expression import Scope, UntranslatedError


def plain(resource: Resource, scope: Scope) -> Iterator[Block]:
    """One for one."""
    if resource.type not in PLAIN:
        raise UntranslatedError(f"{resource.key} is an {resource.type}, which is not known here.")
    kind, table = PLAIN[resource.type]
    body = arguments(resource.properties, table, scope, resource.key)
    yield resource.block(kind, {**body, **kept(resource)})


def kept(resource: Resource) -> Arguments:
    """What must outlive its stack is not deleted before its user says so in the configuration.

    https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy
    """
    retained = resource.traits.get("DeletionPolicy") == "Retain"
    return {"lifecycle": {"prevent_destroy": True}} if retained else {}


def _mode(value: Mapping[str, Any], scope: Scope) -> Arguments:
    return {"stream_mode_details": {"stream_mode": scope.value(value["StreamMode"])}}


def _stream_encryption(value: Mapping[str, Any], scope: Scope) -> Arguments:
    return {"encryption_type": value["EncryptionType"], "kms_key_id": scope.value(value["KeyId"])}


def _dimensions(value: list[Mapping[str, Any]], scope: Scope) -> Arguments:
    return {"dimensions": {each["Name"]: scope.value(each["Value"]) for each in value}}


_QUEUE: Table = {
    "QueueName": "name",
    "FifoQueue": "fifo_queue",
    "ContentBasedDeduplication": "content_based_deduplication",
    "VisibilityTimeout": "visibility_timeout_seconds",
    "MessageRetentionPeriod": "message_retention_seconds",
    "RedrivePolicy": document("redrive_policy"),
    "SqsManagedSseEnabled": "sqs_managed_sse_enabled",
    "Tags": tags,
}
_TOPIC: Table = {"TopicName": "name", "Tags": tags}
_STREAM: Table = {
    "Name": "name",
    "StreamModeDetails": _mode,
    "StreamEncryption": _stream_encryption,
    "Tags": tags,
}
_LOGS: Table = {"LogGroupName": "name", "RetentionInDays": "retention_in_days", "Tags": tags}
_ALARM: Table = {
    "AlarmName": "alarm_name",
    "AlarmDescription": "alarm_description",
    "Namespace": "namespace",
    "MetricName": "metric_name",
    "Dimensions": _dimensions,
    "Statistic": "statistic",
    "Period": "period",
    "EvaluationPeriods": "evaluation_periods",
    "DatapointsToAlarm": "datapoints_to_alarm",
    "Threshold": "threshold",
    "ComparisonOperator": "comparison_operator",
    "TreatMissingData": "treat_missing_data",
    "Tags": tags,
}
_KEY: Table = {"Name": "name", "Description": "description", "Enabled": "enabled", "Tags": tags}
_PLAN: Table = {
    "UsagePlanName": "name",
    "Description": "description",
    "ApiStages": blocks("api_stages", {"ApiId": "api_id", "Stage": "stage"}),
    "Throttle": block(
        "throttle_settings", {"BurstLimit": "burst_limit", "RateLimit": "rate_limit"}
    ),
    "Quota": block("quota_settings", {"Limit": "limit", "Period": "period"}),
    "Tags": tags,
}
_PLAN_KEY: Table = {"KeyId": "key_id", "KeyType": "key_type", "UsagePlanId": "usage_plan_id"}

PLAIN: Mapping[str, tuple[str, Table]] = {
    "AWS::ApiGateway::ApiKey": ("aws_api_gateway_api_key", _KEY),
    "AWS::ApiGateway::UsagePlan": ("aws_api_gateway_usage_plan", _PLAN),
    "AWS::ApiGateway::UsagePlanKey": ("aws_api_gateway_usage_plan_key", _PLAN_KEY),
    "AWS::SQS::Queue": ("aws_sqs_queue", _QUEUE),
    "AWS::SNS::Topic": ("aws_sns_topic", _TOPIC),
    "AWS::Kinesis::Stream": ("aws_kinesis_stream", _STREAM),
    "AWS::Logs::LogGroup": ("aws_cloudwatch_log_group", _LOGS),
    "AWS::CloudWatch::Alarm": ("aws_cloudwatch_metric_alarm", _ALARM),
}
