"""functions-framework (gunicorn, or uvicorn behind it) on one entry point of an archive."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from faasport.runtime.request import Request
from faasport.verifier.child import Child, closed
from faasport.verifier.host import HostError
from faasport.verifier.loopback import ADDRESS, Exchange, free_port, listening

START_SECONDS = 60.0
ANSWER_SECONDS = 60.0
FRONT = "169.254.169.126"
"""Where Cloud Run's requests come from, as the container sees it."""


def source_of(function: Mapping[str, Any]) -> str:
    """The file in which the image's build looks for the function."""
    variables = function["build_config"].get("environment_variables") or {}
    return str(variables.get("GOOGLE_FUNCTION_SOURCE", "main.py"))


def variables_of(function: Mapping[str, Any], port: int) -> dict[str, str]:
    """Those that the platform sets: https://cloud.google.com/run/docs/container-contract#env-vars"""
    name = str(function.get("name", "function"))
    return {
        "PORT": str(port),
        # gunicorn believes what comes from its own machine, and the front end does not: the scheme
        # over there is http.
        # https://docs.gunicorn.org/en/stable/settings.html#forwarded-allow-ips
        "FORWARDED_ALLOW_IPS": FRONT,
        "FUNCTION_TARGET": function["build_config"]["entry_point"],
        "FUNCTION_SIGNATURE_TYPE": "http",
        "K_SERVICE": name,
        "K_REVISION": "local-00001",
        "K_CONFIGURATION": name,
    }


class Framework:
    """One process, asked over HTTP as Cloud Run asks the container."""

    def __init__(
        self, python: Path, code: Path, function: Mapping[str, Any], environment: Mapping[str, str]
    ) -> None:
        self.port = free_port()
        build = function["build_config"]
        self._child = Child(
            [
                *(str(python), "-m", "functions_framework", "--target", build["entry_point"]),
                *("--source", source_of(function), "--host", ADDRESS, "--port", str(self.port)),
            ],
            cwd=code,
            environment=closed({**variables_of(function, self.port), **environment}),
        )

    def await_port(self) -> None:
        """Until it listens; HostError with its own words if it does not."""
        deadline = time.monotonic() + START_SECONDS
        while not listening(self.port):
            if not self._child.alive:
                raise HostError(f"functions-framework did not start: {self._child.ended()}")
            if time.monotonic() > deadline:
                raise HostError(
                    f"functions-framework did not listen within {START_SECONDS:g} s.\n"
                    f"{self._child.said}"
                )

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._child.alive

    def open(self, request: Request) -> Exchange:
        """The answer as it arrives."""
        if not self._child.alive:
            raise HostError(self._child.ended())
        return Exchange(self.port, request, timeout=ANSWER_SECONDS)

    def stop(self) -> None:
        self._child.stop(grace=0)
