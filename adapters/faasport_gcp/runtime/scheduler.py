"""Cloud Scheduler: a request with headers of its own, or the event of its catalogue entry.

A job whose target is a topic sends a message like any other: that is for @faasport.topic.

https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs#HttpTarget
"""

from __future__ import annotations

import json

from faasport.runtime.encoding import json_bytes
from faasport.runtime.errors import PayloadError
from faasport.runtime.moments import moment_of, text_of
from faasport.runtime.tick import Tick

from . import answers, google_event
from .envelope import Envelope, bytes_of, read, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from faasport.runtime.event import Event

encode_outcome = answers.encode_outcome
decode_outcome = answers.decode_outcome

EXECUTED = "google.cloud.scheduler.job.v1.executed"
USER_AGENT = "Google-Cloud-Scheduler"
_NAME, _TIME = "x-cloudscheduler-jobname", "x-cloudscheduler-scheduletime"
_MARKS = ("x-cloudscheduler", _NAME, _TIME)


def decode_events(native: Any) -> tuple[Event, ...]:
    """The one firing. Raises PayloadError for what is none, naming what it looks like."""
    envelope = read(native)
    if _is_from_scheduler(envelope):
        return (_of_headers(envelope),)
    event = google_event.event_in(envelope)
    members = envelope.members()
    if event is not None and event.type == EXECUTED:
        data = _custom(google_event.members_of(event))
        told: dict[str, Any] = {
            "id": event.id,
            "source": event.source,
            "time": event.time,
            "native": native,
        }
        return (Tick(scheduled_at=event.time, data=data, **told),)
    if event is None and set(members) == {"customData"}:
        return (Tick(data=_custom(members), native=native),)
    if event is not None:
        raise PayloadError(f"This is an event of type {event.type!r}, no call of Cloud Scheduler.")
    raise PayloadError(google_event.not_a("call of Cloud Scheduler", envelope))


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The call of a job with an HTTP target."""
    tick: Tick = google_event.only(events)
    kind, body = _body(tick.data)
    due = None if tick.scheduled_at is None else text_of(tick.scheduled_at)
    told = {
        "user-agent": USER_AGENT,
        "x-cloudscheduler": "true",
        _NAME: tick.name,
        _TIME: due,
        "content-type": kind,
    }
    return write([[name, value] for name, value in told.items() if value is not None], body)


def id_of(name: str | None, scheduled_at: datetime | None) -> str:
    """Scheduler gives none, but calls a job once for a time, and again where that fails."""
    return f"{name}/{text_of(scheduled_at)}" if name and scheduled_at else ""


def _is_from_scheduler(envelope: Envelope) -> bool:
    headers = envelope.headers
    called = (headers.get("user-agent") or "").startswith(USER_AGENT)
    return called or any(headers.get(mark) is not None for mark in _MARKS)


def _of_headers(envelope: Envelope) -> Tick:
    """The name comes short, or as `projects/P/locations/L/jobs/NAME`."""
    whole = envelope.headers.get(_NAME) or ""
    name = whole.rpartition("/")[2] or None
    scheduled_at = moment_of(envelope.headers.get(_TIME))
    return Tick(
        id=id_of(name, scheduled_at),
        source=whole if "/" in whole else "",
        scheduled_at=scheduled_at,
        name=name,
        data=_data(envelope),
        native=envelope.native,
    )


def _custom(members: dict[str, Any]) -> bytes | None:
    coded = members.get("customData")
    return None if coded is None else bytes_of(coded, 'The "customData" of this event')


def _data(envelope: Envelope) -> Any:
    if not envelope.body:
        return None
    kind = (envelope.headers.get("content-type") or "").partition(";")[0].strip().lower()
    if not kind.endswith(("/json", "+json")):
        return envelope.body
    try:
        return json.loads(envelope.body)
    except (ValueError, RecursionError):
        return envelope.body


def _body(data: Any) -> tuple[str | None, bytes]:
    """Media type and body; Scheduler's own default type is that of bytes."""
    if data is None or data == b"":
        return None, b""
    if isinstance(data, bytes):
        return "application/octet-stream", data
    return "application/json", json_bytes(data)
