"""A pipeline that was written with Azure's output bindings: on AWS's services, as moto has them,
and in Azure's worker beside a stand-in for its REST interfaces."""

from __future__ import annotations

import json
import shutil
import time
from base64 import b64decode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from pathlib import Path
from re import search
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest
import tomlkit

from faasport.migrator import migration, writing
from faasport.migrator.origin import Asked
from faasport.packager import pipeline, registry
from faasport.packager.output import Package
from faasport.runtime.headers import Headers
from faasport.runtime.object_event import ObjectEvent
from faasport.runtime.request import Request
from faasport.verifier import environments
from faasport.verifier.unpacked import unpack
from faasport_aws.host import Host as AwsHost
from faasport_aws.host.function import ACCOUNT, REGION
from faasport_azure.host import Host as AzureHost
from tests.runtimes import aws_account
from tests.runtimes.aws_account import Account

PROJECT = Path(__file__).parents[1] / "guests" / "azure-outputs"
PIPELINE = Path(__file__).parents[1] / "migration" / "pipeline"
WITH_BOTO3 = (*AwsHost.requirements, f"boto3=={version('boto3')}")


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Package:
    targets = registry.select(["aws", "azure"])
    return pipeline.package(PROJECT, targets, out=tmp_path_factory.mktemp("out"), stage="prod")


def python_of(requirements: tuple[str, ...], target: str) -> Path:
    try:
        return environments.provide(requirements, "3.13")
    except environments.UnavailableError as fault:
        pytest.skip(f"{target} cannot run here: {fault}")


def posted(names: list[str]) -> Request:
    return Request(
        method="POST",
        raw_path="/api/files",
        headers=Headers([("host", "x"), ("content-type", "application/json")]),
        body=json.dumps(names).encode(),
    )


@pytest.fixture
def account(packaged: Package, tmp_path: Path) -> Iterator[Account]:
    python = python_of(WITH_BOTO3, "aws")
    with (
        aws_account.serving() as server,
        aws_account.opened(tmp_path, python, server=server) as made,
    ):
        made.deploy(next(each.directory for each in packaged.outputs if each.target == "aws"))
        yield made


def test_on_aws_each_step_has_the_output_of_the_one_before(account):
    s3 = account.client("s3")
    uploads, shouted = (account.resources[f"{name}Bucket"] for name in ("Uploads", "Shouted"))

    s3.put_object(Bucket=uploads, Key="a b.txt", Body=b"hi")
    answer = account.call("AnnounceFunction", posted(["x", "y"]))

    assert s3.get_object(Bucket=shouted, Key="a b.txt")["Body"].read() == b"HI"
    assert (answer.status, answer.body) == (202, b"2")
    # A bucket's event may come twice.
    told = [json.loads(body) for body in account.waiting("ShoutedFilesQueue")]
    assert {each.get("file") for each in told[:-1]} == {"uploads/a b.txt"}
    assert told[-1] == {"files": ["x", "y"]}
    assert account.poll("ShoutedFilesQueue") == len(told)
    assert account.waiting("ShoutedFilesQueue") == []
    assert "azure-outputs-prod-publish" in account.invoked


ALARMS = f"arn:aws:sqs:{REGION}:{ACCOUNT}:alarms"


@pytest.fixture
def moved(tmp_path: Path) -> Path:
    """A pipeline as it is imported; its alarms go to a queue that nothing here listens to."""
    root = tmp_path / "pipeline"
    shutil.copytree(PIPELINE, root)
    writing.write(root, migration.planned(root, "azure", Asked()).files, force=False)
    file = root / "faasport.toml"
    document = tomlkit.parse(file.read_text("utf-8"))
    document["targets"] = {"aws": {"resources": {"queue": {"alarms": {"arn": ALARMS}}}}}
    statement = {"Action": ["sqs:SendMessage"], "Resource": "${queue:alarms}"}
    document["functions"]["judge"]["permissions"] = {"aws": [statement]}
    # A host that only verifies has this off, unless the configuration says it.
    document["env"] = {"GUEST_BINDINGS": "on"}
    file.write_text(tomlkit.dumps(document), "utf-8")
    return root


