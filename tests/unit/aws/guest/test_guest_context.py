"""The context of a guest of Lambda's, and the environment that it is imported in."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from faasport.runtime.context import Context
from faasport.runtime.request import Request
from faasport_aws.runtime.guest_context import LambdaContext, context_for

TELLS = """
import json
import os

FUNCTION = os.environ["AWS_LAMBDA_FUNCTION_NAME"]

def handler(event, context):
    told = {name: getattr(context, name) for name in (
        "aws_request_id", "function_name", "function_version", "invoked_function_arn",
        "memory_limit_in_mb", "log_group_name", "log_stream_name", "client_context", "tenant_id",
    )}
    context.own = 1
    return {
        **told,
        "imported": FUNCTION,
        "identity": context.identity.cognito_identity_id,
        "left": context.get_remaining_time_in_millis(),
        "environment": {
            name: value for name, value in os.environ.items()
            if name.startswith(("AWS_", "LAMBDA_", "_HANDLER"))
        },
    }
"""


def test_a_context_tells_what_lambdas_does(declared: Any, route: Any) -> None:
    context = Context(invocation_id="inv-1", platform="gcp", deadline=time.time() + 60)

    told = declared(TELLS, route(), name="get-user").told(Request(raw_path="/x", context=context))

    left, environment = told.pop("left"), told.pop("environment")
    assert 0 < left <= 60_000
    assert told == {
        "aws_request_id": "inv-1",
        "function_name": "get-user",
        "function_version": "$LATEST",
        "invoked_function_arn": "arn:aws:lambda:us-east-1:123456789012:function:get-user",
        "memory_limit_in_mb": "512",
        "log_group_name": "/aws/lambda/get-user",
        "log_stream_name": environment["AWS_LAMBDA_LOG_STREAM_NAME"],
        "client_context": None,
        "tenant_id": None,
        "identity": None,
        "imported": "get-user",
    }
    assert not {"AWS_REGION", "AWS_DEFAULT_REGION"} & set(environment)


def test_the_code_finds_its_own_folder(declared: Any, route: Any) -> None:
    guests = declared(TELLS, route())

    told = guests.told()["environment"]

    folder = Path(guests.handlers.__file__).parent
    assert Path(told["LAMBDA_TASK_ROOT"]) == folder
    assert told["_HANDLER"] == f"{guests.handlers.__name__}.handler"


@pytest.mark.parametrize("variable", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_a_region_that_was_told_is_there_by_both_names(
    declared: Any, route: Any, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "eu-west-1")

    told = declared(TELLS, route()).told()

    assert told["environment"]["AWS_REGION"] == "eu-west-1"
    assert told["environment"]["AWS_DEFAULT_REGION"] == "eu-west-1"
    assert told["invoked_function_arn"].split(":")[3] == "eu-west-1"


def test_what_the_environment_says_already_stays(
    declared: Any, route: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "theirs")
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024")

    told = declared(TELLS, route(), name="ours").told()

    assert told["imported"] == "theirs"
    assert told["function_name"] == "ours"
    assert told["memory_limit_in_mb"] == "1024"


def test_x_ray_is_off_where_nobody_listens(
    declared: Any, route: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = declared(TELLS, route()).told()["environment"]
    monkeypatch.setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001")
    monkeypatch.delenv("AWS_XRAY_SDK_ENABLED")
    on_lambda = declared(TELLS, route()).told()["environment"]

    assert elsewhere["AWS_XRAY_SDK_ENABLED"] == "false"
    assert "AWS_XRAY_SDK_ENABLED" not in on_lambda


def test_without_a_deadline_the_configured_timeout_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAASPORT_TIMEOUT", "30")

    left = LambdaContext(Context(), "f").get_remaining_time_in_millis()

    assert 0 < left <= 30_000


def test_without_any_timeout_there_is_lambdas_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAASPORT_TIMEOUT", raising=False)

    left = LambdaContext(Context(), "f").get_remaining_time_in_millis()

    assert 30_000 < left <= 900_000


def test_time_that_is_over_is_none() -> None:
    context = LambdaContext(Context(deadline=1.0), "f")

    assert context.get_remaining_time_in_millis() == 0


def test_an_invocation_without_an_id_gets_one() -> None:
    first, second = (LambdaContext(Context(), "f").aws_request_id for _ in range(2))

    assert len(first) == len(second) == 36
    assert first != second


def test_the_context_of_another_platform_is_not_handed_on() -> None:
    native = SimpleNamespace(aws_request_id="not Lambda's")

    context = context_for(Context(platform="gcp", native=native), "f")

    assert isinstance(context, LambdaContext)


def test_a_line_goes_to_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    LambdaContext(Context(), "f").log("hello")

    assert capsys.readouterr().out == "hello\n"
    assert "AWS_REGION" not in os.environ
