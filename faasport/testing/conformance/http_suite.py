"""The suite as a pytest class: subclass it as `TestMyPlatform`, and give `call`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import pytest

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.conformance.case import Case
from faasport.testing.conformance.cases import CASES
from faasport.testing.conformance.suite import Exceptions, cases_for, verdict


class HttpSuite(ABC):
    """Every case, through `call`. `handlers` names the modules that are deployed (None: all)."""

    exceptions: ClassVar[Exceptions] = {}
    handlers: ClassVar[tuple[str, ...] | None] = None

    @abstractmethod
    def call(self, request: Request) -> Response:
        """The request through the platform, its answer collected."""

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        if "case" in metafunc.fixturenames:
            chosen = CASES if self.handlers is None else cases_for(*self.handlers)
            metafunc.parametrize("case", chosen, ids=str)

    def test_answers_as_http_has_it(self, case: Case) -> None:
        found = verdict(case, self.call, self.exceptions)

        if found.outcome == "not-expressible":
            pytest.skip(f"not expressible: {found.detail}")
        assert found.outcome == "same", found.detail  # noqa: S101  # a test

    def test_exceptions_name_cases(self) -> None:
        names = {case.name for case in CASES}

        unknown = set(self.exceptions) - names

        assert unknown == set()  # noqa: S101  # a test
