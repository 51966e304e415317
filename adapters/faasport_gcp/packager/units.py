"""What is deployed: one function for all that is HTTP, and one for each event trigger."""

from __future__ import annotations

from dataclasses import dataclass, replace

from faasport.packager import name, unit
from faasport.project.model import Consumer, Project, Settings
from faasport_gcp.packager import limits
from faasport_gcp.packager.options import GcpOptions

ENTRY_POINT = "faasport_entry"
APP = "app"
TOLD = 12
"""Functions that a description names."""
# The module of faasport_gcp.runtime that reads each kind's events.
CODECS = {
    "schedule": "scheduler",
    "queue": "pubsub",
    "topic": "pubsub",
    "bucket": "storage",
    "table": "firestore",
    "event": "eventarc",
}


@dataclass(frozen=True)
class Deployed:
    """One function of Google's. `key` is its name among Terraform's resources, `label` what it is
    to the user, and `functions` are those of the user's that it runs."""

    key: str
    name: str
    label: str
    entry_point: str
    functions: tuple[str, ...]
    settings: Settings

    @property
    def purpose(self) -> str:
        told, more = self.functions[:TOLD], len(self.functions) - TOLD
        others = f" and {more} more" if more > 0 else ""
        return f"{', '.join(told) or 'no function'}{others} over HTTP"


@dataclass(frozen=True)
class Unit(Deployed):
    """The function of one event trigger."""

    consumer: Consumer

    @property
    def codec(self) -> str:
        return CODECS[self.consumer.trigger.kind]

    @property
    def purpose(self) -> str:
        return f"{self.consumer.function.name} for {self.consumer.trigger}"


def entry_point(consumer: Consumer) -> str:
    """The function in `main.py`; never the one that HTTP has."""
    found = f"faasport_{consumer.symbol}"
    return f"{found}_event" if found == ENTRY_POINT else found


def application(project: Project) -> Project:
    """The project with the functions that answer HTTP alone: they share one unit."""
    answering = tuple(
        function
        for function in project.functions
        if any(trigger.kind == "http" for trigger in function.triggers)
    )
    return replace(project, functions=answering)


def consumers(project: Project) -> tuple[Consumer, ...]:
    """What has a function here; what has none is refused before."""
    return tuple(each for each in project.consumers if each.trigger.kind in CODECS)


def answering(project: Project, options: GcpOptions) -> Deployed | None:
    """What answers HTTP, unless there is something else alone to deploy."""
    served = application(project)
    if not served.functions and consumers(project):
        return None
    return Deployed(
        key=APP,
        name=name.resource(project, limit=limits.FUNCTION_NAME),
        label=APP,
        entry_point=ENTRY_POINT,
        functions=tuple(function.name for function in served.functions),
        settings=unit.shared(served, options),
    )


def units_of(project: Project) -> tuple[Unit, ...]:
    """Every event trigger's function."""
    return tuple(
        Unit(
            key=key_of(consumer.label),
            name=name.resource(project, consumer.label, limit=limits.FUNCTION_NAME),
            label=consumer.label,
            entry_point=entry_point(consumer),
            functions=(consumer.function.name,),
            settings=project.settings(consumer.function.name),
            consumer=consumer,
        )
        for consumer in consumers(project)
    )


def every(project: Project, options: GcpOptions) -> tuple[Deployed, ...]:
    """All of them."""
    app = answering(project, options)
    return (*((app,) if app else ()), *units_of(project))


def key_of(*parts: str) -> str:
    """A name among Terraform's resources, which begins with no digit."""
    found = name.kebab("-".join(parts)).replace("-", "_")
    return found if found[:1].isalpha() else f"_{found}"
