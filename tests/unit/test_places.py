"""What the platforms' halves ask of queues and buckets, over real connections on the loopback."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import boto3
import pytest
from moto import mock_aws

from faasport.packager import name
from faasport.runtime import places
from faasport.runtime.context import Context
from faasport.runtime.errors import DeliveryError
from faasport_aws.runtime import places as aws
from faasport_azure.runtime import places as azure
from faasport_gcp.runtime import places as gcp
from faasport_vercel.runtime import places as vercel


class Service(HTTPServer):
    """Answers whatever is asked with a token, or a content, and keeps what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str, bytes, dict[str, str]]] = []
        self.status = 200
        self.missing = "?"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Service

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        fields = {key.lower(): value for key, value in self.headers.items()}
        self.server.asked.append((self.command, self.path, body, fields))
        token = {"access_token": "t-1", "expires_on": str(time.time() + 3600)}
        answer = json.dumps(token).encode() if self.path.startswith("/token") else b"content"
        is_missing = self.path.startswith(self.server.missing)
        self.send_response(404 if is_missing else self.server.status)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = _any  # noqa: N815  # the class's own names

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as made:
        thread = Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def identity(service, monkeypatch):
    monkeypatch.setattr(azure, "_tokens", {})
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{service.url}/token")
    monkeypatch.setenv("IDENTITY_HEADER", "secret")
    monkeypatch.setenv("FAASPORT_DATA__blobServiceUri", f"{service.url}/ours/")
    return service


def test_azure_puts_a_message_into_a_storage_queue_in_base64(identity):
    azure.send("queue", f"{identity.url}/orders", b"hi", Context())

    (token, put) = identity.asked
    assert token[1].endswith("&resource=https://storage.azure.com/")
    assert token[3]["x-identity-header"] == "secret"
    assert put[:2] == ("POST", "/orders/messages")
    assert put[2] == b"<QueueMessage><MessageText>aGk=</MessageText></QueueMessage>"
    assert put[3]["authorization"] == "Bearer t-1"


def test_azure_asks_for_one_token_for_many_requests(identity):
    azure.write("made", "a b/ü.txt", b"x")
    found = azure.read("made", "a", f"{identity.url}/made/a")

    assert found == b"content"
    assert [(each[0], each[1]) for each in identity.asked[1:]] == [
        ("PUT", "/ours/made/a%20b/%C3%BC.txt"),
        ("GET", "/made/a"),
    ]
    assert identity.asked[1][3]["x-ms-blob-type"] == "BlockBlob"


def test_azure_looks_for_a_container_in_every_account_that_the_app_has(identity, monkeypatch):
    monkeypatch.setenv("FAASPORT_DATA_OLD__blobServiceUri", f"{identity.url}/old")
    identity.missing = "/old/made"

    azure.write("made", "a", b"x")

    puts = [path for method, path, *_ in identity.asked if method == "PUT"]
    assert puts == ["/old/made/a", "/ours/made/a"]


def test_azure_sends_to_a_service_bus_by_its_address(identity, monkeypatch):
    asked = []
    monkeypatch.setattr(azure, "_fetched", lambda *told: asked.append(told) or b"{}")
    monkeypatch.setattr(azure, "_bearer", lambda audience: audience)
    monkeypatch.setenv("FAASPORT_HUBS__fullyQualifiedNamespace", "hubs.servicebus.windows.net")

    azure.send("topic", "https://bus.servicebus.windows.net/signups", b"hi", Context())
    azure.send("stream", "clicks", b"ho", Context())

    assert [(method, url, body) for method, url, _, body in asked] == [
        ("POST", "https://bus.servicebus.windows.net/signups/messages", b"hi"),
        ("POST", "https://hubs.servicebus.windows.net/clicks/messages", b"ho"),
    ]


def test_azure_says_what_was_refused(identity):
    identity.status = 403

    with pytest.raises(DeliveryError, match="403"):
        azure.read("made", "a", f"{identity.url}/made/a")


