"""examples/shop as Terraform: applied by the real program and the real provider to moto's services
over HTTP, with functions that run in AWS's own runtime client."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from moto.awslambda.models import LambdaFunction as MotoFunction
from moto.events.models import Rule
from moto.server import ThreadedMotoServer

from faasport.packager import pipeline, registry
from faasport.runtime.headers import Headers
from faasport.runtime.request import Request
from faasport.verifier import environments
from faasport_aws.host import Host
from faasport_aws.host.function import REGION
from faasport_aws.runtime import http_v2
from tests.runtimes import aws_account
from tests.runtimes.aws_account import CREDENTIALS, Account
from tests.unit.targets.terraform_validate import terraform

SHOP = Path(__file__).resolve().parents[2] / "examples" / "shop"
PLUGINS = "TF_PLUGIN_DIR"
PROVIDER = {
    "region": REGION,
    "access_key": "testing",
    "secret_key": "testing",
    "s3_use_path_style": True,
    "skip_credentials_validation": True,
    "skip_metadata_api_check": "true",
}
pytestmark = pytest.mark.skipif(
    PLUGINS not in os.environ or shutil.which("terraform") is None,
    reason="there is no terraform provider here",
)


@dataclass
class Applied:
    """The account after `terraform apply`, and the functions that have run in it since."""

    endpoint: str
    folder: Path
    configuration: dict[str, Any]
    said: str
    ran: list[str]

    def client(self, service: str) -> Any:
        return boto3.client(
            service, REGION, endpoint_url=self.endpoint,
            aws_access_key_id="testing", aws_secret_access_key="testing",
        )  # fmt: skip

    def output(self, name: str) -> Any:
        return json.loads(terraform(self.folder, "output", "-json").stdout)[name]["value"]


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Applied]:
    packaged, version = _packaged(tmp_path_factory.mktemp("project") / "shop")
    try:
        python = environments.provide(Host.requirements, version)
    except environments.UnavailableError as fault:
        pytest.skip(f"aws cannot run here: {fault}")
    # Where the state is, and for whom, is in a file of the user's beside ours.
    provider = json.dumps({"provider": {"aws": PROVIDER}})
    (packaged / "provider.tf.json").write_text(provider, "utf-8")
    account, ran = Account(tmp_path_factory.mktemp("functions"), python), []

    def run(function: MotoFunction, event: Any = None) -> tuple[str, bool, str]:
        ran.append(function.function_name)
        return account.run(function, event)

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    with (
        patch.object(MotoFunction, "_invoke_lambda", run),
        patch.object(Rule, "send_to_targets", aws_account._to_functions),
        patch.dict("os.environ"),
    ):
        # An endpoint or a profile of the developer's would lead out of here.
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            del os.environ[name]
        os.environ.update(CREDENTIALS)
        server.start()
        host, port = server.get_host_and_port()
        endpoint = f"http://{host}:{port}"
        try:
            said = _applied(packaged, endpoint)
            text = (packaged / "main.tf.json").read_text("utf-8")
            yield Applied(endpoint, packaged, json.loads(text), said, ran)
        finally:
            account.stop()
            server.stop()


def _packaged(folder: Path) -> tuple[Path, str]:
    shutil.copytree(SHOP, folder)
    told = '\n[tool.faasport.targets.aws]\nmanifest = "terraform"\n'
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(told)
    (target,) = registry.select(["aws"])
    result = pipeline.package(folder, [target])
    (output,) = result.outputs
    return output.directory, target.wheels(result.project).python


def _applied(folder: Path, endpoint: str) -> str:
    told = terraform(folder, "init", f"-plugin-dir={os.environ[PLUGINS]}", "-input=false")
    assert told.returncode == 0, told.stderr
    with patch.dict("os.environ", {"AWS_ENDPOINT_URL": endpoint}):
        told = terraform(folder, "apply", "-auto-approve", "-parallelism=30")
    assert told.returncode == 0, told.stderr
    return told.stdout


@pytest.fixture
def ran(applied: Applied) -> list[str]:
    """The functions that run in one test."""
    applied.ran.clear()
    return applied.ran


def test_everything_that_the_configuration_says_is_made(applied):
    kinds = applied.configuration["resource"]
    made = sum(map(len, kinds.values()))

    assert f"Resources: {made} added, 0 changed, 0 destroyed." in applied.said
    functions = applied.client("lambda").list_functions()["Functions"]
    expected = {each["function_name"] for each in kinds["aws_lambda_function"].values()}
    assert {each["FunctionName"] for each in functions} == expected
    assert len(expected) == 9


def test_an_order_is_accepted(applied, ran):
    body = json.dumps({"customer": "ada", "sku": "tea"}).encode()
    request = Request(
        method="POST", raw_path="/orders", body=body,
        headers=Headers([("content-type", "application/json"), ("host", "shop.example")]),
    )  # fmt: skip

    answer = applied.client("lambda").invoke(
        FunctionName="shop-dev-accept", Payload=json.dumps(http_v2.encode_request(request))
    )

    response = http_v2.decode_response(json.loads(answer["Payload"].read()))
    assert response.status == 202
    assert ran == ["shop-dev-accept"]


def test_a_message_in_the_queue_is_handled_and_gone(applied, ran):
    sqs, url = applied.client("sqs"), applied.output("orders_queue")

    sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"customer": "ada", "sku": "jam"}))

    assert ran == ["shop-dev-fulfil"]
    counted = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert counted["ApproximateNumberOfMessages"] == "0"
    assert counted["VisibilityTimeout"] == "120"
    assert "shop-dev-fulfil-dead-letters" in counted["RedrivePolicy"]


def test_a_topic_reaches_all_its_functions(applied, ran):
    parcel = json.dumps({"number": "1", "customer": "ada", "sku": "tea", "quantity": 1})

    applied.client("sns").publish(TopicArn=applied.output("shipments_topic"), Message=parcel)

    assert sorted(ran) == ["shop-dev-notify", "shop-dev-pack"]


def test_an_event_reaches_the_function_whose_rule_it_matches(applied, ran):
    entry = {"Source": "supplier", "DetailType": "com.example.supplier.arrived"}
    detail = json.dumps({"sku": "tea", "quantity": 10})

    applied.client("events").put_events(
        Entries=[{**entry, "Detail": detail}, {**entry, "DetailType": "other", "Detail": detail}]
    )

    assert ran == ["shop-dev-receive"]


def test_what_holds_data_is_not_destroyed_by_the_way(applied):
    with patch.dict("os.environ", {"AWS_ENDPOINT_URL": applied.endpoint}):
        told = terraform(applied.folder, "plan", "-destroy", "-refresh=false")

    assert told.returncode == 1
    for address in ("aws_s3_bucket.invoices_bucket", "aws_dynamodb_table.stock_table"):
        assert f"Resource {address} has lifecycle.prevent_destroy set" in " ".join(
            told.stderr.replace("│", "").split()
        )
