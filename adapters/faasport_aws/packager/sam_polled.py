"""Queues, tables and streams: Lambda reads them, and hears from the function which items failed.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
"""

from __future__ import annotations

import json
from typing import Any

from faasport.project.model import Project
from faasport_aws.packager import sam_dead_letters as dead_letters
from faasport_aws.packager.kinds import CHANGES
from faasport_aws.packager.sam_policy import attribute
from faasport_aws.packager.sources import source_of
from faasport_aws.packager.units import Unit
from faasport_aws.packager.wiring import Wiring, trigger_of

PARTIAL = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}
WINDOW_ABOVE = 10
"""A larger batch of a queue's needs a window of a second at least.
https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"""

VISIBILITY = 6
"""Times the function's timeout: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"""
BEGINNING = "TRIM_HORIZON"
"""Where Lambda starts to read. That takes minutes, and LATEST would miss what is written meanwhile.
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html"""

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


def queue(project: Project, unit: Unit) -> Wiring:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sqs.html"""
    source, batch_size = source_of(unit), trigger_of(unit).options["batch_size"]
    arn = attribute(source.logical_id)
    properties = {
        "Queue": arn,
        "BatchSize": batch_size,
        **({"MaximumBatchingWindowInSeconds": window(unit)} if window(unit) else {}),
        **PARTIAL,
    }
    return Wiring(
        event={"Type": "SQS", "Properties": properties},
        policies={"queue": [{"Action": list(_QUEUE), "Resource": arn}]},
        # The queue itself puts them there: no role has to do with it.
        resources=dead_letters.queue(project, unit, fifo=source.ordered),
    )


def window(unit: Unit) -> int:
    """For how many seconds Lambda gathers a batch of this function's queue."""
    return int(trigger_of(unit).options["batch_size"] > WINDOW_ABOVE)


def visibility(unit: Unit) -> int:
    """For how many seconds no other invocation gets a message of this function's queue, while this
    one and its retries may have it."""
    return VISIBILITY * unit.settings.timeout + window(unit)


def table(project: Project, unit: Unit) -> Wiring:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-dynamodb.html"""
    arn = attribute(source_of(unit).logical_id, "StreamArn")
    names = [name for kind in trigger_of(unit).options["on"] for name in CHANGES[kind]]
    pattern = json.dumps({"eventName": list(dict.fromkeys(names))})
    wanted = {"FilterCriteria": {"Filters": [{"Pattern": pattern}]}} if names else {}
    return _log(project, unit, "DynamoDB", arn, _actions("dynamodb", _TABLE), wanted)


def stream(project: Project, unit: Unit) -> Wiring:
    """https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-kinesis.html"""
    arn = attribute(source_of(unit).logical_id)
    return _log(project, unit, "Kinesis", arn, _actions("kinesis", _STREAM), {})


def _log(
    project: Project,
    unit: Unit,
    kind: str,
    arn: dict[str, Any],
    actions: list[str],
    more: dict[str, Any],
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
        event={"Type": kind, "Properties": properties},
        policies={
            "stream": [{"Action": actions, "Resource": arn}],
            "dead-letters": [dead_letters.sending(unit)],
        },
        resources=dead_letters.queue(project, unit),
    )


def _actions(service: str, names: tuple[str, ...]) -> list[str]:
    return [f"{service}:{name}" for name in names]
