"""Kind of trigger to how it is wired in a SAM template."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from faasport.project.model import Project
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.sam import polled, pushed
from faasport_aws.packager.units import Unit
from faasport_aws.packager.wiring import Wiring, trigger_of

WIRINGS: Mapping[str, Callable[[Project, AwsOptions, Unit], Wiring]] = {
    "schedule": pushed.schedule,
    "queue": polled.queue,
    "topic": pushed.topic,
    "bucket": pushed.bucket,
    "table": polled.table,
    "event": pushed.event,
    "stream": polled.stream,
}


def wiring(project: Project, options: AwsOptions, unit: Unit) -> Wiring:
    """What brings this function its events; nothing for one that HTTP invokes."""
    if unit.consumer is None:
        return Wiring(event={})
    return WIRINGS[trigger_of(unit).kind](project, options, unit)
