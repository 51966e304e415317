"""What examples/shop sends on: to AWS as moto has it, and the very requests to Google and Azure."""

from __future__ import annotations

import json
import sys
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

import faasport

SHOP = Path(__file__).resolve().parents[2] / "examples" / "shop"
NAMES = ("QUEUE_ORDERS", "TOPIC_SHIPMENTS", "BUCKET_INVOICES", "TABLE_STOCK")
ROW = {"id": "tea", "count": 4}
KEY = "new/a b&é.csv"


@pytest.fixture(autouse=True)
def outbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(str(SHOP))
    monkeypatch.setenv("OUTBOX", "send")
    yield import_module("outbox")
    for name in [each for each in sys.modules if each.partition(".")[0] == "outbox"]:
        del sys.modules[name]


class Server(ThreadingHTTPServer):
    """Notes every request; answers with a token, or that all is well."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answering(BaseHTTPRequestHandler):
    server: Server

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        fields = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.command, self.path, fields, body))
        content = b'{"access_token": "secret"}' if "token" in self.path else b"my-project"
        self.send_response(200)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = answer  # noqa: N815  # as http.server calls them

    def log_message(self, *_: Any) -> None:
        """Nothing is to be said."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield listening
        listening.shutdown()
        thread.join()


def send_all(outbox: Any, platform: str) -> None:
    context = faasport.Context(platform=platform)
    outbox.send(context, "orders", {"sku": "tea"})
    outbox.publish(context, "shipments", {"number": "7"})
    outbox.put(context, "invoices", KEY, "a,b\r\n")
    outbox.save(context, "stock", ROW)


@mock_aws
def test_aws_takes_what_is_sent(outbox: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    sqs, sns, s3, tables = (
        boto3.client(each, region_name="eu-west-1") for each in ("sqs", "sns", "s3", "dynamodb")
    )
    orders = sqs.create_queue(QueueName="orders")["QueueUrl"]
    subscribed = sqs.create_queue(QueueName="subscribed")["QueueUrl"]
    arn = sns.create_topic(Name="shipments")["TopicArn"]
    sns.subscribe(
        TopicArn=arn, Protocol="sqs", Endpoint="arn:aws:sqs:eu-west-1:123456789012:subscribed"
    )
    s3.create_bucket(
        Bucket="invoices", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    tables.create_table(
        TableName="stock",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    for name, value in zip(NAMES, (orders, arn, "invoices", "stock"), strict=True):
        monkeypatch.setenv(f"FAASPORT_{name}", value)

    send_all(outbox, "aws")

    (message,) = sqs.receive_message(QueueUrl=orders)["Messages"]
    (told,) = sqs.receive_message(QueueUrl=subscribed)["Messages"]
    assert json.loads(message["Body"]) == {"sku": "tea"}
    assert json.loads(json.loads(told["Body"])["Message"]) == {"number": "7"}
    assert s3.get_object(Bucket="invoices", Key=KEY)["Body"].read() == b"a,b\r\n"
    item = tables.get_item(TableName="stock", Key={"id": {"S": "tea"}})["Item"]
    assert item == {"id": {"S": "tea"}, "count": {"N": "4"}}


def test_google_is_asked_as_its_reference_says(
    outbox: Any, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    google = import_module("outbox.google")
    for name in ("METADATA", "PUBSUB", "STORAGE", "FIRESTORE"):
        monkeypatch.setattr(google, name, f"{server.url}/{name.lower()}")
    topics = "projects/my-project/topics/{}"
    values = (topics.format("orders"), topics.format("shipments"), "invoices", "stock")
    for name, value in zip(NAMES, values, strict=True):
        monkeypatch.setenv(f"FAASPORT_{name}", value)

    send_all(outbox, "gcp")

    asked = [each for each in server.asked if not each[1].startswith("/metadata")]
    documents = "/firestore/projects/my-project/databases/(default)/documents"
    assert [each[:2] for each in asked] == [
        ("POST", "/pubsub/projects/my-project/topics/orders:publish"),
        ("POST", "/pubsub/projects/my-project/topics/shipments:publish"),
        ("POST", "/storage/b/invoices/o?uploadType=media&name=new%2Fa%20b%26%C3%A9.csv"),
        ("PATCH", f"{documents}/stock/tea"),
    ]
    assert {each[2]["authorization"] for each in asked} == {"Bearer secret"}
    data = b64encode(b'{"sku": "tea"}').decode()
    assert json.loads(asked[0][3]) == {"messages": [{"data": data}]}
    assert asked[2][3] == b"a,b\r\n"
    assert json.loads(asked[3][3]) == {
        "fields": {"id": {"stringValue": "tea"}, "count": {"integerValue": "4"}}
    }
    tokens = [each for each in server.asked if each[1].endswith("/token")]
    assert {each[2]["metadata-flavor"] for each in tokens} == {"Google"}


def test_azure_is_asked_as_its_reference_says(
    outbox: Any, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    azure = import_module("outbox.azure")
    monkeypatch.setattr(azure, "TOPIC", f"{server.url}/{{}}/{{}}/messages")
    settings = {
        "IDENTITY_ENDPOINT": f"{server.url}/token",
        "IDENTITY_HEADER": "mine",
        azure.QUEUES: f"{server.url}/queues/",
        azure.BLOBS: f"{server.url}/blobs/",
        azure.NAMESPACE: "shop.servicebus.windows.net",
        azure.ACCOUNT: f"{server.url}/cosmos/",
    }
    names = ("orders", "shipments", "invoices", "stock")
    resources = {f"FAASPORT_{name}": value for name, value in zip(NAMES, names, strict=True)}
    for name, value in {**settings, **resources}.items():
        monkeypatch.setenv(name, value)

    send_all(outbox, "azure")

    asked = [each for each in server.asked if not each[1].startswith("/token")]
    assert [each[:2] for each in asked] == [
        ("POST", "/queues/orders/messages"),
        ("POST", "/shop.servicebus.windows.net/shipments/messages"),
        ("PUT", "/blobs/invoices/new/a%20b%26%C3%A9.csv"),
        ("POST", "/cosmos/dbs/faasport/colls/stock/docs"),
    ]
    message, _, blob, document = asked
    assert message[3] == (
        b"<QueueMessage><MessageText>"
        + b64encode(b'{"sku": "tea"}')
        + b"</MessageText></QueueMessage>"
    )
    assert message[2]["authorization"] == "Bearer secret"
    assert message[2]["x-ms-version"] == "2023-11-03"
    assert (blob[2]["x-ms-blob-type"], blob[3]) == ("BlockBlob", b"a,b\r\n")
    assert document[2]["authorization"] == "type%3Daad%26ver%3D1.0%26sig%3Dsecret"
    assert document[2]["x-ms-documentdb-partitionkey"] == '["tea"]'
    assert document[2]["x-ms-documentdb-is-upsert"] == "true"
    assert json.loads(document[3]) == ROW
    tokens = [each for each in server.asked if each[1].startswith("/token")]
    assert {each[2]["x-identity-header"] for each in tokens} == {"mine"}
