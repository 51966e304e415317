"""The POST that brings an event to a function of Google's, by what it listens to and how it is
called: plain data, as `wire` has it.

| | http, typed | cloudevent | of the first generation |
| --- | --- | --- | --- |
| queue, topic, stream | Pub/Sub's push | Eventarc's event of Pub/Sub | event and context |
| schedule | Cloud Scheduler's call | the event of a job with a topic | the same |
| bucket, table, event | Eventarc's event | Eventarc's event | event and context |

What arrived from Google in the same shape goes on as it came.
"""

from __future__ import annotations

import os

from faasport.runtime.encoding import json_bytes

from . import guest_background, guest_cloudevent, guest_pubsub
from .envelope import write
from .guest_signature import BACKGROUND, HTTP, TYPED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.event import Event

    from .guest_pubsub import Source

GOOGLE = "//"
"""Where sources of Google's begin: `//storage.googleapis.com/projects/_/buckets/b`."""
_CALLED = frozenset({HTTP, TYPED})
_PUBLISHED = frozenset({"queue", "topic", "stream"})


class Deliveries:
    """Those of one trigger to one function. ``payload`` is the configuration's, and ``told`` what
    a schedule says to this dialect."""

    __slots__ = ("_as_json", "_signature", "_told", "_trigger")

    def __init__(self, trigger: Source, signature: str, payload: str, told: dict[str, Any]) -> None:
        self._trigger = trigger
        self._signature = signature
        self._as_json = payload.endswith("-json")
        self._told = told

    def of(self, event: Any) -> dict[str, Any]:
        """The request that brings this event."""
        kind = self._trigger.kind
        if self._is_theirs(kind, event):
            return event.native  # type: ignore[no-any-return]
        project = os.environ.get("GOOGLE_CLOUD_PROJECT") or "project"
        if kind == "schedule":
            return self._tick(event, project)
        if kind in _PUBLISHED:
            return self._message(event, project)
        told = guest_cloudevent.of(event, self._trigger, project)
        if self._signature == BACKGROUND:
            return guest_background.of(told)
        return guest_cloudevent.delivery(told, as_json=self._as_json)

    def _is_theirs(self, kind: str, event: Event) -> bool:
        """Whether Google sent it, in the very shape that it would have had over there."""
        native = event.native
        if event.context.platform != "gcp" or not isinstance(native, dict):
            return False
        if kind == "event":
            return "headers" in native
        if kind in {"bucket", "table"}:
            is_json = kind == "bucket" or self._as_json or self._signature == BACKGROUND
            return is_json and "headers" in native and event.source.startswith(GOOGLE)
        if kind == "schedule":
            return self._signature in _CALLED and "input" not in self._told
        return kind in {"queue", "topic"} and self._signature in _CALLED

    def _tick(self, tick: Any, project: str) -> dict[str, Any]:
        data = self._told.get("input", tick.data)
        if self._signature in _CALLED:
            from . import guest_scheduler

            return guest_scheduler.call(tick, data, self._trigger)
        return self._published(guest_cloudevent.of_tick(tick, data, self._trigger, project))

    def _message(self, event: Any, project: str) -> dict[str, Any]:
        if self._signature in _CALLED:
            body = guest_pubsub.pushed(event, self._trigger, project)
            return write(guest_pubsub.HEADERS, json_bytes(body))
        return self._published(guest_cloudevent.of_message(event, self._trigger, project))

    def _published(self, told: Any) -> dict[str, Any]:
        if self._signature == BACKGROUND:
            return guest_background.of(told)
        return guest_cloudevent.delivery(told)
