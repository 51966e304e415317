"""Jobs of Cloud Scheduler → schedules of the functions that they call.

https://cloud.google.com/sdk/gcloud/reference/scheduler/jobs/create
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from faasport.packager.cron import CronFault, parse
from faasport_gcp.importer.commands import Command
from faasport_gcp.importer.events import last
from faasport_gcp.importer.flags import Flags

_DAYS = "(sun|mon|tue|wed|thu|fri|sat)[a-z]*"
_EVERY = re.compile(r"every (\d+) (minute|min|hour|day)s?")
_AT = re.compile(rf"every (day|{_DAYS}(?:, ?{_DAYS})*) (\d\d?):(\d\d)")


@dataclass(frozen=True)
class Job:
    """What it calls is the name of a function, or a topic."""

    name: str
    where: str
    told: str
    zone: str = ""
    url: str = ""
    topic: str = ""
    body: str = ""

    @property
    def schedule(self) -> dict[str, Any]:
        """The decorator's arguments. Raises CronFault."""
        found: dict[str, Any] = {"expression": expression(self.told)}
        if self.zone and self.zone not in ("UTC", "Etc/UTC", "Etc/GMT"):
            found["timezone"] = self.zone
        found["name"] = self.name
        if self.body:
            found["input"] = self.body
        return found

    def calls(self, name: str, topics: Iterable[str]) -> bool:
        """Whether it calls a function of this name, or one that listens to one of these topics."""
        if self.topic:
            return self.topic in topics
        parts = re.split(r"[/.?]+", self.url.partition("://")[2])
        run = parts[0] if parts else ""
        return name in parts or run == name or run.startswith(f"{name}-")


def expression(told: str) -> str:
    """Unix cron, or the words of App Engine's. Raises CronFault.
    https://cloud.google.com/appengine/docs/standard/scheduling-jobs-with-cron-yaml#custom_interval
    """
    text = told.strip()
    every = _EVERY.fullmatch(text.lower())
    if every:
        count, unit = int(every[1]), {"min": "minute"}.get(every[2], every[2])
        return f"every {count} {unit}{'s' if count != 1 else ''}"
    at = _AT.fullmatch(text.lower())
    if at:
        days = "*" if at[1] == "day" else ",".join(d.strip()[:3].upper() for d in at[1].split(","))
        text = f"{int(at[5])} {int(at[4])} * * {days}"
    parse(text)
    return text


def jobs(found: Iterable[Command]) -> list[Job]:
    """Those that commands create."""
    made = []
    for command in found:
        if not command.begins("scheduler", "jobs", "create"):
            continue
        plain = Flags(command.after("scheduler", "jobs", "create"))
        if len(plain.plain) < 2 or plain.plain[0] not in ("http", "pubsub"):
            continue
        made.append(
            Job(
                name=plain.plain[1],
                where=command.where,
                told=plain.get("schedule"),
                zone=plain.get("time-zone"),
                url=plain.get("uri"),
                topic=last(plain.get("topic")),
                body=plain.get("message-body"),
            )
        )
    return made


__all__ = ["CronFault", "Job", "expression", "jobs"]
