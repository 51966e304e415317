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
- it has no API Gateway of the second version: `call` is an event of one

What functions ask of AWS themselves, with boto3, goes to a server on the loopback with the very
same services behind it.
"""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
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
from moto.server import ThreadedMotoServer

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.verifier import secrets as verifier_secrets
from faasport_aws.host.function import (
    ACCOUNT,
    REGION,
    FunctionError,
    FunctionResource,
    LambdaFunction,
)
from faasport_aws.runtime import http_v2
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
    "AWS::ApiGatewayV2::Api": "`call` is an event of one",
    "AWS::ApiGatewayV2::Stage": "part of the API",
}
RETAINED = ("AWS::S3::Bucket", "AWS::DynamoDB::Table")
"""What holds data stays when a stack goes."""


class Account:
    """What a test does in the account."""

    def __init__(self, folder: Path, python: Path, server: str = "") -> None:
        self._folder = folder
        self._python = python
        self._server = server
        self.omitted: dict[str, str] = {}
        """What moto's CloudFormation has not, by logical ids: their types."""
        self._types: dict[str, str] = {}
        self._running: dict[str, LambdaFunction] = {}
        self.resources: dict[str, str] = {}
        self.invoked: list[str] = []
        """The names of functions, each time that one is invoked."""

    def client(self, service: str) -> Any:
        return boto3.client(service, region_name=REGION)

    # Deployment.

    def deploy(self, packaged: Path) -> None:
        """The packaged folder as a stack; `resources` has physical names by logical ids."""
        self._upload(packaged / "code.zip")
        document = transformed((packaged / "template.yaml").read_bytes())
        every = document["Resources"]
        missing = {key for key, each in every.items() if each["Type"] in LEFT_OUT}
        # Neither is there what is about something that is not there.
        missing |= {key for key, each in every.items() if _names(each) & missing}
        self.omitted = {key: every[key]["Type"] for key in sorted(missing)}
        kept = {key: each for key, each in every.items() if key not in missing}
        outputs = {
            key: each
            for key, each in document.get("Outputs", {}).items()
            if not _names(each) & missing
        }
        body = json.dumps({**document, "Resources": kept, "Outputs": outputs})
        cloudformation = self.client("cloudformation")
        cloudformation.create_stack(StackName=STACK, TemplateBody=body)
        made = cloudformation.describe_stack_resources(StackName=STACK)["StackResources"]
        assert {each["LogicalResourceId"] for each in made} == kept.keys()
        # A permission has no name that anybody needs.
        named = (each for each in made if "PhysicalResourceId" in each)
        self.resources = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in named}
        self._types = {key: each["Type"] for key, each in kept.items()}
        self._complete(document["Resources"])

    def delete(self) -> set[str]:
        """The stack goes; what is there of it afterwards, by logical ids."""
        self.client("cloudformation").delete_stack(StackName=STACK)
        return {key for key, name in self.resources.items() if self._is_there(key, name)}

    def _is_there(self, key: str, name: str) -> bool:
        asked = THERE.get(self._types.get(key, ""))
        return bool(asked and name in asked(self.client))

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
        self.invoked.append(function.function_name)
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
                # What is deployed sends, as `verify` does not.
                variables={
                    "GUEST_BINDINGS": "on",
                    **function.environment_vars,
                    **self._reaching(),
                },
            )
            self._running[name] = LambdaFunction(resource, self._python)
        return self._running[name]

    def call(self, key: str, request: Request) -> Response:
        """A request as the API brings it to a function."""
        answer = self.client("lambda").invoke(
            FunctionName=self.resources[key], Payload=json.dumps(http_v2.encode_request(request))
        )
        body = answer["Payload"].read()
        assert "FunctionError" not in answer, body
        return http_v2.decode_response(json.loads(body))

    def _reaching(self) -> dict[str, str]:
        """What leads boto3, in the function's process, to the services here."""
        return {**CREDENTIALS, "AWS_ENDPOINT_URL": self._server} if self._server else {}

    def stop(self) -> None:
        for function in self._running.values():
            function.stop()


@contextmanager
def opened(folder: Path, python: Path, *, server: str = "") -> Iterator[Account]:
    """A new account, empty. Nothing of it leaves this process but to loopback."""
    account = Account(folder, python, server)
    runs = patch.object(
        MotoFunction, "_invoke_lambda", lambda fn, event=None: account.run(fn, event)
    )
    passes = patch.object(Rule, "send_to_targets", _to_functions)
    # An endpoint or a profile of the developer's would lead out of here.
    foreign = [name for name in os.environ if name.startswith("AWS_")]
    # `verify` gives a function's process its secrets; here it asks the store, as on Lambda.
    asks = patch.object(verifier_secrets, "with_values", dict)
    with patch.dict("os.environ"), runs, passes, asks:
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


@contextmanager
def serving() -> Iterator[str]:
    """The URL of the services for other processes, with what is in them here."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def _names(resource: Any) -> set[str]:
    """The logical ids that a resource refers to."""
    match resource:
        case {"Ref": str() as key}:
            return {key}
        case {"Fn::GetAtt": [str() as key, *_]}:
            return {key}
        case {"Fn::Sub": text}:
            whole = json.dumps(text)
            return {name.partition(".")[0] for name in re.findall(r"\$\{([^}]+)\}", whole)} | (
                _names(text[1]) if isinstance(text, list) else set()
            )
        case dict():
            return set().union(*map(_names, resource.values()))
        case list():
            return set().union(*map(_names, resource))
        case _:
            return set()


THERE: dict[str, Callable[[Any], list[str]]] = {
    "AWS::Lambda::Function": lambda client: [
        each["FunctionName"] for each in client("lambda").list_functions()["Functions"]
    ],
    "AWS::Lambda::EventSourceMapping": lambda client: [
        each["UUID"]
        for each in client("lambda").list_event_source_mappings()["EventSourceMappings"]
    ],
    "AWS::IAM::Role": lambda client: [
        each["RoleName"] for each in client("iam").list_roles()["Roles"]
    ],
    "AWS::SQS::Queue": lambda client: client("sqs").list_queues().get("QueueUrls", []),
    "AWS::SNS::Topic": lambda client: [
        each["TopicArn"] for each in client("sns").list_topics()["Topics"]
    ],
    "AWS::Events::Rule": lambda client: [
        each["Name"] for each in client("events").list_rules()["Rules"]
    ],
    "AWS::Logs::LogGroup": lambda client: [
        each["logGroupName"] for each in client("logs").describe_log_groups()["logGroups"]
    ],
    "AWS::S3::Bucket": lambda client: [
        each["Name"] for each in client("s3").list_buckets()["Buckets"]
    ],
    "AWS::DynamoDB::Table": lambda client: client("dynamodb").list_tables()["TableNames"],
}
"""What there is of each type in the account, by the names that stacks have for it."""


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
