"""Lambda's events in process: the handler that ships, with a stand-in for Lambda's context."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from faasport.project.model import Consumer, Project
from faasport.project.problem import Problem, ProblemsFound, did_you_mean
from faasport.runtime import consumer as runtime_consumer
from faasport.runtime.application import Application
from faasport.runtime.errors import DeliveryError
from faasport_aws.event_codecs import EVENT_CODECS
from faasport_aws.runtime import alb, entry, event_entry, http_v1, http_v2
from faasport_aws.runtime.guest_context import Identity

CODECS: dict[str, ModuleType] = {
    "http-api": http_v2,
    "function-url": http_v2,
    "rest-api": http_v1,
    "alb": alb,
}


class Invocation:
    """What Lambda passes as `context`; its names are Lambda's.

    https://docs.aws.amazon.com/lambda/latest/dg/python-context.html
    """

    def __init__(self, function: str, memory: int, timeout: float) -> None:
        self.function_name = function
        self.function_version = "$LATEST"
        self.invoked_function_arn = f"arn:aws:lambda:local:000000000000:function:{function}"
        self.memory_limit_in_mb = str(memory)
        self.aws_request_id = str(uuid.uuid4())
        self.log_group_name = f"/aws/lambda/{function}"
        self.log_stream_name = "local"
        self.identity = Identity()
        self.client_context = None
        self.tenant_id = None
        self._deadline = time.monotonic() + timeout

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._deadline - time.monotonic()) * 1000))

    def log(self, message: object) -> None:
        print(message)  # noqa: T201  # standard output is the log


def server(application: Application, project: Project, function: str) -> Callable[[Any], Any]:
    """The handler of a unit behind the project's front."""
    front = project.options("aws").get("front", "http-api")
    if front not in CODECS:
        where = f"{project.config_file}: {project.config_table}targets.aws.front"
        message = f"there is no front {front!r}."
        raise ProblemsFound([Problem("bad-front", where, message, did_you_mean(front, CODECS))])
    settings = project.settings(function)
    base_path = project.options("aws").get("base_path", "")
    handler = entry.http(application, CODECS[front], function, base_path)
    return lambda event: handler(event, Invocation(function, settings.memory, settings.timeout))


def deliverer(
    own: runtime_consumer.Consumer, project: Project, consumer: Consumer
) -> Callable[[Any], Any]:
    """The handler of an event trigger. An invocation that fails gives what Lambda tells of it."""
    codec = import_module(f"faasport_aws.runtime.{EVENT_CODECS[consumer.trigger.kind]}")
    settings = project.settings(consumer.function.name)
    handler = event_entry.handler(own, codec, consumer.label)

    def deliver(event: Any) -> Any:
        invocation = Invocation(consumer.label, settings.memory, settings.timeout)
        try:
            return handler(event, invocation)
        except DeliveryError as failure:
            return {"errorType": "DeliveryError", "errorMessage": str(failure)}

    return deliver
