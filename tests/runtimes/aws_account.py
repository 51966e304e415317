"""An account of AWS on this machine: moto's services, and functions that run in AWS's own runtime
client on the artifact as it was packaged.

moto keeps queues, redrive policies, topics, buckets, tables and rules. Ours is what it does not do,
or not as the services do it:
- it runs functions in Docker; here they run like those of `verify`
- it deploys no SAM: the template goes through AWS's translator first
- its CloudFormation leaves out some types, and a bucket's notifications: `deploy` adds those that
  something here depends on (of any other type moto warns, and a warning is an error)
- it hands a queue's messages to functions one by one and does not read which of a batch failed:
  `poll` is Lambda's poller, with the batch size and response types of the mapping
- its rules have no functions as targets
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
from moto import mock_aws
from moto.awslambda.models import LambdaFunction as MotoFunction
from moto.awslambda.utils import get_backend
from moto.events.models import Rule

from faasport_aws.host.function import (
    ACCOUNT,
    REGION,
    FunctionError,
    FunctionResource,
    LambdaFunction,
)
from tests.unit.targets.sam_to_cloudformation import transformed

STACK = "orders-dev"
# Where the translator has been told that the code lies.
CODE_BUCKET, CODE_KEY = "bucket", "code.zip"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}
# Types that moto's CloudFormation does not have, and why nothing is missed.
LEFT_OUT = {
    "AWS::SNS::Subscription": "made by `deploy`",
    "AWS::SQS::QueuePolicy": "moto checks no permission",
    "AWS::Lambda::EventInvokeConfig": "moto does not try an asynchronous event again",
    "AWS::Scheduler::Schedule": "moto has no clock",
}


class Account:
    """What a test does in the account."""

    def __init__(self, folder: Path, python: Path) -> None:
        self._folder = folder
        self._python = python
        self._running: dict[str, LambdaFunction] = {}
        self.resources: dict[str, str] = {}

    def client(self, service: str) -> Any:
        return boto3.client(service, region_name=REGION)

    # Deployment.

    def deploy(self, packaged: Path) -> None:
        """The packaged folder as a stack; `resources` has physical names by logical ids."""
        self._upload(packaged / "code.zip")
        document = transformed((packaged / "template.yaml").read_bytes())
        kept = {k: r for k, r in document["Resources"].items() if r["Type"] not in LEFT_OUT}
        body = json.dumps({**document, "Resources": kept})
        cloudformation = self.client("cloudformation")
        cloudformation.create_stack(StackName=STACK, TemplateBody=body)
        made = cloudformation.describe_stack_resources(StackName=STACK)["StackResources"]
        assert {each["LogicalResourceId"] for each in made} == kept.keys()
        # A permission has no name that anybody needs.
        named = (each for each in made if "PhysicalResourceId" in each)
        self.resources = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in named}
        self._complete(document["Resources"])

    def _upload(self, archive: Path) -> None:
        s3 = self.client("s3")
        s3.create_bucket(Bucket=CODE_BUCKET)
        s3.put_object(Bucket=CODE_BUCKET, Key=CODE_KEY, Body=archive.read_bytes())

    def _complete(self, resources: dict[str, Any]) -> None:
        for key, resource in resources.items():
            properties = resource["Properties"]
            if resource["Type"] == "AWS::SNS::Subscription":
                self.client("sns").subscribe(
                    TopicArn=self.resources[properties["TopicArn"]["Ref"]],
                    Protocol=properties["Protocol"],
                    Endpoint=self.function_arn(properties["Endpoint"]["Fn::GetAtt"][0]),
                )
            if resource["Type"] == "AWS::S3::Bucket":
                given = properties["NotificationConfiguration"]["EventBridgeConfiguration"]
                assert given == {"EventBridgeEnabled": True}
                self.client("s3").put_bucket_notification_configuration(
                    Bucket=self.resources[key],
                    NotificationConfiguration={"EventBridgeConfiguration": {}},
                )
        for mapping in self.mappings():
            if ":sqs:" in mapping["EventSourceArn"]:
                # Or moto would deliver each message by itself as soon as it is sent.
                self.client("lambda").update_event_source_mapping(
                    UUID=mapping["UUID"], Enabled=False
                )

    def function_arn(self, key: str) -> str:
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.resources[key]}"

    def mappings(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.client("lambda").list_event_source_mappings()[
            "EventSourceMappings"
        ]
        return found

    # Queues, as Lambda's poller treats them.
    # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html

    def poll(self, key: str) -> int:
        """One batch of the queue to its function: how many messages there were. What is done is
        deleted; the rest becomes visible again when its time is up."""
        sqs, url = self.client("sqs"), self.resources[key]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        (mapping,) = (each for each in self.mappings() if each["EventSourceArn"] == arn)
        messages = sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=mapping["BatchSize"],
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        if messages:
            failed = self._invoked(mapping, [_record(each, arn) for each in messages])
            for message in messages:
                if message["MessageId"] not in failed:
                    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return len(messages)

    def _invoked(self, mapping: dict[str, Any], records: list[dict[str, Any]]) -> set[str]:
        """The ids of the messages that are not to be deleted."""
        answer = self.client("lambda").invoke(
            FunctionName=mapping["FunctionArn"], Payload=json.dumps({"Records": records})
        )
        everything = {each["messageId"] for each in records}
        if "FunctionError" in answer:
            return everything
        if mapping["FunctionResponseTypes"] != ["ReportBatchItemFailures"]:
            return set()
        told = json.loads(answer["Payload"].read())["batchItemFailures"]
        failed = {each["itemIdentifier"] for each in told}
        assert failed <= everything
        return failed

    def make_visible(self, key: str) -> None:
        """By hand, what time does: the visibility timeout of all messages in flight is over."""
        queue = _queue(self.resources[key])
        for message in queue._messages:
            message.change_visibility(0)
        queue.pending_messages.clear()

    def waiting(self, key: str) -> list[str]:
        """The bodies of all messages in a queue, in flight or not."""
        return [message.body for message in _queue(self.resources[key])._messages]

    # Functions.

    def run(self, function: MotoFunction, event: Any = None) -> tuple[str, bool, str]:
        """In place of moto's own: result, whether it is an error, log."""
        payload = event if isinstance(event, str) else json.dumps(event)
        try:
            result = self._running_of(function).invoke(payload.encode())
        except FunctionError as error:
            told = {"errorType": error.error_type, "errorMessage": error.message}
            return json.dumps(told), True, str(error)
        return result.decode(), False, ""

    def _running_of(self, function: MotoFunction) -> LambdaFunction:
        name = function.function_name
        if name not in self._running:
            folder = self._folder / name
            with zipfile.ZipFile(io.BytesIO(function.code_bytes)) as archive:
                archive.extractall(folder)
            resource = FunctionResource(
                logical_id=name,
                name=name,
                handler=str(function.handler),
                code=folder,
                timeout=float(function.timeout),
                memory=int(function.memory_size),
                variables=function.environment_vars,
            )
            self._running[name] = LambdaFunction(resource, self._python)
        return self._running[name]

    def stop(self) -> None:
        for function in self._running.values():
            function.stop()


