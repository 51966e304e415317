"""Cloud Run functions' requests and events in process, as plain data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from faasport.project import model
from faasport.project.model import Project
from faasport.runtime import serving
from faasport.runtime.application import Application
from faasport.runtime.consumer import Consumer
from faasport_gcp import codecs
from faasport_gcp.runtime import answers, http
from faasport_gcp.runtime.event_context import context_of


def server(application: Application, _project: Project, _function: str) -> Callable[[Any], Any]:
    """A wire request to a wire response."""
    return serving.server(application, http)


def deliverer(
    consumer_runtime: Consumer, _project: Project, consumer: model.Consumer
) -> Callable[[Any], Any]:
    """The wire request that holds an event, or its body alone, to the wire response."""
    codec = codecs.codec_of(consumer.trigger.kind)

    def deliver(native: Any) -> Any:
        events = codec.decode_events(native)
        if not events:
            return answers.acknowledged()
        context = context_of(native, events, consumer.label)
        return codec.encode_outcome(consumer_runtime.deliver(events, context, native))

    return deliver
