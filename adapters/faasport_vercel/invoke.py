"""Vercel's requests and events in process: HTTP as plain data, or its older runtime's event."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from faasport.project.model import Consumer as DeclaredConsumer, Project
from faasport.runtime import serving, wire
from faasport.runtime.application import Application
from faasport.runtime.consumer import Consumer
from faasport.runtime.context import Context
from faasport_vercel.event_codecs import codec_of
from faasport_vercel.runtime import cron, cron_entry, http, lambda_event


def server(application: Application, _project: Project, _function: str) -> Callable[[Any], Any]:
    """Either shape, answered in its own."""
    plain, wrapped = serving.server(application, http), serving.server(application, lambda_event)
    return lambda native: (wrapped if lambda_event.is_event(native) else plain)(native)


def deliverer(
    runtime: Consumer, _project: Project, consumer: DeclaredConsumer
) -> Callable[[Any], Any]:
    """A delivery in, its native outcome out: the response, and for a message what becomes of its
    lease (which nobody holds here: nothing is asked of Vercel)."""
    codec = codec_of(consumer.trigger)
    context = Context(platform="vercel", function=consumer.label)

    def deliver(native: Any) -> Any:
        events = codec.decode_events(native)
        # Without the variable nobody here could know a secret.
        if codec is cron and os.environ.get(cron_entry.SECRET):
            refused = cron_entry.refusal_of(wire.decode_request(native), consumer.label)
            if refused is not None:
                return refused
        return codec.encode_outcome(runtime.deliver(events, context, native))

    return deliver
