"""Events on azure-functions-runtime: the suite, and what only the real worker can show."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest

from faasport.packager import pipeline, registry
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.runtime.record import Record
from faasport.testing.conformance.events import (
    KINDS,
    EventSuite,
    NotExpressibleError,
    modules_for,
    write_event_project,
)
from faasport.testing.event_losses import EventLosses
from faasport.verifier import host as contract
from faasport_azure.runtime import event_hub, storage_queue, timer
from tests.runtimes.conftest import Folder

UNORDERED = tuple(name for name in modules_for(KINDS) if name != "queues_in_order")


class Running:
    """A packaged project in the worker, with the file of its handlers' notes."""

    def __init__(self, host: Any, project: Any, seen: Path) -> None:
        self.host = host
        self.seen = seen
        self.consumers = {consumer.label: consumer for consumer in project.consumers}

    def notes(self) -> list[Any]:
        return [json.loads(line) for line in self.seen.read_text("utf-8").splitlines()]

    def invoke(self, label: str, native: Any, retry_count: int = 0) -> Any:
        return self.host.invoke(self.host._functions[label], native, retry_count)


@pytest.fixture(scope="module")
def started(
    boot: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Running]:
    def running(handlers: Sequence[str], **options: str) -> Running:
        folder = tmp_path_factory.mktemp("azure-events") / "events"
        seen = folder.parent / "seen.jsonl"
        seen.write_text("", "utf-8")
        write_event_project(folder, handlers=handlers, targets={"azure": options}, seen=seen)
        result = pipeline.package(folder, registry.select(["azure"]))
        outputs = {output.target: output.directory for output in result.outputs}
        platform = boot("azure", Folder(result.project, outputs))
        return Running(platform.host, result.project, seen)

    return running


@pytest.fixture(scope="module")
def storage(started: Callable[..., Running]) -> Iterator[Running]:
    running = started(UNORDERED)
    yield running
    running.host.stop()


class WorkerSuite(EventSuite):
    running: ClassVar[Running]

    @pytest.fixture(autouse=True)
    def _seen(self) -> None:
        self.seen_file = self.running.seen

    def losses(self, label: str) -> EventLosses:
        losses: EventLosses = self.running.host.event_losses(self.running.consumers[label])
        return losses

    def deliver(self, label: str, events: Sequence[Event]) -> Outcome:
        try:
            outcome: Outcome = self.running.host.deliver(self.running.consumers[label], events)
        except contract.NotExpressibleError as fault:
            raise NotExpressibleError(fault.reason, fault.source) from fault
        return outcome


class TestStorageQueues(WorkerSuite):
    handlers: ClassVar[tuple[str, ...] | None] = UNORDERED

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _platform(cls, storage: Running) -> None:
        cls.running = storage


class TestServiceBus(WorkerSuite):
    kinds: ClassVar[tuple[str, ...]] = ("queue",)

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _platform(cls, started: Callable[..., Running]) -> Iterator[None]:
        cls.running = started(modules_for(("queue",)), queue="service-bus")
        yield
        cls.running.host.stop()


def body(text: str) -> dict[str, Any]:
    return {
        "trigger_type": storage_queue.TRIGGER,
        "input_data": [{"name": "given", "data": {"string": text}}],
        # As the real host sends it: JSON in JSON, and members of the body among the metadata.
        "trigger_metadata": {
            "Id": {"string": "814b3b66"},
            "DequeueCount": {"json": "3"},
            "InsertionTime": {"json": '"2022-08-25T05:06:39+00:00"'},
            "name": {"string": "world"},
        },
    }


def test_a_rejected_message_is_set_for_the_poison_queue(storage: Running) -> None:
    answer = storage.invoke("queue_each", body("reject so"))

    assert [each["name"] for each in answer["output_data"]] == ["rejected"]
    assert b64decode(answer["output_data"][0]["data"]["bytes"]) == b"reject so"


def test_a_message_that_is_done_sets_nothing(storage: Running) -> None:
    assert storage.invoke("queue_each", body("fine"))["output_data"] == []


def test_a_message_that_fails_fails_its_invocation(storage: Running) -> None:
    answer = storage.invoke("queue_each", body("crash"))

    assert "DeliveryError" in answer["failed"]


def test_what_the_last_attempt_leaves_is_a_dead_letter(storage: Running) -> None:
    tick = timer.encode_events(timer.decode_events(
        {"trigger_type": "timerTrigger", "input_data": [], "trigger_metadata": {}}
    ))  # fmt: skip
    label = next(name for name in storage.consumers if name.startswith("schedule_crash"))

    before, last = storage.invoke(label, tick, 3), storage.invoke(label, tick, 4)

    assert "failed" in before
    (letter,) = map(json.loads, last["output_data"][0]["data"]["string"].splitlines())
    assert letter["dead_letter"] == {"index": 0, "reason": "not done after 5 attempts"}
    assert letter["trigger_type"] == "timerTrigger"


def test_behind_a_dead_letter_the_partition_goes_on(storage: Running) -> None:
    records = [
        Record(value=value, partition="0", offset=str(place), key=b"k")
        for place, value in enumerate((b"one", b"crash", b"three", b"reject so", b"five"))
    ]
    native = event_hub.encode_events(records)
    storage.seen.write_text("", "utf-8")

    first = storage.invoke("stream_each", native, 0)
    handled_first = [bytes.fromhex(n["event"]["value"]["bytes"]) for n in storage.notes()]
    storage.seen.write_text("", "utf-8")
    last = storage.invoke("stream_each", native, 4)
    handled_last = [bytes.fromhex(n["event"]["value"]["bytes"]) for n in storage.notes()]

    assert "failed" in first
    assert handled_first == [b"one", b"crash"]
    assert handled_last == [b"one", b"crash", b"three", b"reject so", b"five"]
    lines = last["output_data"][0]["data"]["string"].splitlines()
    letters = [event_hub.decode_events(json.loads(line))[0].value for line in lines]
    assert letters == [b"crash", b"reject so"]
