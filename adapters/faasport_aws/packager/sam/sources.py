"""The queues, topics, buckets, tables and streams of a SAM template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from faasport.packager import name
from faasport.project.model import Project
from faasport_aws.packager import dead_letters
from faasport_aws.packager.limits import STREAM_NAME, TOPIC_NAME
from faasport_aws.packager.policy import attribute
from faasport_aws.packager.sam.polled import visibility
from faasport_aws.packager.sources import Source
from faasport_aws.packager.wiring import trigger_of

# What holds data outlives the stack, and a change of its name.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
RETAINED = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}


def resource(project: Project, source: Source) -> dict[str, Any]:
    """The resource itself. It has no policy that lets others in: that is its user's to say."""
    return RESOURCES[source.kind](project, source)


def described(source: Source) -> dict[str, Any]:
    """The output that tells it to what is not of this stack."""
    text = f"The {source.kind} {source.name}, {source.variable} to the code."
    return {"Description": text, "Value": source.reference}


def _queue(project: Project, source: Source) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html"""
    (unit, *_) = source.units
    fifo = {"FifoQueue": True, "ContentBasedDeduplication": True} if source.ordered else {}
    return {
        "Type": "AWS::SQS::Queue",
        "Properties": {
            "QueueName": dead_letters.named(project, source.name, fifo=source.ordered),
            **fifo,
            "VisibilityTimeout": visibility(unit),
            "RedrivePolicy": {
                "deadLetterTargetArn": attribute(dead_letters.key(unit)),
                "maxReceiveCount": trigger_of(unit).options["max_attempts"],
            },
            "SqsManagedSseEnabled": True,
        },
    }


def _topic(project: Project, source: Source) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html"""
    topic_name = name.resource(project, source.name, limit=TOPIC_NAME)
    return {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": topic_name}}


def _bucket(project: Project, source: Source) -> dict[str, Any]:
    """Its name is CloudFormation's: it must be unique in the world.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
    """
    encryption = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    closed = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
    return {
        "Type": "AWS::S3::Bucket",
        **RETAINED,
        "Properties": {
            "BucketEncryption": {"ServerSideEncryptionConfiguration": [encryption]},
            "PublicAccessBlockConfiguration": dict.fromkeys(closed, True),
            "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": True}},
        },
    }


def _table(project: Project, source: Source) -> dict[str, Any]:
    """Its name is CloudFormation's, since a table that outlives its stack keeps it.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
    """
    return {
        "Type": "AWS::DynamoDB::Table",
        **RETAINED,
        "Properties": {
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST",
            "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
        },
    }


def _stream(project: Project, source: Source) -> dict[str, Any]:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesis-stream.html"""
    return {
        "Type": "AWS::Kinesis::Stream",
        "Properties": {
            "Name": name.resource(project, source.name, limit=STREAM_NAME),
            "StreamModeDetails": {"StreamMode": "ON_DEMAND"},
            "StreamEncryption": {"EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"},
        },
    }


RESOURCES: Mapping[str, Callable[[Project, Source], dict[str, Any]]] = {
    "queue": _queue,
    "topic": _topic,
    "bucket": _bucket,
    "table": _table,
    "stream": _stream,
}
