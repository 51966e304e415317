"""What a plan warns of: what AWS cannot say or set, and so its user must know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from faasport.project.model import Project
from faasport_aws.packager import limits
from faasport_aws.packager.authorizers import unguarded_preflights
from faasport_aws.packager.existing import Existing
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.sam.polled import FEWEST_POLLERS, visibility
from faasport_aws.packager.sources import Source, sources_of
from faasport_aws.packager.units import Unit
from faasport_aws.packager.wiring import trigger_of

# Kinds that Lambda hands to a function asynchronously.
PUSHED = ("topic", "bucket", "event", "schedule")


def warned(project: Project, options: AwsOptions, units: tuple[Unit, ...]) -> tuple[str, ...]:
    """Every warning, each once."""
    return (
        *unguarded_preflights(project, options, units),
        *_capped(units),
        *_throttled(units),
        *(
            EXISTING[source.kind](source, source.existing)
            for source in sources_of(units, options)
            if source.existing and source.units and source.kind in EXISTING
        ),
    )


def _capped(units: Sequence[Unit]) -> Iterator[str]:
    """https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html"""
    most = limits.ASYNCHRONOUS_RETRIES + 1
    wanting = [
        unit.label
        for unit in units
        if unit.consumer
        and trigger_of(unit).kind in PUSHED
        and trigger_of(unit).options.get("max_attempts", most) > most
    ]
    if wanting:
        yield (
            f"Lambda tries an asynchronous event {most} times at most, whatever max_attempts says: "
            f"{', '.join(wanting)} ({limits.ASYNCHRONOUS_SOURCE})."
        )


def _throttled(units: Sequence[Unit]) -> Iterator[str]:
    for unit in units:
        if unit.consumer is None or trigger_of(unit).kind != "queue":
            continue
        if unit.settings.concurrency.max == 1:
            yield (
                f"{unit.label}: Lambda's poller makes {FEWEST_POLLERS} invocations at once at "
                "least, and the function has one instance: a message that finds it busy counts as "
                f"delivered ({limits.SCALING_SOURCE})."
            )


def _queue(source: Source, existing: Existing) -> str:
    (unit, *_) = source.units
    attempts = trigger_of(unit).options["max_attempts"]
    return (
        f"The queue {source.name} exists ({existing.arn}) and is left as it is: its visibility "
        f"timeout must be {visibility(unit)} s at least, and its redrive policy must have a "
        f"maxReceiveCount of {attempts}, or a message that fails comes again until it is too old."
    )


def _bucket(source: Source, existing: Existing) -> str:
    return (
        f"The bucket {source.name} exists ({existing.arn}) and is left as it is: its notifications "
        "to EventBridge must be on, or no event arrives."
    )


def _table(source: Source, _existing: Existing) -> str:
    return (
        f"The table {source.name} exists ({source.stream_arn}) and is left as it is: its stream "
        "must have NEW_AND_OLD_IMAGES, or changes come without what was there."
    )


EXISTING: Mapping[str, Callable[[Source, Existing], str]] = {
    "queue": _queue,
    "bucket": _bucket,
    "table": _table,
}
