"""What a project becomes on Vercel: one function for HTTP and `crons`, and a private one for each
trigger that only the platform may call."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from faasport.packager import unit
from faasport.project.model import Consumer, Project, Settings
from faasport_vercel.packager import cron, paths
from faasport_vercel.packager.options import VercelOptions
from faasport_vercel.packager.topics import Topics

# Vercel Queues drops what it has delivered so often. Ours gives a message up before: the rest is
# for deliveries that die (a timeout, a crash) when it is their turn to do so.
SPARE_DELIVERIES = 3
RETRY_SECONDS = 60
LEASED = ("queue", "topic")


@dataclass(frozen=True)
class EventUnit:
    """The private function of one trigger."""

    consumer: Consumer
    settings: Settings
    topic: str = ""

    @property
    def path(self) -> str:
        return paths.function(self.consumer)

    @property
    def codec(self) -> str:
        return "queue" if self.consumer.trigger.kind in LEASED else "schedule"

    @property
    def trigger(self) -> dict[str, Any]:
        """https://github.com/vercel/vercel/blob/main/packages/build-utils/src/types.ts"""
        trigger = self.consumer.trigger
        if self.codec == "schedule":
            return {"type": "schedule/v1beta"}
        return {
            "type": "queue/v2beta",
            "topic": self.topic,
            "consumer": self.consumer.label,
            "maxDeliveries": trigger.options["max_attempts"] + SPARE_DELIVERIES,
            "retryAfterSeconds": RETRY_SECONDS,
            **({"maxConcurrency": most} if (most := self.settings.concurrency.max) else {}),
        }


def schedules(project: Project) -> tuple[Consumer, ...]:
    """Every schedule."""
    return tuple(each for each in project.consumers if each.trigger.kind == "schedule")


def crons(project: Project) -> tuple[Consumer, ...]:
    """Those that the application's function serves."""
    return tuple(each for each in schedules(project) if cron.is_utc(each.trigger))


def zoned(project: Project) -> tuple[Consumer, ...]:
    """Those on another clock than UTC's."""
    return tuple(each for each in schedules(project) if not cron.is_utc(each.trigger))


def event_units(project: Project, options: VercelOptions) -> tuple[EventUnit, ...]:
    """Every private function, in the order of declaration."""
    served = {each.label for each in crons(project)}
    kinds = (*LEASED, "schedule")
    topics = Topics(project, options.resources)
    return tuple(
        EventUnit(each, project.settings(each.function.name), topics.of(each.trigger))
        for each in project.consumers
        if each.trigger.kind in kinds and each.label not in served
    )


def application(project: Project) -> Project:
    """The project with those functions alone that one function serves together. All of them, if
    there is nothing else to deploy."""
    within = {each.function.name for each in crons(project)}
    functions = tuple(
        function
        for function in project.functions
        if function.name in within or any(trigger.kind == "http" for trigger in function.triggers)
    )
    return replace(project, functions=functions)


def is_served(project: Project) -> bool:
    """Whether there is anything for the application's function to do."""
    return bool(application(project).functions) or not project.consumers


def shared(project: Project, options: VercelOptions) -> Settings:
    """What holds for the application's function."""
    return unit.shared(application(project), options)
