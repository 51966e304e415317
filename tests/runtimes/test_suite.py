"""The conformance suite in the real runtimes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.conformance.http_suite import HttpSuite
from faasport.testing.conformance.project import SYNC
from faasport.testing.conformance.suite import Exceptions
from faasport_aws import exceptions as aws_exceptions
from faasport_azure import exceptions as azure_exceptions


class RuntimeSuite(HttpSuite):
    """A suite whose platform is a fixture of the session."""

    running: ClassVar[Any]

    def call(self, request: Request) -> Response:
        response: Response = self.running.call(request)
        return response


class TestAws(RuntimeSuite):
    """An HTTP API with one function a route, and the generated catch-all."""

    exceptions: ClassVar[Exceptions] = aws_exceptions.EXCEPTIONS["http_v2"]

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _platform(cls, aws: Any) -> None:
        cls.running = aws


class TestGcp(RuntimeSuite):
    """The framework's aio side: the project has async handlers."""

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _platform(cls, gcp: Any) -> None:
        cls.running = gcp


class TestAzure(RuntimeSuite):
    exceptions: ClassVar[Exceptions] = azure_exceptions.EXCEPTIONS

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _platform(cls, azure: Any) -> None:
        cls.running = azure


class TestVercel(RuntimeSuite):
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _platform(cls, vercel: Any) -> None:
        cls.running = vercel


class TestGcpSync(RuntimeSuite):
    """The framework's Flask side: the project has sync handlers alone."""

    handlers: ClassVar[tuple[str, ...]] = SYNC

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _platform(cls, gcp_sync: Any) -> None:
        cls.running = gcp_sync


class FrontSuite(RuntimeSuite):
    """Another front of Lambda, with one unit."""

    front: ClassVar[str]

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _platform(cls, boot: Callable[..., Any], package: Callable[..., Any]) -> Iterator[None]:
        cls.running = boot("aws", package("aws", options={"front": cls.front}))
        yield
        cls.running.host.stop()


class TestAwsFunctionUrl(FrontSuite):
    front = "function-url"
    exceptions: ClassVar[Exceptions] = aws_exceptions.EXCEPTIONS["http_v2"]


class TestAwsRestApi(FrontSuite):
    front = "rest-api"
    exceptions: ClassVar[Exceptions] = aws_exceptions.EXCEPTIONS["http_v1"]


class TestAwsLoadBalancer(FrontSuite):
    front = "alb"
    exceptions: ClassVar[Exceptions] = aws_exceptions.EXCEPTIONS["alb"]
