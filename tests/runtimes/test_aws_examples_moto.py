"""The examples in an account of AWS, from their packages to what comes out at the other end: what
handlers send on goes to the services themselves, which bring it to the next one."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import json
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from faasport.packager import pipeline, registry
from faasport.runtime.headers import Headers
from faasport.runtime.request import Request
from faasport.verifier import environments
from faasport_aws.host import Host
from tests.runtimes import aws_account
from tests.runtimes.aws_account import LEFT_OUT, RETAINED, Account

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
# Lambda's own Python has boto3; here the processes of functions are given it.
REQUIREMENTS = (*Host.requirements, f"boto3=={version('boto3')}")


def packaged(name: str, folder: Path, stage: str) -> tuple[Path, str]:
    """An example's package at a stage, and the Python that it is for."""
    (target,) = registry.select(["aws"])
    result = pipeline.package(EXAMPLES / name, [target], out=folder / name, stage=stage)
    return result.outputs[0].directory, target.wheels(result.project).python


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return packaged("shop", tmp_path_factory.mktemp("packaged"), "prod")


@pytest.fixture(scope="module")
def payments(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return packaged("payments", tmp_path_factory.mktemp("packaged"), "dev")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with aws_account.serving() as url:
        yield url


def deployed(package: tuple[Path, str], folder: Path, server: str) -> Iterator[Account]:
    directory, python_version = package
    try:
        python = environments.provide(REQUIREMENTS, python_version)
    except environments.UnavailableError as fault:
        pytest.skip(f"aws cannot run here: {fault}")
    with aws_account.opened(folder, python, server=server) as account:
        account.deploy(directory)
        yield account


@pytest.fixture
def selling(shop: tuple[Path, str], tmp_path: Path, server: str) -> Iterator[Account]:
    yield from deployed(shop, tmp_path, server)


@pytest.fixture
def paying(payments: tuple[Path, str], tmp_path: Path, server: str) -> Iterator[Account]:
    yield from deployed(payments, tmp_path, server)


def posted(path: str, body: Any, **fields: str) -> Request:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = [("host", "shop.example.com"), ("content-type", "application/json")]
    named = [(name.replace("_", "-"), value) for name, value in fields.items()]
    return Request(
        method="POST", raw_path=path, raw_query="", headers=Headers([*headers, *named]), body=text
    )


def objects(account: Account) -> dict[str, str]:
    """The invoices' bucket, by key."""
    s3, bucket = account.client("s3"), account.resources["InvoicesBucket"]
    return {
        each["Key"]: s3.get_object(Bucket=bucket, Key=each["Key"])["Body"].read().decode()
        for each in s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    }


def test_what_moto_has_of_the_shop_is_deployed_and_the_rest_is_said(selling):
    types = Counter(selling._types.values())

    for key, kind in selling.omitted.items():
        print(f"left out: {key} ({kind}): {LEFT_OUT.get(kind, 'about what is left out')}")
    assert types == {
        "AWS::Lambda::Function": 9,
        "AWS::Lambda::EventSourceMapping": 2,
        "AWS::Lambda::Permission": 4,
        "AWS::IAM::Role": 10,
        "AWS::Logs::LogGroup": 9,
        "AWS::SQS::Queue": 8,
        "AWS::SNS::Topic": 1,
        "AWS::S3::Bucket": 1,
        "AWS::DynamoDB::Table": 1,
        "AWS::Events::Rule": 2,
    }
    assert Counter(selling.omitted.values()) == {
        "AWS::ApiGatewayV2::Api": 1,
        "AWS::ApiGatewayV2::Stage": 1,
        "AWS::Lambda::EventInvokeConfig": 5,
        "AWS::Lambda::Permission": 2,  # the API's
        "AWS::SNS::Subscription": 2,
        "AWS::SQS::QueuePolicy": 4,
        "AWS::Scheduler::Schedule": 1,
    }


def test_an_order_becomes_an_invoice_and_the_invoice_two_messages(selling):
    order = {"customer": "Ana", "sku": "tea", "quantity": 2}

    answer = selling.call("AcceptFunction", posted("/orders", order))
    number = json.loads(answer.body)["number"]
    assert answer.status == 202
    assert [json.loads(body) for body in selling.waiting("OrdersQueue")] == [order]

    # The bucket tells `announce`, which tells the topic, which tells `pack` and `notify`.
    assert selling.poll("OrdersQueue") == 1

    assert selling.waiting("OrdersQueue") == []
    (invoice,) = objects(selling).items()
    assert invoice[0] == f"new/{number}.csv"
    assert list(csv.DictReader(io.StringIO(invoice[1]))) == [
        {"number": number, "customer": "Ana", "sku": "tea", "quantity": "2", "cents": "900"}
    ]
    for listener in ("pack", "notify"):
        assert selling.invoked.count(f"shop-prod-{listener}") == 1


def test_a_refused_order_is_a_dead_letter(selling):
    refused = {"customer": "Ana", "sku": "tea", "quantity": 0}
    assert selling.call("AcceptFunction", posted("/orders", refused)).status == 202

    for _ in range(6):
        selling.poll("OrdersQueue")
        selling.make_visible("OrdersQueue")

    assert [json.loads(body) for body in selling.waiting("FulfilDeadLetters")] == [refused]
    assert objects(selling) == {}


def test_what_arrives_is_on_the_shelf(selling):
    detail = json.dumps({"sku": "jam", "count": 3})
    kind = "com.example.supplier.arrived"
    selling.client("events").put_events(
        Entries=[{"Source": "supplier", "DetailType": kind, "Detail": detail}]
    )

    rows = selling.client("dynamodb").scan(TableName=selling.resources["StockTable"])["Items"]
    assert rows == [{"id": {"S": "jam"}, "count": {"N": "3"}}]
    assert selling.invoked.count("shop-prod-watch") == 1


def test_a_stack_that_is_deleted_leaves_nothing_but_what_holds_data(selling):
    everything = {key for key, kind in selling._types.items() if kind in aws_account.THERE}
    assert {key for key in everything if selling._is_there(key, selling.resources[key])} == (
        everything
    )

    left = selling.delete()

    assert {selling._types[key] for key in left} <= set(RETAINED)


def test_a_secret_is_fetched_from_its_store_by_the_function_that_declares_it(paying):
    paying.client("ssm").put_parameter(
        Name="/payments/webhook", Type="SecureString", Value="webhook-value"
    )
    body = b'{"id": "p-1", "cents": 900}'
    good = f"sha256={hmac.new(b'webhook-value', body, hashlib.sha256).hexdigest()}"

    taken = paying.call("ReceiveFunction", posted("/webhooks/payments", body, x_signature=good))
    refused = paying.call("ReceiveFunction", posted("/webhooks/payments", body, x_signature="00"))

    assert (taken.status, refused.status) == (202, 401)


def test_without_its_secret_a_function_fails_and_tells_no_caller_why(paying):
    answer = paying.call("ReceiveFunction", posted("/webhooks/payments", b"{}", x_signature="00"))

    assert answer.status == 500
    assert b"payments/webhook" not in answer.body
