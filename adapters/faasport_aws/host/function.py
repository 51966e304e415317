"""One Lambda function: its process, started at the first event and kept warm like the service."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faasport.verifier.child import Child, closed
from faasport.verifier.host import HostError
from faasport_aws.host.limits import check_event, too_large_result
from faasport_aws.host.runtime_api import Invocation, RuntimeApi

REGION = "us-east-1"
ACCOUNT = "123456789012"


@dataclass(frozen=True)
class FunctionResource:
    """What the template says of one function."""

    logical_id: str
    name: str
    handler: str
    code: Path
    timeout: float
    memory: int
    variables: Mapping[str, str]
    layers: tuple[Path, ...] = ()
    """Folders of unpacked layers, each what Lambda lays over /opt."""

    @property
    def search_path(self) -> tuple[Path, ...]:
        """Where Lambda's Python looks for modules, in its order.

        https://docs.aws.amazon.com/lambda/latest/dg/python-package.html#python-package-searchpath
        """
        # A layer that is laid over others later hides what they have.
        return (self.code, *(layer / "python" for layer in reversed(self.layers)))

    @property
    def arn(self) -> str:
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.name}"


class FunctionError(HostError):
    """The function failed: the error that Lambda reports, `type: message`, and its log."""

    def __init__(self, said: str, error_type: str = "", message: str = "") -> None:
        super().__init__(said)
        self.error_type = error_type
        self.message = message


class LambdaFunction:
    """awslambdaric on the unpacked code, behind a Runtime API of its own."""

    def __init__(self, resource: FunctionResource, python: Path) -> None:
        self.resource = resource
        self._python = python
        self._api: RuntimeApi | None = None
        self._child: Child | None = None
        self._one_at_a_time = threading.Lock()

    def invoke(self, payload: bytes) -> bytes:
        """The result; FunctionError as the service reports it."""
        check_event(payload)
        with self._one_at_a_time:
            api, child = self._warm()
            invocation = Invocation(payload, time.time() + self.resource.timeout)
            api.submit(invocation)
            self._wait(invocation, child)
        if invocation.too_large:
            self.stop()
            raise too_large_result(invocation.too_large)
        if invocation.error is not None:
            if api.init_error is not None:
                self.stop()
            raise _failure(invocation.error)
        return invocation.result or b""

    def _warm(self) -> tuple[RuntimeApi, Child]:
        if self._api is None or self._child is None or not self._child.alive:
            self.stop()
            self._api = RuntimeApi(self.resource.arn)
            self._child = Child(
                [str(self._python), "-m", "awslambdaric", self.resource.handler],
                cwd=self.resource.code,
                environment=closed(self.variables(self._api.address)),
            )
        return self._api, self._child

    def variables(self, address: str) -> dict[str, str]:
        """What Lambda and the manifest give to it; `address` is that of the Runtime API.

        https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
        """
        code, name = str(self.resource.code), self.resource.name
        return {
            "AWS_LAMBDA_RUNTIME_API": address,
            "_HANDLER": self.resource.handler,
            "LAMBDA_TASK_ROOT": code,
            "LAMBDA_RUNTIME_DIR": "/var/runtime",
            "PYTHONPATH": os.pathsep.join(map(str, self.resource.search_path)),
            "AWS_EXECUTION_ENV": "AWS_Lambda_python",
            "AWS_LAMBDA_FUNCTION_NAME": name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(self.resource.memory),
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{name}",
            "AWS_LAMBDA_LOG_STREAM_NAME": "local",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "TZ": ":UTC",
            **self.resource.variables,
        }

    def _wait(self, invocation: Invocation, child: Child) -> None:
        """Until the result, the end of the process, or the function's timeout."""
        while not invocation.done.wait(0.02):
            if not child.alive:
                if not invocation.done.wait(0.1):
                    raise FunctionError(f"Runtime.ExitError: {child.ended()}")
                return
            if time.time() > invocation.deadline:
                said = child.said
                self.stop()
                raise FunctionError(
                    f"Sandbox.Timedout: no result within {self.resource.timeout:g} s\n{said}"
                )

    def stop(self) -> None:
        """End the process without grace, as a sandbox ends."""
        if self._child is not None:
            self._child.stop(grace=0)
        if self._api is not None:
            self._api.close()
        self._child = self._api = None


def _failure(error: Mapping[str, Any]) -> FunctionError:
    """The error as Lambda tells it: type, message, stack trace."""
    kind, message = str(error.get("errorType")), str(error.get("errorMessage"))
    stack = "".join(error.get("stackTrace") or ())
    return FunctionError(f"{kind}: {message}\n{stack}".strip(), kind, message)
