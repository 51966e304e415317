"""What AWS refuses of the triggers that are not HTTP, said before it is uploaded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from faasport.packager import name
from faasport.packager.limit import outside
from faasport.project.model import Consumer, Project
from faasport.project.problem import Problem
from faasport_aws.packager import cron, limits, patterns, sam_dead_letters as dead_letters
from faasport_aws.packager.sam_polled import visibility
from faasport_aws.packager.sam_pushed import schedule_name
from faasport_aws.packager.sources import OWNED, Source, sources_of, triggers
from faasport_aws.packager.units import Unit
from faasport_aws.packager.wiring import trigger_of

TARGET = "aws"
# Longer than any name that CloudFormation makes of a bucket.
_SOME_BUCKET = "b" * 63


def problems(project: Project, units: tuple[Unit, ...]) -> list[Problem]:
    """Every problem of the functions that handle events."""
    consuming = [unit for unit in units if unit.consumer]
    sources = sources_of(units)
    return [
        *_spelled(consuming),
        *name.collisions(TARGET, {_said(each): each.logical_id for each in sources}),
        *(found for names in _names(project, units) for found in name.collisions(TARGET, names)),
        *_taken(units, sources),
        *(found for unit in consuming if unit.consumer for found in _of(unit.consumer)),
        *(found for unit in consuming for found in _forgotten(unit)),
    ]


def _said(source: Source) -> str:
    return f"the {source.kind} {source.name}"


def _spelled(units: list[Unit]) -> Iterator[Problem]:
    for trigger in triggers(units):
        if trigger.kind in (*OWNED, "schedule") and not name.kebab(trigger.name):
            yield Problem(
                code="bad-name",
                where=f"{TARGET}: the {trigger.kind} {trigger.name}",
                message="its name has no letter and no digit that AWS takes.",
                fix="Give it a name of letters a to z, digits and hyphens.",
            )


def _names(project: Project, units: tuple[Unit, ...]) -> Iterator[Mapping[str, str]]:
    """What will be called what, by service: in each a name is there once."""
    sources = sources_of(units)
    queues = {
        _said(each): dead_letters.named(project, each.name, fifo=each.ordered)
        for each in sources
        if each.kind == "queue"
    }
    dead = {
        f"the dead letters of {unit.label}": resource["Properties"]["QueueName"]
        for unit in units
        if unit.consumer
        for resource in dead_letters.queue(project, unit).values()
    }
    schedules = {
        unit.label: schedule_name(project, unit)
        for unit in units
        if unit.consumer and unit.consumer.trigger.kind == "schedule"
    }
    return iter((queues | dead, schedules))


def _taken(units: tuple[Unit, ...], sources: tuple[Source, ...]) -> Iterator[Problem]:
    given = {variable for unit in units for variable in unit.settings.env}
    for source in sources:
        if source.variable in given:
            yield Problem(
                code="bad-variable",
                where=f"{TARGET}: env.{source.variable}",
                message=f"it tells the code where {_said(source)} is, which is created.",
                fix="Leave it out.",
            )


def _of(consumer: Consumer) -> Iterator[Problem]:
    trigger, where = consumer.trigger, consumer.function.where
    kind, options = trigger.kind, trigger.options
    if kind in limits.BATCHES:
        ordered = options.get("ordered")
        most = limits.ORDERED_BATCH if ordered else limits.BATCHES[kind]
        said = f"batch_size of the {'ordered ' if ordered else ''}{kind} {trigger.name}"
        yield from outside(where, said, options["batch_size"], most)
    if kind in limits.ATTEMPTS:
        said = f"max_attempts of the {kind} {trigger.name}"
        yield from outside(where, said, options["max_attempts"], limits.ATTEMPTS[kind])
    if kind in PATTERNS:
        size = len(json.dumps(PATTERNS[kind](options)))
        yield from outside(where, f"the pattern of {consumer.label}", size, limits.PATTERN)
    if kind == "schedule":
        yield from cron.problems(consumer)


def _forgotten(unit: Unit) -> list[Problem]:
    """A message that its queue forgets before the last attempt is no dead letter, but lost."""
    trigger = trigger_of(unit)
    if trigger.kind != "queue":
        return []
    attempts = trigger.options["max_attempts"]
    where = unit.consumer.function.where if unit.consumer else unit.label
    said = f"what max_attempts = {attempts} of the queue {trigger.name} takes, at this timeout,"
    return outside(where, said, attempts * visibility(unit), limits.KEPT)


PATTERNS = {
    "bucket": lambda options: patterns.of_bucket(options, _SOME_BUCKET),
    "event": patterns.of_event,
}
