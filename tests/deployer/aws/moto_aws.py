"""An account of AWS on the loopback: moto's services, and a CloudFormation before them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar
from unittest.mock import patch
from urllib.parse import urlsplit

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket
from moto.server import DomainDispatcherApplication, create_backend_app

from tests.deployer.aws import wire
from tests.deployer.aws.sandboxes import Sandboxes, said
from tests.deployer.aws.stacks import Stacks
from tests.deployer.conformance.platform import Platform
from tests.deployer.harness.call import Answer, Call
from tests.deployer.harness.server import serving
from tests.deployer.harness.wsgi import answered

ACCOUNT, REGION = "123456789012", "eu-central-1"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SESSION = "IQoJb3JpZ2luX2VjEXAMPLETOKEN"
APP = """\
import faasport


@faasport.http("GET", "/hello/{name}")
def hello(name: str):
    return {"hello": name, "version": 1}


@faasport.queue("jobs")
def work(job: dict):
    print("did", job)
"""
_READS = ("Get", "Describe", "List", "Filter")


class MotoAws(Platform):
    target: ClassVar[str] = "aws"
    modules: ClassVar[tuple[str, ...]] = (
        "faasport_aws.deployer",
        "ruamel.yaml",
        "tests.deployer.aws.warm",
    )
    app: ClassVar[str] = APP
    options: ClassVar[str] = 'unit = "app"\n'
    secrets: ClassVar[tuple[str, ...]] = (SECRET, SESSION)

    def __init__(self) -> None:
        super().__init__()
        self._application = DomainDispatcherApplication(create_backend_app)
        self._clients: dict[str, Any] = {}
        self.stacks = Stacks(self.client, REGION, ACCOUNT)
        self.sandboxes = Sandboxes(self.client, self.code)
        self.fills_queues = True
        self.hides_variables = False
        """Whether who asks may not use the key of the functions' variables."""
        self.anothers = ""
        """A bucket that is not ours, whatever we do."""

    @contextmanager
    def running(self, folder: Path) -> Iterator[Mapping[str, str]]:
        with (
            ExitStack() as stack,
            patch.dict(os.environ, {"AWS_DEFAULT_REGION": REGION}),  # the translator asks
            patch.multiple(
                LambdaFunction,
                update_function_code=_changing(LambdaFunction.update_function_code),
                update_configuration=_changing(LambdaFunction.update_configuration),
            ),
            # moto does not read a policy's conditions, and takes "only by TLS" for "never".
            patch.object(FakeBucket, "get_permission", _neutral),
            serving(self._answer, self.gate, refusal=wire.refusal) as served,
        ):
            self.empty()
            stack.callback(self.sandboxes.stop)
            yield {
                "AWS_ENDPOINT_URL": served.url,
                "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
                "AWS_SECRET_ACCESS_KEY": SECRET,
                "AWS_SESSION_TOKEN": SESSION,
                "AWS_DEFAULT_REGION": REGION,
                "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_CONFIG_FILE": os.devnull,
                "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            }

    def _answer(self, call: Call) -> Answer:
        asked_of = wire.service(call)
        if asked_of == "cloudformation":
            return self.stacks.answer(call)
        if asked_of == "s3" and call.path.partition("?")[0].split("/")[1] == self.anothers:
            return self._of_another(call)
        if asked_of == "lambda" and call.path.endswith("/invocations"):
            return self.sandboxes.answer(call)
        answer = self._moto(call)
        if asked_of == "tagging":  # moto takes no tags of AWS's own
            body = answer.body.replace(b'"cfn:', b'"aws:')
            return Answer(answer.status, body, {"content-type": "application/x-amz-json-1.1"})
        if asked_of == "lambda" and self.hides_variables and call.path.endswith("/configuration"):
            hidden = {"Error": {"ErrorCode": "AccessDeniedException", "Message": "KMS"}}
            return Answer.of({**json.loads(answer.body), "Environment": hidden})
        return answer

    def _of_another(self, call: Call) -> Answer:
        if call.method == "PUT" and not call.query:
            return wire.refused("s3", "BucketAlreadyExists", "The bucket is not available.", 409)
        return wire.refused("s3", "AccessDenied", "Access Denied", 403)

    def code(self, function: str, version: str = "$LATEST") -> bytes:
        """The archive that Lambda has of it."""
        found: bytes = lambda_backends[ACCOUNT][REGION].get_function(function, version).code_bytes
        return found

    def _moto(self, call: Call) -> Answer:
        return answered(self._application, call)

    def client(self, service: str) -> Any:
        """Past the gate: what CloudFormation itself asks, and what a test looks at."""
        if service not in self._clients:
            client = boto3.client(
                service,
                region_name=REGION,
                endpoint_url="http://127.0.0.1",
                aws_access_key_id="none",
                aws_secret_access_key="none",
            )
            client.meta.events.register("before-send", self._at_once)
            self._clients[service] = client
        return self._clients[service]

    def _at_once(self, request: AWSPreparedRequest, **_told: Any) -> AWSResponse:
        """Without a socket."""
        parts = urlsplit(request.url)
        headers = {key.lower(): _text(value) for key, value in request.headers.items()}
        body = request.body.read() if hasattr(request.body, "read") else request.body
        call = Call(
            request.method,
            parts.path,
            parts.query,
            {"host": parts.netloc, **headers},
            body.encode() if isinstance(body, str) else body or b"",
        )
        answer = self._moto(call)
        return AWSResponse(request.url, answer.status, answer.headers, _Raw(answer.body))

    def empty(self) -> None:
        self._moto(Call("POST", "/moto-api/reset", headers={"host": "127.0.0.1"}))
        self.stacks.empty()
        self.stacks.made = self._made
        self.anothers = ""

    def _made(self, kind: str, name: str) -> None:
        if kind == "AWS::SQS::Queue" and self.fills_queues:
            self.client("sqs").send_message(QueueUrl=name, MessageBody="somebody's")

    def state(self) -> Any:
        return {
            "stacks": self._stacks(),
            "functions": self._functions(),
            "queues": self.data(),
            "logs": sorted(
                _names(self.client("logs").describe_log_groups(), "logGroups", "logGroupName")
            ),
            "roles": sorted(_names(self.client("iam").list_roles(), "Roles", "Description")),
            "apis": sorted(_names(self.client("apigatewayv2").get_apis(), "Items", "Name")),
            "mappings": sorted(
                (each["FunctionArn"], each["EventSourceArn"])
                for each in self.client("lambda").list_event_source_mappings()[
                    "EventSourceMappings"
                ]
            ),
            "uploads": self._uploads(),
        }

    def _stacks(self) -> Any:
        return {
            stack.name: {
                "standing": "whole" if stack.status.endswith("_COMPLETE") else stack.status,
                "tags": stack.tags,
                "resources": sorted((key, live.kind) for key, live in stack.resources.items()),
                "change_sets": len(stack.change_sets),
            }
            for stack in self.stacks.stacks
            if stack.status != "DELETE_COMPLETE"
        }

    def _functions(self) -> Any:
        client = self.client("lambda")
        return {
            each["FunctionName"]: {
                "latest": _told(each),
                **{
                    alias["Name"]: {
                        **_told(
                            client.get_function_configuration(
                                FunctionName=each["FunctionName"],
                                Qualifier=alias["FunctionVersion"],
                            )
                        ),
                        "weights": _weights(alias),
                    }
                    for alias in client.list_aliases(FunctionName=each["FunctionName"])["Aliases"]
                },
            }
            for each in client.list_functions()["Functions"]
        }

    def _uploads(self) -> Any:
        """What is left of a stack that is gone; and a bucket that is not as it has to be. Archives
        of earlier deployments stay, as with `sam deploy`."""
        client = self.client("s3")
        buckets = _names(client.list_buckets(), "Buckets", "Name")
        live = [each for each in self.stacks.stacks if each.status != "DELETE_COMPLETE"]
        found: dict[str, Any] = {}
        for bucket in buckets:
            if not bucket.startswith("faasport-"):
                found[bucket] = "data"
                continue
            if not live:
                for each in client.list_object_versions(Bucket=bucket).get("Versions", ()):
                    found[each["Key"]] = "left"
            if client.get_bucket_versioning(Bucket=bucket).get("Status") != "Enabled":
                found[bucket] = "unfinished"
        return found

    def data(self) -> Sequence[str]:
        urls = self.client("sqs").list_queues().get("QueueUrls", [])
        return sorted(url.rpartition("/")[2] for url in urls)

    def spoil(self) -> None:
        self.stacks.fail["UPDATE", "AWS::Lambda::Function"] = (
            'Resource handler returned message: "The provided execution role does not have '
            'permissions" (RequestToken: 1-2, HandlerErrorCode: InvalidRequest)'
        )

    def take_name(self) -> None:
        self.stacks.somebody_makes("sample-dev")

    def is_write(self, call: Call) -> bool:
        service = wire.service(call)
        if service in wire.QUERY:
            return not wire.asked(call)[0].startswith(_READS)
        if "x-amz-target" in call.headers:
            return not call.headers["x-amz-target"].partition(".")[2].startswith(_READS)
        return call.method not in ("GET", "HEAD")

    def tamper(self) -> None:
        client = self.client("lambda")
        client.update_function_configuration(FunctionName="sample-dev-app", MemorySize=1024)

    def say(self, function: str, lines: Sequence[str]) -> None:
        said(self.client, "/aws/lambda/sample-dev-app", list(lines))


class _Raw(BytesIO):
    def stream(self, **_sizes: Any) -> Iterator[bytes]:
        yield self.read()


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _neutral(*_arguments: Any) -> PermissionResult:
    return PermissionResult.NEUTRAL


def _changing(update: Any) -> Any:
    """Lambda publishes a version of what differs from the last one, and moto of what was touched.

    https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html
    """

    def changing(function: Any, *arguments: Any) -> Any:
        before, touched = _told(function.get_configuration()), function.code_or_config_updated
        answer = update(function, *arguments)
        after = _told(function.get_configuration())
        function.code_or_config_updated = touched or before != after
        return answer

    return changing


def _told(configuration: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("CodeSha256", "Description", "Handler", "MemorySize", "Timeout", "Runtime")
    found = {key: configuration.get(key) for key in keys}
    return {**found, "Environment": json.dumps(configuration.get("Environment"), sort_keys=True)}


def _weights(alias: Mapping[str, Any]) -> dict[str, float]:
    return (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}


def _names(answer: Mapping[str, Any], key: str, name: str) -> list[str]:
    return [each.get(name, "") for each in answer[key]]
