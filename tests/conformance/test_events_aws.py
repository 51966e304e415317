"""The suite of events through the codecs of AWS: native JSON, the real entry, its result."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest

from faasport.runtime.consumer import Consumer
from faasport.runtime.errors import DeliveryError
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.testing.conformance.events import SEEN, EventSuite, consumers
from faasport.testing.conformance.suite import Exceptions
from faasport.testing.event_losses import EventLosses
from faasport_aws.event_codecs import EVENT_CODECS
from faasport_aws.event_losses import LOSSES
from faasport_aws.exceptions import EVENT_EXCEPTIONS
from faasport_aws.host.deliveries import Deliveries, each_alone
from faasport_aws.host.event_source import POLLED, EventSource
from faasport_aws.host.function import FunctionError
from faasport_aws.runtime import event_entry

CONSUMERS = consumers()
# What the template has for each kind of trigger.
SERVICES = {
    "schedule": "ScheduleV2",
    "queue": "SQS",
    "topic": "SNS",
    "bucket": "EventBridgeRule",
    "table": "DynamoDB",
    "event": "EventBridgeRule",
    "stream": "Kinesis",
}


class TestAws(EventSuite):
    exceptions: ClassVar[Exceptions] = EVENT_EXCEPTIONS

    @pytest.fixture(autouse=True)
    def _notes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen_file = tmp_path / "seen.jsonl"
        monkeypatch.setenv(SEEN, str(self.seen_file))

    def deliver(self, label: str, events: Sequence[Event]) -> Outcome:
        consumer = CONSUMERS[label]
        codec = codec_of(consumer)
        handler = event_entry.handler(consumer, codec, label)

        def invoke(payload: bytes) -> bytes:
            try:
                return json.dumps(handler(json.loads(payload), None)).encode()
            except DeliveryError as failure:
                name = type(failure).__name__
                raise FunctionError(f"{name}: {failure}", name, str(failure)) from failure

        return Deliveries(source_of(consumer), codec, invoke).deliver(events)

    def losses(self, label: str) -> EventLosses:
        consumer = CONSUMERS[label]
        losses = LOSSES[EVENT_CODECS[consumer.kind]]
        return each_alone(losses) if source_of(consumer).is_asynchronous else losses


def codec_of(consumer: Consumer) -> ModuleType:
    return import_module(f"faasport_aws.runtime.{EVENT_CODECS[consumer.kind]}")


def source_of(consumer: Consumer) -> EventSource:
    service = SERVICES[consumer.kind]
    size = int(consumer.trigger.options.get("batch_size", 1)) if service in POLLED else 1
    return EventSource(consumer.name, service, size, reports_items=service in POLLED)