def test_azure_without_an_identity_says_so(monkeypatch):
    monkeypatch.setattr(azure, "_tokens", {})
    monkeypatch.delenv("IDENTITY_ENDPOINT", raising=False)

    with pytest.raises(DeliveryError, match="has no identity here"):
        azure.send("queue", "https://a.queue.core.windows.net/q", b"", Context())


def test_gcp_publishes_and_keeps_objects(service, monkeypatch):
    monkeypatch.setenv("PUBSUB_EMULATOR_HOST", service.url.removeprefix("http://"))
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", service.url)

    gcp.send("queue", "projects/p/topics/t", b"hi", Context())
    gcp.write("made", "a b/c", b"x")
    found = gcp.read("made", "a b/c", "")

    publish, put, get = service.asked
    assert publish[1] == "/v1/projects/p/topics/t:publish"
    assert json.loads(publish[2]) == {"messages": [{"data": "aGk="}]}
    assert put[1:3] == ("/upload/storage/v1/b/made/o?uploadType=media&name=a%20b%2Fc", b"x")
    assert get[1] == "/storage/v1/b/made/o/a%20b%2Fc?alt=media"
    assert found == b"content"


@pytest.fixture
def account(monkeypatch):
    for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(variable, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(aws, "_clients", {})
    with mock_aws():
        yield boto3


@pytest.mark.parametrize(("body", "text"), [(b"hi", "hi"), (b"\xff", "/w==")])
def test_aws_sends_to_a_queue(account, body, text):
    client = account.client("sqs")
    url = client.create_queue(QueueName="orders")["QueueUrl"]

    aws.send("queue", url, body, Context())

    (message,) = client.receive_message(QueueUrl=url)["Messages"]
    assert message["Body"] == text


def test_aws_keeps_objects(account):
    account.client("s3").create_bucket(Bucket="made")

    aws.write("made", "a/b", b"x")

    assert aws.read("made", "a/b", "") == b"x"


def test_aws_publishes_to_topics_and_streams(account):
    arn = account.client("sns").create_topic(Name="t")["TopicArn"]
    account.client("kinesis").create_stream(StreamName="s", ShardCount=1)

    aws.send("topic", arn, b"hi", Context())
    aws.send("stream", "s", b"hi", Context())

    shard = account.client("kinesis").get_shard_iterator(
        StreamName="s", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    (record,) = account.client("kinesis").get_records(ShardIterator=shard)["Records"]
    assert record["Data"] == b"hi"


@pytest.mark.parametrize("given", ["orders", "new-orders", "newOrders", "New_Orders", "a.b--c"])
def test_the_variable_is_the_packagers(given, monkeypatch):
    monkeypatch.setenv(name.variable("queue", given), "there")

    assert places.address_of("queue", given) == "there"


@pytest.fixture
def asked_of_vercel(service, monkeypatch):
    monkeypatch.setenv("VERCEL_QUEUE_BASE_URL", service.url)
    monkeypatch.delenv("VERCEL_QUEUE_TOKEN", raising=False)
    monkeypatch.setenv("VERCEL_DEPLOYMENT_ID", "dpl_1")
    return service.asked


def test_vercel_sends_with_the_token_of_the_request(asked_of_vercel):
    scope = {"headers": [(b"x-vercel-oidc-token", b"t-2")]}

    vercel.send("queue", "new orders", b'{"a": 1}', Context(native=scope))

    ((method, path, body, fields),) = asked_of_vercel
    assert (method, path, body) == ("POST", "/api/v3/topic/new%20orders", b'{"a": 1}')
    assert fields["authorization"] == "Bearer t-2"
    assert fields["vqs-deployment-id"] == "dpl_1"
    assert fields["content-type"] == "application/json"


def test_vercel_says_what_was_refused(asked_of_vercel, service):
    service.status = 401

    with pytest.raises(DeliveryError, match="401"):
        vercel.send("topic", "t", b"", Context(native={"headers": []}))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: vercel.write("b", "k", b""),
        lambda: vercel.read("b", "k", ""),
        lambda: vercel.send("stream", "s", b"", Context()),
    ],
    ids=["write", "read", "stream"],
)
def test_vercel_has_neither_buckets_nor_streams(ask):
    with pytest.raises(DeliveryError, match="for aws, gcp or azure"):
        ask()
