"""The functions of a project: one for all that is HTTP, and one for each event trigger."""

from __future__ import annotations

from dataclasses import dataclass, replace

from faasport.packager import name
from faasport.project.model import Consumer, Project, Settings
from faasport_gcp.packager import limits

ENTRY_POINT = "faasport_entry"
APP = "app"
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
class Unit:
    """The function of one event trigger. `key` is its name among Terraform's resources."""

    consumer: Consumer
    name: str
    key: str
    settings: Settings

    @property
    def codec(self) -> str:
        return CODECS[self.consumer.trigger.kind]

    @property
    def entry_point(self) -> str:
        return entry_point(self.consumer)


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


def units_of(project: Project) -> tuple[Unit, ...]:
    """Every event trigger's function."""
    return tuple(
        Unit(
            consumer=consumer,
            name=name.resource(project, consumer.label, limit=limits.FUNCTION_NAME),
            key=key_of(consumer.label),
            settings=project.settings(consumer.function.name),
        )
        for consumer in consumers(project)
    )


def key_of(*parts: str) -> str:
    """A name among Terraform's resources."""
    return name.kebab("-".join(parts)).replace("-", "_")
