"""Lambda's sandboxes: the archive that was deployed, in AWS's own runtime client."""

from __future__ import annotations

import io
import json
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from faasport_aws.host.function import FunctionError, FunctionResource, LambdaFunction
from tests.deployer.aws.wire import refused
from tests.deployer.harness.call import Answer, Call

Client = Callable[[str], Any]
Code = Callable[[str, str], bytes]
"""The archive of a function's version."""
STREAM = "2026/11/22/[1]0123456789abcdef0123456789abcdef"


class Sandboxes:
    """One for each version of a function, begun with its first event."""

    def __init__(self, client: Client, code: Code) -> None:
        self._client, self._code = client, code
        self._running: dict[tuple[str, str], LambdaFunction] = {}
        self._closing = ExitStack()

    def answer(self, call: Call) -> Answer:
        """https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"""
        name = call.plain_path.split("/")[3]
        qualifier = call.parameters.get("Qualifier", "$LATEST")
        version = qualifier
        try:
            self._client("lambda").get_function_configuration(FunctionName=name)
        except ClientError as error:
            told = error.response["Error"]
            return refused("lambda", told["Code"], told["Message"], 404)
        if qualifier != "$LATEST":
            alias = self._client("lambda").get_alias(FunctionName=name, Name=qualifier)
            version = alias["FunctionVersion"]
        function = self._of(name, version)
        try:
            return Answer(200, function.invoke(call.body))
        except FunctionError as error:
            told = {"errorType": error.error_type, "errorMessage": error.message}
            failed = {"x-amz-function-error": "Unhandled"}
            return Answer(200, json.dumps(told).encode(), failed)

    def _of(self, name: str, version: str) -> LambdaFunction:
        found = self._client("lambda").get_function_configuration(
            FunctionName=name, Qualifier=version
        )
        key = (name, found["CodeSha256"])
        if key not in self._running:
            folder = Path(self._closing.enter_context(tempfile.TemporaryDirectory()))
            with zipfile.ZipFile(io.BytesIO(self._code(name, version))) as archive:
                archive.extractall(folder)
            resource = FunctionResource(
                logical_id=name,
                name=name,
                handler=found["Handler"],
                code=folder,
                timeout=float(found["Timeout"]),
                memory=found["MemorySize"],
                variables=found.get("Environment", {}).get("Variables", {}),
            )
            self._running[key] = LambdaFunction(resource, Path(sys.executable))
        return self._running[key]

    def stop(self) -> None:
        for function in self._running.values():
            function.stop()
        self._running.clear()
        self._closing.close()


def said(client: Client, group: str, lines: list[str]) -> None:
    """A function has logged these."""
    logs = client("logs")
    known = logs.describe_log_streams(logGroupName=group)["logStreams"]
    if STREAM not in {each["logStreamName"] for each in known}:
        logs.create_log_stream(logGroupName=group, logStreamName=STREAM)
    now = int(time.time() * 1000)
    events = [{"timestamp": now + n, "message": f"{line}\n"} for n, line in enumerate(lines)]
    logs.put_log_events(logGroupName=group, logStreamName=STREAM, logEvents=events)