@contextmanager
def opened(folder: Path, python: Path) -> Iterator[Account]:
    """A new account, empty. Nothing of it leaves this process but to loopback."""
    account = Account(folder, python)
    runs = patch.object(
        MotoFunction, "_invoke_lambda", lambda fn, event=None: account.run(fn, event)
    )
    passes = patch.object(Rule, "send_to_targets", _to_functions)
    # An endpoint or a profile of the developer's would lead out of here.
    foreign = [name for name in os.environ if name.startswith("AWS_")]
    with patch.dict("os.environ"), runs, passes:
        for name in foreign:
            del os.environ[name]
        os.environ.update(CREDENTIALS)
        with mock_aws():
            try:
                yield account
            finally:
                account.stop()


def _to_functions(rule: Rule, event: dict[str, Any], transform_input: bool = True) -> None:
    """The event to the functions among the rule's targets, as EventBridge would write it."""
    if rule.state != "ENABLED" or not rule.event_pattern.matches_event(event):
        return
    moment = datetime.fromtimestamp(float(event["time"]), timezone.utc)
    native = {**event, "time": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}
    for target in rule.targets:
        get_backend(ACCOUNT, REGION).invoke(target["Arn"], None, json.dumps(native), {}, {})


def _queue(url: str) -> Any:
    from moto.sqs.models import sqs_backends

    return sqs_backends[ACCOUNT][REGION].get_queue(url.rpartition("/")[2])


def _record(message: dict[str, Any], arn: str) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event"""
    attributes = {
        name: {key[0].lower() + key[1:]: value for key, value in given.items()}
        for name, given in message.get("MessageAttributes", {}).items()
    }
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": attributes,
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": REGION,
    }
