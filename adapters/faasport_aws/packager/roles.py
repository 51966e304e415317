"""The roles of a manifest, each with what it may do and no more. Nobody else's policies are used.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from faasport_aws.packager import dead_letters, permissions, secret_stores, unbounded
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.policy import Policies, Role, Statement, arn, attribute
from faasport_aws.packager.sources import source_of, sources_of
from faasport_aws.packager.units import ALIAS, Unit

# What Lambda asks of the role when the mapping is made:
# https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
_QUEUE = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/using-identity-based-policies.html
_TABLE = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
# https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
_STREAM = (
    "DescribeStream",
    "DescribeStreamSummary",
    "GetRecords",
    "GetShardIterator",
    "ListShards",
)


def execution(options: AwsOptions, unit: Unit, units: Sequence[Unit]) -> Role:
    """The role of one function."""
    return Role("lambda.amazonaws.com", f"What {unit.name} may do.", policies(options, unit, units))


def policies(options: AwsOptions, unit: Unit, units: Sequence[Unit]) -> Policies:
    """What the function may do, by what for. `units` are all of the project's."""
    own = permissions.statements(
        unit.settings.permissions.get("aws", ()), sources_of(units, options)
    )
    every: Mapping[str, Sequence[Statement]] = {
        "logs": [_logging(unit)],
        **_reading(options, unit),
        "dead-letters": [dead_letters.sending(unit)] if sends_dead_letters(unit) else [],
        "secrets": secret_stores.statements(unit.settings.secrets, options),
        "tracing": [unbounded.TRACING.statement] if unit.traits.tracing else [],
        "network": _network(unit) if in_network(unit) else [],
        "permissions": own,
    }
    return {name: statements for name, statements in every.items() if statements}


def schedules(unit: Unit) -> Role:
    """What the function's schedule may do.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    """
    policies: Policies = {
        "invoke": [{"Action": "lambda:InvokeFunction", "Resource": invoked(unit)}],
        "dead-letters": [dead_letters.sending(unit)],
    }
    condition = {
        "StringEquals": {
            "aws:SourceAccount": {"Ref": "AWS::AccountId"},
            "aws:SourceArn": arn("scheduler", "schedule-group/default"),
        }
    }
    description = f"Lets the schedule of {unit.name} invoke it."
    return Role("scheduler.amazonaws.com", description, policies, condition)


def deployment(unit: Unit, alarms: Sequence[str]) -> Role:
    """What CodeDeploy may do: move the alias of this function while it looks at these alarms.

    https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html
    """
    function = arn("lambda", f"function:{unit.name}")
    moving = {
        "Action": [
            "lambda:GetAlias",
            "lambda:GetProvisionedConcurrencyConfig",
            "lambda:UpdateAlias",
        ],
        # Its versions and aliases are parts of its ARN.
        "Resource": [function, arn("lambda", f"function:{unit.name}:*")],
    }
    watching = {
        "Action": "cloudwatch:DescribeAlarms",
        "Resource": [arn("cloudwatch", f"alarm:{name}") for name in alarms],
    }
    return Role(
        "codedeploy.amazonaws.com",
        f"Lets CodeDeploy move requests to new versions of {unit.name}.",
        {"deploy": [moving], "alarms": [watching]},
    )


def sends_dead_letters(unit: Unit) -> bool:
    """Whether Lambda puts there what the function could not handle: in its name. A queue's dead
    letters are put there by the queue itself."""
    return unit.consumer is not None and unit.consumer.trigger.kind != "queue"


def in_network(unit: Unit) -> bool:
    """Whether its user has put it into a network of theirs, in the words of either manifest."""
    return any(
        "vpc_config" in raw or "VpcConfig" in _table(raw.get("Properties")) for raw in unit.raw
    )


def _table(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, Mapping) else {}


def invoked(unit: Unit) -> Any:
    """The ARN that events are sent to."""
    key = f"{unit.logical_id}Function"
    if not unit.traits.live:
        return attribute(key)
    return {"Fn::Sub": f"${{{key}.Arn}}:{ALIAS}"}


def _network(unit: Unit) -> list[Statement]:
    row = unbounded.NETWORK
    return [row.statement, unbounded.not_by_its_code(row, unit.name)]


def _logging(unit: Unit) -> Statement:
    return {
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        # The attribute ends in ":*", the streams of this group.
        "Resource": attribute(f"{unit.logical_id}Logs"),
    }


def _reading(options: AwsOptions, unit: Unit) -> Policies:
    """What Lambda needs to read what the function listens to."""
    kind = unit.consumer.trigger.kind if unit.consumer else ""
    if kind == "queue":
        return {"queue": [{"Action": list(_QUEUE), "Resource": source_of(unit, options).arn}]}
    if kind == "table":
        actions = [f"dynamodb:{name}" for name in _TABLE]
        return {"stream": [{"Action": actions, "Resource": source_of(unit, options).stream_arn}]}
    if kind == "stream":
        actions = [f"kinesis:{name}" for name in _STREAM]
        return {"stream": [{"Action": actions, "Resource": source_of(unit, options).arn}]}
    return {}
