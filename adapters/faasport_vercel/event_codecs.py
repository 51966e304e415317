"""Which shape a trigger's events have on Vercel."""

from __future__ import annotations

from types import ModuleType

from faasport.project.model import DeclaredTrigger
from faasport_vercel.packager import cron as crons
from faasport_vercel.runtime import cron, queue, schedule


def codec_of(trigger: DeclaredTrigger) -> ModuleType:
    """Its codec: schedules in UTC are `crons`, others `schedules`."""
    if trigger.kind == "schedule":
        return cron if crons.is_utc(trigger) else schedule
    return queue
