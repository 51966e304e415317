"""The suite of events in process: consumers alone, on an event loop, and over the neutral JSON."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pydantic
import pytest

from faasport.packager import vendor
from faasport.project import config_file
from faasport.project.discovery import discover
from faasport.project.files import lay_out
from faasport.project.model import Project
from faasport.runtime import neutral
from faasport.runtime.context import Context
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.testing.conformance.events import (
    CASES,
    SEEN,
    EventSuite,
    consumers,
    write_event_project,
)

CONSUMERS = consumers()


def context(label: str) -> Context:
    return Context(invocation_id="1", function=CONSUMERS[label].name)


def over_json(label: str, events: Sequence[Event]) -> tuple[Event, ...]:
    """As they are on the other side."""
    consumer = CONSUMERS[label]
    sent = json.loads(json.dumps(neutral.encode_events(events)))
    return neutral.decode_events(sent, consumer.kind, name=consumer.trigger.name)


class InProcess(EventSuite):
    @pytest.fixture(autouse=True)
    def _noted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen_file = tmp_path / "seen.jsonl"
        monkeypatch.setenv(SEEN, str(self.seen_file))


class TestNeutral(InProcess):
    def deliver(self, label: str, events: Sequence[Event]) -> Outcome:
        outcome = CONSUMERS[label].deliver(over_json(label, events), context(label))
        back = json.loads(json.dumps(neutral.encode_outcome(outcome)))
        return neutral.decode_outcome(back, events)


class TestNeutralOnAnEventLoop(InProcess):
    def deliver(self, label: str, events: Sequence[Event]) -> Outcome:
        given = over_json(label, events)
        return asyncio.run(CONSUMERS[label].adeliver(given, context(label)))


def test_case_names_are_unique() -> None:
    names = [case.name for case in CASES]

    twice = {name for name in names if names.count(name) > 1}

    assert twice == set()


def test_every_consumer_has_a_case() -> None:
    assert {case.label for case in CASES} == set(CONSUMERS)


def test_the_project_declares_the_same_consumers(tmp_path: Path) -> None:
    root = write_event_project(tmp_path / "project", seen=tmp_path / "seen.jsonl")
    core = tmp_path / "core"
    lay_out(vendor.shipped(vendor.CORE), core)
    path = [core, Path(pydantic.__file__).parents[1]]

    project = Project(root, config_file.read(root).config)
    told = discover(project, Path(sys.executable), root, path, tmp_path)

    assert told.config.env == {SEEN: str(tmp_path / "seen.jsonl")}
    assert {each.label: each.trigger.kind for each in told.consumers} == {
        label: consumer.kind for label, consumer in CONSUMERS.items()
    }
    assert {each.label: dict(each.trigger.options) for each in told.consumers} == {
        label: consumer.trigger.options for label, consumer in CONSUMERS.items()
    }


def test_the_suite_is_as_large_as_it_says() -> None:
    assert len(CASES) >= 150


def test_events_of_one_case_can_be_told_apart() -> None:
    for case in CASES:
        ids = [event.id for event in case.events]

        assert len(set(ids)) == len(ids) == len(case.verdicts), case.name
