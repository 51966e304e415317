"""The dead letters of one function: an SQS queue for what it could not handle."""

from __future__ import annotations

from typing import Any

from faasport.packager import name
from faasport.project.model import Project
from faasport_aws.packager.limits import QUEUE_NAME
from faasport_aws.packager.policy import Resources, Statement, attribute, document
from faasport_aws.packager.units import Unit

DAY = 24 * 60 * 60
FIFO = ".fifo"


def key(unit: Unit) -> str:
    """Its logical id."""
    return f"{unit.logical_id}DeadLetters"


def queue(project: Project, unit: Unit, *, fifo: bool = False) -> Resources:
    """The queue, which keeps a message as long as SQS does. That of a FIFO queue is one as well.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
    """
    queue_name = named(project, f"{unit.label}-dead-letters", fifo=fifo)
    return {
        key(unit): {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "QueueName": queue_name,
                **({"FifoQueue": True} if fifo else {}),
                "MessageRetentionPeriod": 14 * DAY,
                "SqsManagedSseEnabled": True,
            },
        }
    }


def named(project: Project, queue_name: str, *, fifo: bool) -> str:
    """The name of a queue: that of a FIFO queue ends in `.fifo`."""
    if not fifo:
        return name.resource(project, queue_name, limit=QUEUE_NAME)
    return name.resource(project, queue_name, limit=QUEUE_NAME - len(FIFO)) + FIFO


def sending(unit: Unit) -> Statement:
    """What the function's role, or the schedule's, needs to put something there."""
    return {"Action": "sqs:SendMessage", "Resource": attribute(key(unit))}


def letting(unit: Unit, service: str, source: Any) -> Resources:
    """A service puts there what it cannot deliver to the function, from this one source of its.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html#eb-dlq-perms
    """
    statement = {
        "Principal": {"Service": service},
        "Action": "sqs:SendMessage",
        "Resource": attribute(key(unit)),
        "Condition": {"ArnEquals": {"aws:SourceArn": source}},
    }
    return {
        f"{key(unit)}Policy": {
            "Type": "AWS::SQS::QueuePolicy",
            "Properties": {
                "Queues": [{"Ref": key(unit)}],
                "PolicyDocument": document(statement),
            },
        }
    }
