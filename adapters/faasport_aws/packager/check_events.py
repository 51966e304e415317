"""What AWS refuses of the triggers that are not HTTP, said before it is uploaded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from faasport.packager import name
from faasport.packager.limit import outside
from faasport.project.model import Consumer, Project
from faasport.project.problem import Problem
from faasport_aws.packager import dead_letters, limits, patterns
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.sam.polled import visibility
from faasport_aws.packager.sam.pushed import schedule_name
from faasport_aws.packager.sources import Source, created, sources_of, triggers
from faasport_aws.packager.units import Unit
from faasport_aws.packager.wiring import trigger_of

TARGET = "aws"
# Longer than any name that CloudFormation makes of a bucket.
_SOME_BUCKET = "b" * 63


def problems(project: Project, options: AwsOptions, units: tuple[Unit, ...]) -> list[Problem]:
    """Every problem of the functions that handle events."""
    consuming = [unit for unit in units if unit.consumer]
    sources = sources_of(units, options)
    return [
        *_spelled(project, consuming, sources),
        *_same(Named(str(each), each.logical_id, _place(project, each)) for each in sources),
        *(found for names in _names(project, options, units) for found in _same(names)),
        *_taken(units, sources),
        *(found for each in sources for found in _existing(project, each)),
        *(found for unit in consuming if unit.consumer for found in _of(unit.consumer)),
        *(found for unit in consuming for found in _forgotten(unit)),
    ]


@dataclass(frozen=True)
class Named:
    """Something of the project's, what AWS will know it by, and where it is declared."""

    what: str
    name: str
    where: str


def _place(project: Project, source: Source) -> str:
    """Of the first function that listens to it, else of the table of what exists."""
    for unit in source.units:
        if unit.consumer:
            return unit.consumer.function.where
    table = f"{project.config_table}targets.{TARGET}.resources"
    return f"{project.config_file}: {table}.{source.kind}.{source.name}"


def _same(every: Iterable[Named]) -> Iterator[Problem]:
    """Problems for what would be known by one name."""
    owners: dict[str, list[Named]] = {}
    for each in every:
        owners.setdefault(each.name, []).append(each)
    for named, (first, *others) in owners.items():
        if others:
            rest = ", ".join(f"{each.what} ({each.where})" for each in others)
            yield Problem(
                code="same-name",
                where=first.where,
                message=f"{first.what} and {rest} would both be {named} on {TARGET}.",
                fix="Rename one of them.",
            )


def _spelled(project: Project, units: list[Unit], sources: tuple[Source, ...]) -> Iterator[Problem]:
    clocks = [unit for unit in units if trigger_of(unit).kind == "schedule"]
    named = [
        *((each.kind, each.name, _place(project, each)) for each in sources),
        *(("schedule", trigger_of(each).name, _declared(each)) for each in clocks),
    ]
    for kind, given, where in named:
        if not name.kebab(given):
            yield Problem(
                code="bad-name",
                where=where,
                message=f"the name of the {kind} {given} has no letter or digit that AWS takes.",
                fix="Give it a name of letters a to z, digits and hyphens.",
            )


def _names(project: Project, options: AwsOptions, units: tuple[Unit, ...]) -> Iterator[list[Named]]:
    """What will be called what, by service: in each a name is there once."""
    sources = sources_of(units, options)
    yield [*_queues(project, sources), *_dead_letters(project, units, sources)]
    yield [
        Named(f"the schedule of {unit.label}", schedule_name(project, unit), _declared(unit))
        for unit in units
        if unit.consumer and trigger_of(unit).kind == "schedule"
    ]


def _queues(project: Project, sources: tuple[Source, ...]) -> Iterator[Named]:
    for each in created(sources):
        if each.kind == "queue":
            queue_name = dead_letters.named(project, each.name, fifo=each.ordered)
            yield Named(str(each), queue_name, _place(project, each))


def _dead_letters(
    project: Project, units: tuple[Unit, ...], sources: tuple[Source, ...]
) -> Iterator[Named]:
    # An existing queue has dead letters of its own, or none.
    existing = [each for each in sources if each.kind == "queue" and each.existing]
    without = {unit.label for each in existing for unit in each.units}
    for unit in units:
        if unit.consumer and unit.label not in without:
            (resource,) = dead_letters.queue(project, unit).values()
            queue_name = resource["Properties"]["QueueName"]
            yield Named(f"the dead letters of {unit.label}", queue_name, _declared(unit))


def _declared(unit: Unit) -> str:
    return unit.consumer.function.where if unit.consumer else unit.label


def _existing(project: Project, source: Source) -> Iterator[Problem]:
    """What an existing resource is not, and its listeners need."""
    if source.existing is None or not source.units:
        return
    table = f"{project.config_table}targets.{TARGET}.resources.{source.kind}.{source.name}"
    where = f"{project.config_file}: {table}"
    wanted = any(trigger.options.get("ordered") for trigger in triggers(source.units))
    if source.kind == "queue" and source.ordered != wanted:
        yield Problem(
            code="bad-resource",
            where=where,
            message=f"{_place(project, source)} says ordered={wanted} of it, and {source.arn} "
            f"is {'a' if source.ordered else 'no'} FIFO queue ({limits.FIFO_SOURCE}).",
            fix="Change the declaration, or the queue.",
        )
    if source.kind == "topic" and source.arn.endswith(dead_letters.FIFO):
        yield Problem(
            code="bad-resource",
            where=where,
            message=f"a function listens to it ({_place(project, source)}), and a FIFO topic "
            f"delivers to queues alone ({limits.TOPIC_SOURCE}).",
            fix="Subscribe a queue to the topic, and listen to that one with unwrap=True.",
        )
    if source.kind == "table" and source.stream_arn is None:
        yield Problem(
            code="bad-resource",
            where=where,
            message=f"a function listens to it ({_place(project, source)}), and Lambda reads the "
            f"log of its changes ({limits.STREAM_SOURCE}).",
            fix="Add stream_arn, the ARN of the table's stream.",
        )


def _taken(units: tuple[Unit, ...], sources: tuple[Source, ...]) -> Iterator[Problem]:
    for table in ("env", "secrets"):
        given = {variable for unit in units for variable in getattr(unit.settings, table)}
        for source in sources:
            if source.variable in given:
                yield Problem(
                    code="bad-variable",
                    where=f"{TARGET}: {table}.{source.variable}",
                    message=f"it tells the code where {source} is.",
                    fix="Leave it out." if table == "env" else "Give the secret another name.",
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
        from faasport_aws.packager import cron  # most projects have no schedule

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
