"""What the template creates for events to come from: queues, topics, buckets, tables, streams."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from faasport.packager import name
from faasport.project.model import DeclaredTrigger
from faasport_aws.packager.units import Unit, logical_id

OWNED = ("queue", "topic", "bucket", "table", "stream")
"""An event bus and a clock are there already."""


@dataclass(frozen=True)
class Source:
    """One of them by its kind and its name in the code, and the functions that listen to it."""

    kind: str
    name: str
    units: tuple[Unit, ...]

    @property
    def logical_id(self) -> str:
        return logical_id(self.name) + self.kind.capitalize()

    @property
    def variable(self) -> str:
        return name.variable(self.kind, self.name)

    @property
    def ordered(self) -> bool:
        """Whether it is a FIFO queue."""
        return any(trigger.options.get("ordered") for trigger in triggers(self.units))

    @property
    def reference(self) -> dict[str, str]:
        """A queue's URL, a topic's ARN, the name of anything else: what `Ref` gives of each.

        https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html
        """
        return {"Ref": self.logical_id}


def sources_of(units: Iterable[Unit]) -> tuple[Source, ...]:
    """Each once, in the order of declaration."""
    found: dict[tuple[str, str], list[Unit]] = {}
    for unit in units:
        for trigger in triggers([unit]):
            if trigger.kind in OWNED:
                found.setdefault((trigger.kind, trigger.name), []).append(unit)
    return tuple(
        Source(kind, named, tuple(listening)) for (kind, named), listening in found.items()
    )


def source_of(unit: Unit) -> Source:
    """The one that this function listens to; it must be of a kind that we create."""
    (source,) = sources_of([unit])
    return source


def triggers(units: Iterable[Unit]) -> list[DeclaredTrigger]:
    """What these functions listen to."""
    return [unit.consumer.trigger for unit in units if unit.consumer]


def variables(units: Iterable[Unit]) -> dict[str, dict[str, str]]:
    """What tells the code of them: the same in every function."""
    return {source.variable: source.reference for source in sources_of(units)}
