"""What a platform makes of each kind of trigger: rows of a table that code and docs both read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from faasport.project.model import DeclaredFunction, DeclaredTrigger, Project
from faasport.project.problem import Problem

# In the order in which they are told.
KINDS = ("http", "schedule", "queue", "topic", "bucket", "table", "event", "stream")


@dataclass(frozen=True)
class Capability:
    """One kind of trigger on one platform; the texts stand in the docs as they are.

    `degrades` says, a sentence each, where the one failure semantics is not kept to the letter.
    """

    service: str
    """What delivers it: "SQS", "Cloud Storage through Eventarc"."""
    source: str
    """The platform's page that says so."""
    batch: str = "one event"
    ordering: str = "none"
    partial_failure: str = "each event alone"
    delay: str = "no"
    """Whether `Retry(after=...)` counts."""
    dead_letter: str = ""
    degrades: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missing:
    """A kind of trigger that a platform does not have, and what its users do instead."""

    reason: str
    instead: str
    source: str


Capabilities = Mapping[str, Capability | Missing]


def refused(target: str, project: Project, capabilities: Capabilities) -> list[Problem]:
    """A problem for each trigger that the platform does not have."""
    return [
        _problem(target, function, trigger, missing)
        for function in project.functions
        for trigger in function.triggers
        if isinstance(missing := capabilities.get(trigger.kind), Missing)
    ]


def _problem(
    target: str, function: DeclaredFunction, trigger: DeclaredTrigger, missing: Missing
) -> Problem:
    reason = missing.reason.rstrip(".")
    return Problem(
        code="no-trigger",
        where=function.where,
        message=f"{function.name}: {target} has no {trigger.kind} trigger: {reason} "
        f"({missing.source}).",
        fix=missing.instead,
    )
