"""The suite of events through Azure's codecs and entry, with the objects of azure.functions."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import azure.functions as functions
import pytest

from faasport.project.model import Consumer, DeclaredFunction, DeclaredTrigger, Parameter
from faasport.runtime.errors import DeliveryError
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.testing.conformance.events import (
    KINDS,
    EventSuite,
    NotExpressibleError,
    consumers,
    modules_for,
)
from faasport.testing.conformance.suite import Exceptions
from faasport.testing.event_losses import EventLosses
from faasport.verifier import host as contract
from faasport_azure import event_codecs
from faasport_azure.host import deliveries
from faasport_azure.packager import services
from faasport_azure.packager.options import AzureOptions
from faasport_azure.runtime import event_entry, received, service_bus_batch

CONSUMERS = consumers()
CONTEXT = SimpleNamespace(
    invocation_id="inv-1",
    trace_context=SimpleNamespace(trace_parent=None),
    retry_context=SimpleNamespace(retry_count=0, max_retry_count=4),
)
REGISTRY = functions.get_binding_registry()
# Older releases of the library, for older Pythons than Azure runs us on, know Grid's schema alone.
KNOWS_CLOUD_EVENTS = hasattr(functions, "CloudEvent")
UNORDERED = tuple(name for name in modules_for(KINDS) if name != "queues_in_order")


def declared(label: str) -> Consumer:
    """The consumer as the packager knows it."""
    runtime = CONSUMERS[label]
    source = "batch" if runtime.takes_batch else "event"
    trigger = DeclaredTrigger(
        kind=runtime.kind,
        name=runtime.trigger.name,
        options=runtime.trigger.options,
        parameters=(Parameter("given", source, "given"),),
    )
    return Consumer(label, DeclaredFunction(runtime.name, "handlers", (trigger,)), trigger, 0)


class Datum:
    """What the worker makes of a TypedData: collections are objects."""

    def __new__(cls, native: Mapping[str, Any]) -> Any:
        ((kind, value),) = native.items()
        if kind == "bytes":
            value = b64decode(value)
        if isinstance(value, dict):
            items = value.get("bytes")
            value = SimpleNamespace(
                **({"bytes": [b64decode(each) for each in items]} if items is not None else value)
            )
        return functions.meta.Datum(value, kind)


def converted(native: Any) -> Any:
    """What the library hands to a function for an invocation."""
    metadata = {name: Datum(value) for name, value in native["trigger_metadata"].items()}
    converter = REGISTRY.get(native["trigger_type"])
    return converter.decode(Datum(native["input_data"][0]["data"]), trigger_metadata=metadata)


class Out:
    value: Any = None

    def set(self, value: Any) -> None:
        self.value = value


class AzureSuite(EventSuite):
    options: ClassVar[AzureOptions] = AzureOptions()
    kinds: ClassVar[tuple[str, ...]] = KINDS

    @pytest.fixture(autouse=True)
    def _seen(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen_file = tmp_path / "seen.jsonl"
        monkeypatch.setenv("CONFORMANCE_SEEN", str(self.seen_file))

    def losses(self, label: str) -> EventLosses:
        consumer = declared(label)
        return event_codecs.losses_of(services.of(consumer, self.options), consumer)

    def deliver(self, label: str, events: Sequence[Event]) -> Outcome:
        consumer = declared(label)
        service = services.of(consumer, self.options)
        codec = event_codecs.codec_of(service)
        binding = {
            "type": codec.TRIGGER,
            "cardinality": "MANY" if codec is service_bus_batch else "ONE",
            "maxItemsPerInvocation": 100 if consumer.trigger.takes_batch else 1,
            "isSessionsEnabled": consumer.trigger.options.get("ordered"),
        }
        function = {"name": label, "bindings": [binding]}

        def invoke(_function: Any, native: Any) -> Mapping[str, Any]:
            return self.called(label, service, json.loads(json.dumps(native)))

        try:
            return deliveries.deliver(function, consumer, events, invoke)
        except contract.NotExpressibleError as fault:
            raise NotExpressibleError(fault.reason, fault.source) from fault

    def called(self, label: str, service: services.Service, native: Any) -> Mapping[str, Any]:
        """What the worker answers."""
        runtime, codec = CONSUMERS[label], event_codecs.codec_of(service)
        reader = getattr(received, service.reader)
        if service.reader == "event_grid_event" and not KNOWS_CLOUD_EVENTS:
            given, reader = native, lambda native: native
        else:
            given = converted(native)
        attempts = 5 if service.retries else None
        output = Out()
        try:
            if runtime.is_async:
                handle = event_entry.handler_async(runtime, codec, reader, label, attempts)
                asyncio.run(handle(given, CONTEXT, output))
            else:
                event_entry.handler(runtime, codec, reader, label, attempts)(given, CONTEXT, output)
        except DeliveryError as fault:
            return {"failed": str(fault)}
        if output.value is None:
            return {"output_data": []}
        kind = "string" if isinstance(output.value, str) else "bytes"
        return {"output_data": [{"name": "rejected", "data": {kind: output.value}}]}


class TestStorageQueues(AzureSuite):
    """With what queues are by default."""

    handlers: ClassVar[tuple[str, ...] | None] = UNORDERED


class TestServiceBus(AzureSuite):
    """With queues of Service Bus's."""

    options: ClassVar[AzureOptions] = AzureOptions(queue="service-bus")
    kinds: ClassVar[tuple[str, ...]] = ("queue",)
    exceptions: ClassVar[Exceptions] = {}
