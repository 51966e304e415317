"""The suite of events through Vercel's entries: ASGI, and what its queues are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from faasport.project.model import Consumer, DeclaredFunction, DeclaredTrigger
from faasport.runtime.application import Application
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.asgi_client import ask
from faasport.testing.conformance.events import SEEN, EventSuite, consumers, modules_for
from faasport.testing.event_losses import EventLosses
from faasport_vercel import event_losses
from faasport_vercel.event_codecs import codec_of
from faasport_vercel.host.deliveries import Deliveries
from faasport_vercel.packager import paths
from faasport_vercel.runtime import cron, cron_entry, entry, event_entry, queue, queue_entry

CONSUMERS = consumers()
KINDS = ("schedule", "queue", "topic")
# Vercel Queues keeps no order, so that queues which want it are refused.
HANDLERS = tuple(name for name in modules_for(KINDS) if name != "queues_in_order")


def declared(label: str, timezone: str | None = None) -> Consumer:
    """The consumer as a project has it."""
    trigger = CONSUMERS[label].trigger
    options = {**trigger.options, **({"timezone": timezone} if timezone else {})}
    of_model = DeclaredTrigger(trigger.kind, name=trigger.name, options=options)
    function = DeclaredFunction(CONSUMERS[label].name, "handlers", (of_model,))
    return Consumer(label, function, of_model, 0)


class TestVercel(EventSuite):
    kinds: ClassVar[tuple[str, ...]] = KINDS
    handlers: ClassVar[tuple[str, ...] | None] = HANDLERS
    timezone: ClassVar[str | None] = None

    @pytest.fixture(autouse=True)
    def _platform(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        self.seen_file = tmp_path / "seen.jsonl"
        monkeypatch.setenv(SEEN, str(self.seen_file))
        self.deliveries = Deliveries({"crons": self.crons()}, self.call)
        for name, value in self.deliveries.environment.items():
            monkeypatch.setenv(name, value)
        yield
        self.deliveries.stop()

    def crons(self) -> list[dict[str, str]]:
        labels = (label for label in CONSUMERS if CONSUMERS[label].kind == "schedule")
        return [{"path": paths.cron(self.declared(label))} for label in labels]

    def declared(self, label: str) -> Consumer:
        zoned = CONSUMERS[label].kind == "schedule"
        return declared(label, self.timezone if zoned else None)

    def deliver(self, label: str, events: Sequence[Event]) -> Outcome:
        self.label = label
        return self.deliveries.deliver(self.declared(label), events)

    def call(self, path: str, request: Request) -> Response:
        return ask(self.application(), request).response

    def application(self) -> Any:
        consumer, codec = CONSUMERS[self.label], codec_of(self.declared(self.label).trigger)
        if codec is queue:
            return queue_entry.asgi(consumer, self.label)
        if codec is cron:
            crons = {paths.cron(self.declared(self.label)): self.label}
            empty = Application("shop", (), imports=())
            return entry.asgi(cron_entry.WithCrons(empty, crons, CONSUMERS.__getitem__))  # type: ignore[arg-type]
        return event_entry.asgi(consumer, codec, self.label)

    def losses(self, label: str) -> EventLosses:
        return event_losses.losses_of(self.declared(label))


class TestSchedules(TestVercel):
    """The same on another clock, which has private functions."""

    kinds: ClassVar[tuple[str, ...]] = ("schedule",)
    timezone: ClassVar[str | None] = "Asia/Tokyo"
