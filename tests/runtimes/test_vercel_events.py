"""The suite of events on vercel-runtime: each trigger's function as Vercel would start it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest

from faasport.packager import pipeline, registry
from faasport.project.model import Consumer
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.runtime.request import Request
from faasport.testing.conformance.events import EventSuite, modules_for, write_event_project
from faasport.testing.event_losses import EventLosses
from faasport.verifier.host import HostError

KINDS = ("schedule", "queue", "topic")
# Vercel Queues keeps no order, so that queues which want it are refused.
HANDLERS = tuple(name for name in modules_for(KINDS) if name != "queues_in_order")


@dataclass(frozen=True)
class Deployed:
    """The packaged project behind the runtime, and the file that its handlers note in."""

    host: Any
    consumers: dict[str, Consumer]
    seen: Path


@dataclass(frozen=True)
class Folder:
    project: Any
    outputs: dict[str, Path]


@pytest.fixture(scope="module")
def deployed(
    tmp_path_factory: pytest.TempPathFactory, boot: Callable[..., Any]
) -> Iterator[Deployed]:
    folder = tmp_path_factory.mktemp("events")
    seen = folder / "seen.jsonl"
    project = write_event_project(folder / "project", seen=seen, handlers=HANDLERS)
    result = pipeline.package(project, registry.select(["vercel"]))
    outputs = {output.target: output.directory for output in result.outputs}
    host = boot("vercel", Folder(result.project, outputs)).host
    yield Deployed(host, {each.label: each for each in result.project.consumers}, seen)
    host.stop()


class TestVercelEvents(EventSuite):
    kinds: ClassVar[tuple[str, ...]] = KINDS
    handlers: ClassVar[tuple[str, ...] | None] = HANDLERS

    @pytest.fixture(autouse=True)
    def _deployed(self, deployed: Deployed) -> None:
        self.deployed = deployed
        self.seen_file = deployed.seen

    def deliver(self, label: str, events: Sequence[Event]) -> Outcome:
        outcome: Outcome = self.deployed.host.deliver(self.deployed.consumers[label], events)
        return outcome

    def losses(self, label: str) -> EventLosses:
        losses: EventLosses = self.deployed.host.event_losses(self.deployed.consumers[label])
        return losses


def test_a_private_function_has_no_public_path(deployed: Deployed) -> None:
    request = Request(method="POST", raw_path="/_faasport/queue_each", headers=[("host", "x")])

    with pytest.raises(HostError, match="no public address"):
        deployed.host.send(request)


def test_who_does_not_know_the_secret_fires_no_schedule(deployed: Deployed) -> None:
    path = "/_faasport/schedule_fine/schedule_fine"
    before = deployed.seen.read_text("utf-8") if deployed.seen.exists() else ""

    for value in ("", "Bearer ", "Bearer guess"):
        headers = [("host", "x"), ("authorization", value), ("user-agent", "vercel-cron/1.0")]
        response = deployed.host.send(Request(raw_path=path, headers=headers))
        assert (response.status, response.body) == (401, b'{"error":"unauthorized"}')

    after = deployed.seen.read_text("utf-8") if deployed.seen.exists() else ""
    assert before == after


def test_every_function_is_told_its_topics(deployed: Deployed) -> None:
    for label in ("queue_each", "schedule_fine"):
        variables = deployed.host.environment_for_consumer(deployed.consumers[label])

        assert variables["FAASPORT_QUEUE_EACH"] == "each"
