"""Queues, tables and streams: Lambda reads them, and hears from the function which items failed.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
"""

from __future__ import annotations

import json
from typing import Any

from faasport.project.model import Project
from faasport_aws.packager import dead_letters
from faasport_aws.packager.kinds import CHANGES
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.policy import attribute
from faasport_aws.packager.sources import source_of
from faasport_aws.packager.units import Unit
from faasport_aws.packager.wiring import Wiring, trigger_of

PARTIAL = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}
WINDOW_ABOVE = 10
"""A larger batch of a queue's needs a window of a second at least.
https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"""

FEWEST_POLLERS, MOST_POLLERS = 2, 1000
"""https://docs.aws.amazon.com/lambda/latest/api/API_ScalingConfig.html"""
VISIBILITY = 6
"""Times the function's timeout: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"""
BEGINNING = "TRIM_HORIZON"
"""Where Lambda starts to read. That takes minutes, and LATEST would miss what is written meanwhile.
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html"""


def queue(project: Project, options: AwsOptions, unit: Unit) -> Wiring:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sqs.html"""
    source, batch_size = source_of(unit, options), trigger_of(unit).options["batch_size"]
    properties = {
        "Queue": source.arn,
        "BatchSize": batch_size,
        **({"MaximumBatchingWindowInSeconds": window(unit)} if window(unit) else {}),
        **PARTIAL,
        **({"ScalingConfig": {"MaximumConcurrency": most}} if (most := pollers(unit)) else {}),
    }
    return Wiring(
        event={"Type": "SQS", "Properties": properties},
        # The queue itself puts them there, so one that exists has its own.
        resources={} if source.existing else dead_letters.queue(project, unit, fifo=source.ordered),
    )


def pollers(unit: Unit) -> int | None:
    """How many invocations Lambda's poller makes at once: it takes no more messages than the
    function has instances for, where it can be told so.

    https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html#events-sqs-max-concurrency
    """
    most = unit.settings.concurrency.max
    return None if most is None or most < FEWEST_POLLERS else min(most, MOST_POLLERS)


def window(unit: Unit) -> int:
    """For how many seconds Lambda gathers a batch of this function's queue."""
    return int(trigger_of(unit).options["batch_size"] > WINDOW_ABOVE)


def visibility(unit: Unit) -> int:
    """For how many seconds no other invocation gets a message of this function's queue, while this
    one and its retries may have it."""
    return VISIBILITY * unit.settings.timeout + window(unit)


def table(project: Project, options: AwsOptions, unit: Unit) -> Wiring:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-dynamodb.html"""
    arn = source_of(unit, options).stream_arn
    names = [name for kind in trigger_of(unit).options["on"] for name in CHANGES[kind]]
    pattern = json.dumps({"eventName": list(dict.fromkeys(names))})
    wanted = {"FilterCriteria": {"Filters": [{"Pattern": pattern}]}} if names else {}
    return _log(project, unit, {"Type": "DynamoDB"}, arn, wanted)


def stream(project: Project, options: AwsOptions, unit: Unit) -> Wiring:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-kinesis.html"""
    return _log(project, unit, {"Type": "Kinesis"}, source_of(unit, options).arn, {})


def _log(
    project: Project, unit: Unit, event: dict[str, Any], arn: Any, more: dict[str, Any]
) -> Wiring:
    """A log of shards: each is read in order, again from the first failed record on. After the last
    attempt Lambda goes on, and the dead letters say where in the log the record is."""
    options = trigger_of(unit).options
    properties = {
        "Stream": arn,
        "StartingPosition": BEGINNING,
        "BatchSize": options["batch_size"],
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": options["max_attempts"] - 1,
        **PARTIAL,
        **more,
        "DestinationConfig": {
            "OnFailure": {"Type": "SQS", "Destination": attribute(dead_letters.key(unit))}
        },
    }
    return Wiring(
        event={**event, "Properties": properties}, resources=dead_letters.queue(project, unit)
    )