def test_what_was_imported_may_send_and_does(moved, tmp_path):
    packaged = pipeline.package(moved, registry.select(["aws"]), out=tmp_path / "out")
    (output,) = packaged.outputs
    python = python_of(WITH_BOTO3, "aws")

    with (
        aws_account.serving() as server,
        aws_account.opened(tmp_path, python, server=server) as account,
    ):
        account.client("sqs").create_queue(QueueName="alarms")
        account.deploy(output.directory)
        hot = Request(method="POST", raw_path="/readings/attic", body=b'{"value": 120}')
        answer = account.call("AcceptFunction", hot)
        handled = account.poll("ReadingsQueue")
        url = account.client("sqs").get_queue_url(QueueName="alarms")["QueueUrl"]
        (alarm,) = account.client("sqs").receive_message(QueueUrl=url)["Messages"]

    assert (answer.status, answer.body, handled) == (202, b"", 1)
    assert json.loads(alarm["Body"]) == {"sensor": "attic", "alarm": True}
    assert senders((output.directory / "template.yaml").read_text("utf-8")) == 2
    assert not [each for each in output.warnings if "puts out" in each]


def senders(template: str) -> int:
    """Statements that let a function send."""
    return template.count("sqs:SendMessage")


class Storage(HTTPServer):
    """Blobs, messages and an identity, by paths."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.blobs = {"/uploads/a b.txt": b"hi"}
        self.messages: list[Any] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Storage

    def do_GET(self) -> None:
        if self.path.startswith("/token"):
            token = {"access_token": "t-1", "expires_on": str(time.time() + 3600)}
            self._answer(json.dumps(token).encode())
        else:
            self._answer(self.server.blobs[unquote(self.path)])

    def do_PUT(self) -> None:
        self.server.blobs[unquote(self.path)] = self._body()
        self._answer()

    def do_POST(self) -> None:
        found = search(b"<MessageText>(.*)</MessageText>", self._body())
        assert found
        self.server.messages.append((self.path, json.loads(b64decode(found[1]))))
        self._answer()

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["content-length"]))

    def _answer(self, body: bytes = b"") -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def storage() -> Iterator[Storage]:
    with Storage() as made:
        thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def app(packaged: Package, storage: Storage, tmp_path: Path) -> Iterator[AzureHost]:
    unpack(next(each.directory for each in packaged.outputs if each.target == "azure"), tmp_path)
    host = AzureHost(tmp_path, python_of(AzureHost.requirements, "azure"), packaged.project)
    host._settings |= {
        "IDENTITY_ENDPOINT": f"{storage.url}/token",
        "IDENTITY_HEADER": "x",
        "FAASPORT_DATA__blobServiceUri": storage.url,
        "FAASPORT_QUEUE_SHOUTED_FILES": f"{storage.url}/shouted-files",
    }
    host.start()
    yield host
    host.stop()


def test_on_azure_the_worker_writes_the_blob_and_sends_the_message(app, storage, packaged):
    consumers = {each.label: each for each in packaged.project.consumers}
    event = ObjectEvent(
        kind="created",
        bucket="uploads",
        key="a b.txt",
        uri=f"{storage.url}/uploads/a%20b.txt",
        id="1",
        source="/storage",
    )

    outcome = app.deliver(consumers["shout"], [event])
    answer = app.send(posted(["x"]))

    assert not outcome.failed
    assert storage.blobs["/shouted/a b.txt"] == b"HI"
    assert (answer.status, answer.body) == (202, b"1")
    assert storage.messages == [
        ("/shouted-files/messages", {"file": "uploads/a b.txt"}),
        ("/shouted-files/messages", {"files": ["x"]}),
    ]
