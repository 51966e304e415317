"""What events come from: queues, topics, buckets, tables, streams; created, or existing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from faasport.packager import name
from faasport.project.model import DeclaredTrigger
from faasport_aws.packager.existing import DataTable, Existing, Queue, Topic
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.policy import attribute
from faasport_aws.packager.units import Unit, logical_id

OWNED = ("queue", "topic", "bucket", "table", "stream")
"""An event bus and a clock are there already."""


@dataclass(frozen=True)
class Source:
    """One of them by its kind and its name in the code, and the functions that listen to it. What
    nobody listens to exists already: the code sends there."""

    kind: str
    name: str
    units: tuple[Unit, ...]
    existing: Existing | None = None

    @property
    def logical_id(self) -> str:
        return logical_id(self.name) + self.kind.capitalize()

    @property
    def variable(self) -> str:
        return name.variable(self.kind, self.name)

    @property
    def ordered(self) -> bool:
        """Whether it is a FIFO queue."""
        if isinstance(self.existing, Queue):
            return self.existing.ordered
        return any(trigger.options.get("ordered") for trigger in triggers(self.units))

    @property
    def reference(self) -> Any:
        """A queue's URL, a topic's ARN, the name of anything else: what `Ref` gives of each.

        https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html
        """
        match self.existing:
            case None:
                return {"Ref": self.logical_id}
            case Queue() as queue:
                return queue.url
            case Topic() as topic:
                return topic.arn
            case existing:
                return existing.name

    @property
    def arn(self) -> Any:
        if self.existing:
            return self.existing.arn
        # A topic has no attribute of this name; its `Ref` is the ARN.
        return self.reference if self.kind == "topic" else attribute(self.logical_id)

    @property
    def stream_arn(self) -> Any:
        """A table's log of changes; None of an existing one whose log nobody has named."""
        if isinstance(self.existing, DataTable):
            return self.existing.stream_arn
        return attribute(self.logical_id, "StreamArn")

    def __str__(self) -> str:
        return f"the {self.kind} {self.name}"


def sources_of(units: Iterable[Unit], options: AwsOptions) -> tuple[Source, ...]:
    """Each once: what functions listen to in the order of declaration, then what else exists."""
    found: dict[tuple[str, str], list[Unit]] = {}
    for unit in units:
        for trigger in triggers([unit]):
            if trigger.kind in OWNED:
                found.setdefault((trigger.kind, trigger.name), []).append(unit)
    for kind in OWNED:
        for named in options.resources.of(kind):
            found.setdefault((kind, named), [])
    return tuple(
        Source(kind, named, tuple(listening), options.resources.find(kind, named))
        for (kind, named), listening in found.items()
    )


def created(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Those that the manifest makes."""
    return tuple(source for source in sources if source.existing is None)


def source_of(unit: Unit, options: AwsOptions) -> Source:
    """The one that this function listens to; it must be of a kind that we create."""
    return next(source for source in sources_of([unit], options) if source.units)


def triggers(units: Iterable[Unit]) -> list[DeclaredTrigger]:
    """What these functions listen to."""
    return [unit.consumer.trigger for unit in units if unit.consumer]


def variables(sources: Iterable[Source]) -> dict[str, Any]:
    """What tells the code of them: the same in every function."""
    return {source.variable: source.reference for source in sources}
