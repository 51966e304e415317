"""Guests of Lambda's dialect, whose handlers a test writes as text."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any

import pytest

from faasport.runtime import guest
from faasport.runtime.application import Application
from faasport.runtime.consumer import Consumer
from faasport.runtime.context import Context
from faasport.runtime.function import functions_in
from faasport.runtime.outcome import Outcome
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport_aws.runtime.guest import Guest

_numbers = itertools.count(1)
Told = tuple[str, dict[str, Any], dict[str, Any]]


class Guests:
    """A declared guest: asked over HTTP, or given events."""

    def __init__(self, module: ModuleType, handlers: str) -> None:
        self.module = module
        self.handlers = sys.modules[handlers]
        (self.function,) = functions_in(module)

    def ask(self, method: str = "GET", target: str = "/x", **told: Any) -> Response:
        path, _, query = target.partition("?")
        return self.answer(Request(method=method, raw_path=path, raw_query=query, **told))

    def told(self, request: Request | None = None, **told: Any) -> Any:
        """The JSON that it answers with."""
        return json.loads((self.answer(request) if request else self.ask(**told)).body)

    def answer(self, request: Request) -> Response:
        return Application.of("test", self.module).call(request)

    def deliver(self, *events: Any, index: int = 0, context: Context | None = None) -> Outcome:
        consumer = Consumer(self.function, index)
        return consumer.deliver(events, context or Context(invocation_id="inv-1", platform="test"))


@pytest.fixture
def declared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Guests]]:
    """`declared(source, *triggers, payload=...)`: a guest whose module has this text."""
    monkeypatch.syspath_prepend(tmp_path)
    made: list[str] = []

    def declare(source: str, *triggers: Told, payload: str = "", name: str = "f") -> Guests:
        number = next(_numbers)
        (tmp_path / f"lambda_{number}.py").write_text(dedent(source), "utf-8")
        module = ModuleType(f"guests_{number}")
        sys.modules[module.__name__] = module
        made.extend((module.__name__, f"lambda_{number}"))
        speaker = Guest(f"lambda_{number}:handler", name=name, payload=payload)
        guest.declare(vars(module), name, speaker, triggers)
        return Guests(module, f"lambda_{number}")

    yield declare
    for name in made:
        sys.modules.pop(name, None)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a guest sets of the environment ends with the test."""
    for name in (
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_EXECUTION_ENV",
        "AWS_XRAY_SDK_ENABLED",
        "LAMBDA_TASK_ROOT",
        "_HANDLER",
    ):
        # To set it first is what makes it go in the end.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def http(path: str = "/x", method: str | list[str] = "ANY") -> Told:
    """A route of a guest's."""
    return ("http", {"path": path, "method": method}, {})


@pytest.fixture
def route() -> Callable[..., Told]:
    """`route(path, method)`."""
    return http


ECHO = """
import json

def handler(event, context):
    return {"statusCode": 200, "body": json.dumps(event)}
"""


@pytest.fixture
def echo() -> str:
    """A handler that answers with its event."""
    return ECHO
