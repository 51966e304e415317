"""What two declarations cannot both have: a queue, the name of a schedule, the name of a unit.

Several functions may listen to one topic, bucket, table, event or stream: each gets every event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from faasport.project.model import Consumer, DeclaredFunction, Project
from faasport.project.problem import Problem


@dataclass(frozen=True)
class Sole:
    """A kind of trigger whose name only one declaration may have."""

    code: str
    said: str
    fix: str


SOLE = {
    "queue": Sole(
        code="same-queue",
        said="both take from the queue {name!r}, and each would miss what the other took",
        fix="Give each its own queue, or make it a topic: there every function gets each message.",
    ),
    "schedule": Sole(
        code="same-schedule",
        said="both name their schedule {name!r}",
        fix="Give one of them another name: @faasport.schedule(..., name=...).",
    ),
}


def disputed(project: Project) -> list[Problem]:
    """A problem for each declaration that claims what an earlier one has."""
    return [*_names(project.consumers), *_units(project)]


def _names(consumers: Iterable[Consumer]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Consumer] = {}
    for consumer in consumers:
        kind, name = consumer.trigger.kind, consumer.trigger.name
        before = first.setdefault((kind, name), consumer)
        if before is not consumer and kind in SOLE:
            sole = SOLE[kind]
            both = f"{_placed(before.function)} and {_placed(consumer.function)}"
            message = f"{both} {sole.said.format(name=name)}."
            yield Problem(sole.code, consumer.function.where, message, sole.fix)


def _units(project: Project) -> Iterator[Problem]:
    """Of `fn-queue`, the trigger of a function `fn`, and another function `fn_queue`."""
    named = {function.name: function for function in project.functions}
    for function in project.functions:
        for label in _labels(project, function):
            other = named.get(label.replace("-", "_"))
            if other is not None and other is not function:
                yield Problem(
                    code="same-label",
                    where=other.where,
                    message=f"one trigger of {_placed(function)} is deployed as {label}, which is "
                    f"also the name of the function {other.name}.",
                    fix="Rename one of them.",
                )


def _labels(project: Project, function: DeclaredFunction) -> list[str]:
    """The names of a function's units beside its own."""
    events = [each.label for each in project.consumers if each.function is function]
    is_mixed = events and len(events) < len(function.triggers)
    return [*([f"{function.name}-http"] if is_mixed else []), *events]


def _placed(function: DeclaredFunction) -> str:
    return f"{function.name} ({function.where})"
