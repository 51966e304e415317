"""Topics, buckets, event buses and schedules: each event invokes the function asynchronously.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
"""

from __future__ import annotations

import json
from typing import Any

from faasport.packager import name
from faasport.project.model import Project
from faasport_aws.packager import dead_letters, patterns, roles
from faasport_aws.packager.limits import ASYNCHRONOUS_RETRIES, SCHEDULE_NAME
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.patterns import Pattern
from faasport_aws.packager.policy import Resources, attribute, resource
from faasport_aws.packager.sources import source_of
from faasport_aws.packager.units import Unit
from faasport_aws.packager.wiring import Wiring, made_by_sam, trigger_of

# Of an event that does not reach the function at all: what EventBridge does by itself, said.
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
DELIVERY = {"MaximumEventAgeInSeconds": 24 * 60 * 60, "MaximumRetryAttempts": 185}

# What a schedule sends: an EventBridge event like that of a rule, with the values that Scheduler
# puts in. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
TICK = {
    "version": "0",
    "id": "<aws.scheduler.execution-id>",
    "detail-type": "Scheduled Event",
    "source": "aws.scheduler",
    "time": "<aws.scheduler.scheduled-time>",
    "resources": ["<aws.scheduler.schedule-arn>"],
    "detail": {},
}


def topic(project: Project, options: AwsOptions, unit: Unit) -> Wiring:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sns.html"""
    arn = source_of(unit, options).arn
    redrive = {"deadLetterTargetArn": attribute(dead_letters.key(unit))}
    event = {"Type": "SNS", "Properties": {"Topic": arn, "RedrivePolicy": redrive}}
    letting = dead_letters.letting(unit, "sns.amazonaws.com", arn)
    return _asynchronous(project, unit, event, letting)


def bucket(project: Project, options: AwsOptions, unit: Unit) -> Wiring:
    """By EventBridge, which any number of functions can listen to."""
    source = source_of(unit, options)
    return _rule(project, unit, patterns.of_bucket(trigger_of(unit).options, source.reference))


def event(project: Project, options: AwsOptions, unit: Unit) -> Wiring:
    """On the account's default bus, or one that exists."""
    return _rule(project, unit, patterns.of_event(trigger_of(unit).options))


def schedule(project: Project, options: AwsOptions, unit: Unit) -> Wiring:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-schedulev2.html"""
    from faasport_aws.packager import cron  # most projects have no schedule

    trigger, key = trigger_of(unit), f"{unit.logical_id}RoleForSchedule"
    properties = {
        "Name": schedule_name(project, unit),
        "Description": f"Invokes {unit.name}.",
        "ScheduleExpression": cron.expression(trigger),
        "ScheduleExpressionTimezone": trigger.options["timezone"],
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Input": json.dumps(TICK),
        "RoleArn": attribute(key),
        "RetryPolicy": DELIVERY,
        "DeadLetterConfig": {"Arn": attribute(dead_letters.key(unit))},
    }
    event = {"Type": "ScheduleV2", "Properties": properties}
    return _asynchronous(project, unit, event, {key: resource(roles.schedules(unit))})


def schedule_name(project: Project, unit: Unit) -> str:
    """What the schedule is called: by the name that it was given, else like its function."""
    given = trigger_of(unit).name
    own = unit.consumer is not None and given == unit.consumer.function.name
    return name.resource(project, unit.label if own else given, limit=SCHEDULE_NAME)


def _rule(project: Project, unit: Unit, pattern: Pattern) -> Wiring:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventbridgerule.html"""
    bus = unit.traits.event_bus if trigger_of(unit).kind == "event" else None
    properties = {
        **({"EventBusName": bus} if bus else {}),
        "Pattern": pattern,
        "RetryPolicy": DELIVERY,
        "DeadLetterConfig": {"Arn": attribute(dead_letters.key(unit))},
    }
    rule = {"Type": "EventBridgeRule", "Properties": properties}
    letting = dead_letters.letting(unit, "events.amazonaws.com", attribute(made_by_sam(unit)))
    return _asynchronous(project, unit, rule, letting)


def _asynchronous(
    project: Project, unit: Unit, event: dict[str, Any], resources: Resources
) -> Wiring:
    """Lambda keeps the event, and tries it again if the function fails: twice, and no more."""
    retries = trigger_of(unit).options.get("max_attempts", ASYNCHRONOUS_RETRIES + 1) - 1
    failed = {"Type": "SQS", "Destination": attribute(dead_letters.key(unit))}
    config = {
        "MaximumRetryAttempts": min(retries, ASYNCHRONOUS_RETRIES),
        "DestinationConfig": {"OnFailure": failed},
    }
    return Wiring(
        event=event,
        resources={**dead_letters.queue(project, unit), **resources},
        properties={"EventInvokeConfig": config},
    )
