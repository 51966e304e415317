"""Vercel Schedules: an empty POST to a private function, told of in `ce-vss*` headers.

https://vercel.com/docs/schedules/handle-runs#function-targets
"""

from __future__ import annotations

from faasport.runtime import wire
from faasport.runtime.errors import PayloadError
from faasport.runtime.moments import moment_of, text_of
from faasport.runtime.tick import Tick

from . import ticks
from .told import looks_like

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from faasport.runtime.event import Event

encode_outcome = ticks.encode_outcome
decode_outcome = ticks.decode_outcome

TYPE = "com.vercel.schedule.v1beta"
NAME = "ce-vssschedulename"
DUE = "ce-vssscheduledat"


def decode_events(native: Any) -> tuple[Tick, ...]:
    """The firing. PayloadError for anything else."""
    request = wire.decode_request(native)
    headers = request.headers
    if headers.get("ce-type") != TYPE:
        raise PayloadError(looks_like(request))
    return (
        Tick(
            id=headers.get("ce-id") or "",
            source=headers.get("ce-source") or "",
            name=headers.get(NAME) or None,
            scheduled_at=moment_of(headers.get(DUE)),
            native=native,
        ),
    )


def encode_events(events: Sequence[Event]) -> dict[str, Any]:
    """The dispatch of one firing."""
    (tick,) = events
    assert isinstance(tick, Tick)  # noqa: S101  # of a schedule
    headers = [
        ["ce-specversion", "1.0"],
        ["ce-type", TYPE],
        ["ce-source", tick.source],
        ["ce-id", tick.id],
        ["ce-vssscheduleid", f"sch_{tick.name or ''}"],
        [NAME, tick.name or ""],
        ["ce-vssnamespace", "default"],
        ["ce-vssschedulesource", "cron"],
    ]
    if tick.scheduled_at is not None:
        headers += [[DUE, text_of(tick.scheduled_at)], ["ce-time", text_of(tick.scheduled_at)]]
    return {"method": "POST", "target": "/", "headers": headers, "body": ""}
