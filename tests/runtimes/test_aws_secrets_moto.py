"""Secrets as AWS's stores keep them, in moto: what is fetched, and what an error tells."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

import faasport
from faasport.runtime import secrets
from faasport.runtime.errors import SecretError
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.secret_stores import STORES, variables
from faasport_aws.runtime import parameter_store, secrets_manager, stores
from tests.runtimes.aws_account import CREDENTIALS

VALUE = "sk_live_value"
ARNS = {
    "ssm": "arn:aws:ssm:eu-west-1:123456789012:parameter/stripe/key",
    "secretsmanager": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:stripe/key-AbCdEf",
}


@pytest.fixture(autouse=True)
def _account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in [each for each in os.environ if each.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(stores, "_clients", {})
    monkeypatch.setattr(secrets, "_fetched", {})
    with mock_aws():
        yield


def declared(monkeypatch: pytest.MonkeyPatch, path: str, **options: Any) -> None:
    """The variables that the packager gives a function which declares this secret."""
    made = variables({"STRIPE_KEY": path}, AwsOptions.model_validate(options))
    for name, value in made.items():
        monkeypatch.setenv(name, value)


def test_a_parameter_is_fetched_once_and_decrypted(monkeypatch):
    ssm = boto3.client("ssm")
    ssm.put_parameter(Name="/stripe/key", Type="SecureString", Value=VALUE)
    declared(monkeypatch, "stripe/key")

    assert faasport.secret("STRIPE_KEY") == VALUE

    ssm.put_parameter(Name="/stripe/key", Type="SecureString", Value="new", Overwrite=True)
    assert faasport.secret("STRIPE_KEY") == VALUE
    assert faasport.secret("STRIPE_KEY", max_age=0) == "new"


def test_a_secret_of_secrets_manager_is_fetched(monkeypatch):
    boto3.client("secretsmanager").create_secret(Name="stripe/key", SecretString=VALUE)
    declared(monkeypatch, "stripe/key", secrets_store="secrets-manager")

    assert faasport.secret("STRIPE_KEY") == VALUE


def test_an_arn_says_by_itself_which_store_and_region_it_is_of(monkeypatch):
    made = boto3.client("secretsmanager", region_name="eu-west-1").create_secret(
        Name="stripe/key", SecretString=VALUE
    )
    declared(monkeypatch, made["ARN"])

    assert os.environ["FAASPORT_SECRET_STRIPE_KEY"].endswith(made["ARN"])
    assert faasport.secret("STRIPE_KEY") == VALUE


def test_a_parameters_arn_is_asked_for_in_its_region(monkeypatch):
    asked: list[Any] = []

    class Client:
        def get_parameter(self, **arguments: Any) -> dict[str, Any]:
            asked.append(arguments)
            return {"Parameter": {"Value": VALUE}}

    def client(service: str, region_name: str | None) -> Client:
        asked.append((service, region_name))
        return Client()

    monkeypatch.setattr(boto3, "client", client)

    assert parameter_store.fetch(ARNS["ssm"]) == VALUE
    assert asked == [("ssm", "eu-west-1"), {"Name": ARNS["ssm"], "WithDecryption": True}]


@pytest.mark.parametrize("module", [parameter_store, secrets_manager])
def test_a_secret_that_there_is_not_is_told_by_its_name(module):
    with pytest.raises(SecretError, match=r"stripe/key.*NotFound"):
        module.fetch("/stripe/key")


def test_a_secret_of_bytes_is_no_text():
    boto3.client("secretsmanager").create_secret(Name="stripe/key", SecretBinary=VALUE.encode())

    with pytest.raises(SecretError) as error:
        secrets_manager.fetch("stripe/key")

    assert VALUE not in str(error.value)


def test_without_boto3_it_says_what_to_do_instead(monkeypatch):
    monkeypatch.setitem(sys.modules, "boto3", None)

    with pytest.raises(SecretError, match="boto3"):
        parameter_store.fetch("/stripe/key")


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException"])
@pytest.mark.parametrize(
    ("module", "service", "method"),
    [
        (parameter_store, "ssm", "GetParameter"),
        (secrets_manager, "secretsmanager", "GetSecretValue"),
    ],
)
def test_what_the_store_answers_instead_is_told(monkeypatch, module, service, method, code):
    client = boto3.client(service)
    answer = {"Error": {"Code": code, "Message": "not now"}}
    failing = ClientError(answer, method)
    monkeypatch.setitem(stores._clients, (service, None), client)
    monkeypatch.setattr(client, "_make_api_call", Mock(side_effect=failing))

    with pytest.raises(SecretError) as error:
        module.fetch("/stripe/key")

    assert str(error.value) == f"{service} does not give /stripe/key: {code}: not now"


def test_what_another_library_says_is_not_told(monkeypatch):
    monkeypatch.setattr(boto3, "client", Mock(side_effect=ValueError(f"it was {VALUE}")))

    with pytest.raises(SecretError, match="ValueError") as error:
        parameter_store.fetch("/stripe/key")

    assert VALUE not in str(error.value)


def test_no_region_is_told_without_a_traceback_of_botos(monkeypatch):
    monkeypatch.delenv("AWS_DEFAULT_REGION")

    with pytest.raises(SecretError, match="must specify a region"):
        parameter_store.fetch("/stripe/key")


def test_boto3_is_imported_for_a_secret_alone():
    import subprocess

    probe = (
        "import sys;"
        "import faasport_aws.runtime.parameter_store, faasport_aws.runtime.secrets_manager;"
        "print('boto3' in sys.modules, 'importlib.metadata' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("store", STORES.values(), ids=STORES)
def test_the_statement_is_about_this_one_secret(store):
    text = store.resource("stripe/key")["Fn::Sub"]

    assert text.startswith(f"arn:${{AWS::Partition}}:{store.service}:")
    assert "*" not in text
    assert store.resource(ARNS[store.service]) == ARNS[store.service]
