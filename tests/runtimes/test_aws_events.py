"""The suite of events in AWS's own runtime client, on what the packager made of its handlers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from faasport.packager import pipeline, registry
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.testing.conformance.events import (
    EventSuite,
    NotExpressibleError,
    write_event_project,
)
from faasport.testing.conformance.suite import Exceptions
from faasport.testing.event_losses import EventLosses
from faasport.verifier import host as contract
from faasport_aws.exceptions import EVENT_EXCEPTIONS
from tests.runtimes.conftest import Folder


class TestAws(EventSuite):
    exceptions: ClassVar[Exceptions] = EVENT_EXCEPTIONS
    running: ClassVar[Any]
    consumers: ClassVar[dict[str, Any]]
    notes: ClassVar[Path]

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _platform(cls, boot: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory) -> None:
        folder = tmp_path_factory.mktemp("events")
        cls.notes = folder / "seen.jsonl"
        project = write_event_project(folder / "project", seen=cls.notes)
        result = pipeline.package(project, registry.select(["aws"]))
        outputs = {output.target: output.directory for output in result.outputs}
        cls.consumers = {each.label: each for each in result.project.consumers}
        cls.running = boot("aws", Folder(result.project, outputs)).host

    @pytest.fixture(autouse=True)
    def _notes(self) -> None:
        self.seen_file = self.notes

    def deliver(self, label: str, events: Sequence[Event]) -> Outcome:
        try:
            outcome: Outcome = self.running.deliver(self.consumers[label], events)
        except contract.NotExpressibleError as fault:
            raise NotExpressibleError(fault.reason, fault.source) from fault
        return outcome

    def losses(self, label: str) -> EventLosses:
        losses: EventLosses = self.running.event_losses(self.consumers[label])
        return losses
