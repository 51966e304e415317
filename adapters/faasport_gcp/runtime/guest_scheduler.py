"""The call of a job of Cloud Scheduler, with what the configuration has it send.

https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs#HttpTarget
"""

from __future__ import annotations

from faasport.runtime.tick import Tick

from . import scheduler

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .guest_pubsub import Source


def call(tick: Tick, data: Any, trigger: Source) -> dict[str, Any]:
    """The POST. Text goes as it is, as the console's body does; anything else as JSON."""
    told = data.encode() if isinstance(data, str) else data
    job = Tick(
        scheduled_at=tick.scheduled_at or tick.time, name=tick.name or trigger.name, data=told
    )
    return scheduler.encode_events((job,))
