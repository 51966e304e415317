"""Cloud Run functions on the developer's machine: Google's own Functions Framework on loopback."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from faasport.project.model import Project
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.losses import Losses
from faasport.verifier.child import Child, closed
from faasport.verifier.host import HostError, NotExpressibleError
from faasport.verifier.loopback import ADDRESS, Exchange, free_port, listening
from faasport_gcp import losses

START_SECONDS = 60.0
ANSWER_SECONDS = 60.0
FUNCTION = "google_cloudfunctions2_function"
# https://cloud.google.com/functions/quotas and https://cloud.google.com/run/quotas
# (HTTP/1 request and response size)
MAXIMUM_BODY = 32 * 1024 * 1024
BODY_SOURCE = "https://cloud.google.com/run/quotas"
FRAMEWORK = "https://github.com/GoogleCloudPlatform/functions-framework-python"
# The framework answers these itself with 404 (functions_framework/__init__.py, _configure_app).
OWN_PATHS = frozenset({"/robots.txt", "/favicon.ico"})
# What the framework routes to the function: werkzeug's default rules take any method, its aio side
# only these (functions_framework/aio/__init__.py).
AIO_METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"})


class Host:
    """functions-framework (gunicorn) on main.py, asked over HTTP as Cloud Run asks it."""

    requirements: ClassVar[tuple[str, ...]] = ("functions-framework==3.10.2",)
    real: ClassVar[str] = "functions-framework, Google's own Python runtime, with its server."
    ours: ClassVar[str] = (
        "Google's front end (we send HTTP/1.1 to the container's port) and the image's build."
    )

    source = "https://cloud.google.com/run/docs/container-contract"

    def __init__(self, folder: Path, python: Path, project: Project) -> None:
        self._python = python
        self._code = folder / "source"
        self._deployed = _read(folder / "main.tf.json")
        self._is_async = any(function.is_async for function in project.functions)
        self._child: Child | None = None
        self._port = 0

    @property
    def losses(self) -> Losses:
        return losses.HTTP if self._is_async else losses.FLASK

    @property
    def search_path(self) -> tuple[Path, ...]:
        return (self._code,)

    @property
    def environment(self) -> dict[str, str]:
        service = self._deployed.get("service_config") or {}
        given = service.get("environment_variables") or {}
        return {name: str(value) for name, value in given.items()}

    def environment_for(self, request: Request) -> dict[str, str]:  # noqa: ARG002  # one unit
        return self.environment

    @property
    def target(self) -> str:
        entry_point: str = self._deployed["build_config"]["entry_point"]
        return entry_point

    @property
    def source_file(self) -> str:
        """Where the image's build looks for the function."""
        variables = self._deployed["build_config"].get("environment_variables") or {}
        return str(variables.get("GOOGLE_FUNCTION_SOURCE", "main.py"))

    def start(self) -> None:
        self._port = free_port()
        self._child = Child(
            [
                *(str(self._python), "-m", "functions_framework", "--target", self.target),
                *("--source", self.source_file, "--host", ADDRESS, "--port", str(self._port)),
            ],
            cwd=self._code,
            environment=closed(self._variables()),
        )
        self._await_port(self._child)

    def _variables(self) -> dict[str, str]:
        """https://cloud.google.com/run/docs/container-contract#env-vars"""
        return {
            "PORT": str(self._port),
            "FUNCTION_TARGET": self.target,
            "FUNCTION_SIGNATURE_TYPE": "http",
            "K_SERVICE": str(self._deployed.get("name", "function")),
            "K_REVISION": "local-00001",
            "K_CONFIGURATION": str(self._deployed.get("name", "function")),
            **self.environment,
        }

    def _await_port(self, child: Child) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not listening(self._port):
            if not child.alive:
                raise HostError(f"functions-framework did not start: {child.ended()}")
            if time.monotonic() > deadline:
                raise HostError(
                    f"functions-framework did not listen within {START_SECONDS:g} s.\n{child.said}"
                )

    def open(self, request: Request) -> Exchange:
        """The answer as it arrives: status and headers now, chunks as they come."""
        self._check(request)
        if self._child is None or not self._child.alive:
            raise HostError(self._child.ended() if self._child else "the host is not started")
        return Exchange(self._port, request, timeout=ANSWER_SECONDS)

    def send(self, request: Request) -> Response:
        response = self.open(request).collected()
        if len(response.body) > MAXIMUM_BODY:
            reason = f"a response of {len(response.body)} bytes; the platform sends {MAXIMUM_BODY}"
            raise NotExpressibleError(reason, BODY_SOURCE)
        return response

    def _check(self, request: Request) -> None:
        if request.path in OWN_PATHS:
            reason = f"the framework answers {request.path} itself, with 404"
            raise NotExpressibleError(reason, FRAMEWORK)
        if self._is_async and request.method not in AIO_METHODS:
            reason = f"the framework's async side refuses {request.method} itself, with 405"
            raise NotExpressibleError(reason, FRAMEWORK)
        if len(request.body) > MAXIMUM_BODY:
            reason = f"a request body of {len(request.body)} bytes; it takes {MAXIMUM_BODY}"
            raise NotExpressibleError(reason, BODY_SOURCE)

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop(grace=0)


def _read(file: Path) -> Mapping[str, Any]:
    """The function that the Terraform configuration deploys."""
    if not file.is_file():
        raise HostError(f"{file.name} is not in the packaged folder.")
    resources = json.loads(file.read_text(encoding="utf-8")).get("resource", {})
    functions: list[Mapping[str, Any]] = list(resources.get(FUNCTION, {}).values())
    if not functions:
        raise HostError(f"{file.name} holds no {FUNCTION}.")
    return functions[0]
