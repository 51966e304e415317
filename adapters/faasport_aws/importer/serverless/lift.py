"""Constructs of the plug-in Lift that are functions' work: a queue and its worker.

https://github.com/getlift/lift/blob/master/docs/queue.md
"""

from __future__ import annotations

from typing import Any

from faasport.migrator.naming import kebab
from faasport.migrator.reader import Reader
from faasport.migrator.tree import Items, Table

_ATTEMPTS, _BATCH = 3, 1
"""What Lift sets where nothing is said."""


def resource(name: str) -> str:
    """The logical id that stands for a construct."""
    return f"{name.replace('-', '')}Construct"


def reference(name: str, attribute: str) -> Any:
    """`${construct:jobs.queueUrl}` in CloudFormation's words; None of what is no queue's."""
    if attribute == "queueUrl":
        return Table({"Ref": resource(name)})
    if attribute == "queueArn":
        return Table({"Fn::GetAtt": Items([resource(name), "Arn"])})
    return None


def queues(constructs: Reader, resources: dict[str, Any]) -> dict[str, Table]:
    """The workers of queues, as functions by their names; their queues are put among the
    resources. Other constructs are left to be told."""
    workers: dict[str, Table] = {}
    for name in constructs.keys():  # noqa: SIM118
        told = constructs.table[name]
        if not isinstance(told, Table) or told.get("type") != "queue":
            continue
        inner = constructs.section(name)
        worker = inner.take("worker")
        inner.ignore("type")
        if not isinstance(worker, Table):
            continue
        resources[resource(name)] = _queue(name, inner)
        sqs = Table({"arn": Table({"Ref": resource(name)}), "batchSize": _batch(inner)})
        events = Items([Table({"sqs": sqs})], file=worker.file, line=worker.line)
        workers[f"{name}-worker"] = worker.like({**worker, "events": events})
    return workers


def sending(workers: dict[str, Table]) -> list[dict[str, Any]]:
    """Statements: every function may send to the queues."""
    return [
        {
            "Action": "sqs:SendMessage",
            "Resource": {"Fn::GetAtt": [resource(name.removesuffix("-worker")), "Arn"]},
        }
        for name in workers
    ]


def _queue(name: str, reader: Reader) -> Table:
    attempts = reader.take("maxRetries", int, _ATTEMPTS)
    properties: dict[str, Any] = {
        "QueueName": kebab(name),
        "RedrivePolicy": Table({"maxReceiveCount": attempts}),
    }
    if reader.take("fifo", bool, False):
        properties["FifoQueue"] = True
    return Table(
        {"Type": "AWS::SQS::Queue", "Properties": Table(properties)},
        file=reader.table.file,
        line=reader.table.line,
        path=reader.table.path,
    )


def _batch(reader: Reader) -> int:
    return reader.take("batchSize", int, _BATCH)
