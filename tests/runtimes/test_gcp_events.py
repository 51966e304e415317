"""The suite of events on Google's own framework: one process for each function that is deployed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from faasport.packager import pipeline, registry
from faasport.project.model import Consumer
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.testing.conformance.events import EventSuite, modules_for, write_event_project
from faasport.testing.event_losses import EventLosses

KINDS = ("schedule", "queue", "topic", "bucket", "table", "event")
# A wildcard is refused: Eventarc's types are exact.
HANDLERS = tuple(name for name in modules_for(KINDS) if name != "events_wild")


class Deployed:
    """The packaged project behind the framework, and the file that its handlers note in."""

    def __init__(self, host: Any, project: Any, seen: Path) -> None:
        self.host = host
        self.seen = seen
        self.consumers: dict[str, Consumer] = {each.label: each for each in project.consumers}


@pytest.fixture(scope="module")
def deployed(
    tmp_path_factory: pytest.TempPathFactory, boot: Callable[..., Any]
) -> Iterator[Deployed]:
    folder = tmp_path_factory.mktemp("events")
    seen = folder / "seen.jsonl"
    project = write_event_project(folder / "project", seen=seen, handlers=HANDLERS)
    result = pipeline.package(project, registry.select(["gcp"]))
    outputs = {output.target: output.directory for output in result.outputs}

    class Folder:
        project = result.project

    Folder.outputs = outputs  # type: ignore[attr-defined]
    running = boot("gcp", Folder)
    yield Deployed(running.host, result.project, seen)
    running.host.stop()


class TestGcpEvents(EventSuite):
    kinds: ClassVar[tuple[str, ...]] = KINDS
    handlers: ClassVar[tuple[str, ...] | None] = HANDLERS

    @pytest.fixture(autouse=True)
    def _deployed(self, deployed: Deployed) -> None:
        self.deployed = deployed
        self.seen_file = deployed.seen

    def deliver(self, label: str, events: Sequence[Event]) -> Outcome:
        consumer = self.deployed.consumers[label]
        outcome: Outcome = self.deployed.host.deliver(consumer, events)
        return outcome

    def losses(self, label: str) -> EventLosses:
        losses: EventLosses = self.deployed.host.event_losses(self.deployed.consumers[label])
        return losses


def test_every_function_is_told_of_what_was_created(deployed: Deployed) -> None:
    variables = deployed.host.environment_for_consumer(deployed.consumers["queue_each"])

    assert variables["FAASPORT_QUEUE_EACH"] == "projects/local/topics/events-dev-each-queue"
    assert variables["FAASPORT_BUCKET_EACH"] == "local-events-dev-each-bucket"
    assert variables["FAASPORT_TABLE_EACH"] == "each"
