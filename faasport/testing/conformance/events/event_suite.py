"""The suite as a pytest class: subclass it as `TestMyPlatform`, and give `deliver`."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.testing.conformance.events.case import EventCase
from faasport.testing.conformance.events.cases import CASES
from faasport.testing.conformance.events.findings import cases_for, finding
from faasport.testing.conformance.events.project import KINDS, SEEN
from faasport.testing.conformance.suite import Exceptions
from faasport.testing.event_losses import EventLosses


class EventSuite(ABC):
    """Every case of `kinds`, through `deliver`. `handlers` names the modules that are deployed
    (None: all of these kinds)."""

    exceptions: ClassVar[Exceptions] = {}
    kinds: ClassVar[tuple[str, ...]] = KINDS
    handlers: ClassVar[tuple[str, ...] | None] = None
    seen_file: Path | None = None

    @abstractmethod
    def deliver(self, label: str, events: Sequence[Event]) -> Outcome:
        """The events through the platform to this function, and what became of each. All notes
        have been written when it returns."""

    def losses(self, label: str) -> EventLosses:  # noqa: ARG002  # of all alike, here
        """What is lost on the way to this function."""
        return EventLosses()

    @classmethod
    def cases(cls) -> tuple[EventCase, ...]:
        """Those that this platform must pass."""
        chosen = cases_for(kinds=cls.kinds)
        return chosen if cls.handlers is None else cases_for(*cls.handlers, cases=chosen)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        if "case" in metafunc.fixturenames:
            metafunc.parametrize("case", self.cases(), ids=str)

    def test_events_are_handled_as_everywhere(self, case: EventCase) -> None:
        seen_file = self.seen_file or Path(os.environ[SEEN])

        found = finding(case, self.deliver, seen_file, self.losses(case.label), self.exceptions)

        if found.outcome == "not-expressible":
            pytest.skip(f"not expressible: {found.detail}")
        assert found.outcome == "same", found.detail  # noqa: S101  # a test

    def test_exceptions_name_cases(self) -> None:
        unknown = set(self.exceptions) - {case.name for case in CASES}

        assert unknown == set()  # noqa: S101  # a test
