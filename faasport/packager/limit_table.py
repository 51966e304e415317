"""What a platform takes and has, row by row: what `faasport check` holds a project to, what
`faasport targets` tells, and what the page docs/limits.md says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from faasport.packager.limit import Limit

State = Literal["limit", "none", "undocumented", "absent", "present"]

# In the order in which they are told.
TOPICS: Mapping[str, str] = {
    "payload-in": "Payload in",
    "payload-out": "Payload out",
    "streaming": "Streamed answers",
    "duration": "Duration",
    "memory": "Memory",
    "artifact-zipped": "Artifact, zipped",
    "artifact-unzipped": "Artifact, unpacked",
    "environment": "Environment variables",
    "cron": "Finest schedule",
    "schedules": "Schedules",
    "batch": "Batch size",
    "attempts": "Deliveries of an event",
    "routes": "Routes",
    "functions": "Functions",
    "name": "Name of a function",
    "tmp": "Temporary folder",
    "writable-code": "Writing outside the temporary folder",
    "concurrency": "Requests that one instance takes at once",
    "instances": "Instances",
    "after-answer": "Work after the answer",
    "shared-memory": "Shared memory (/dev/shm)",
    "main-thread": "Sync handlers in the main thread",
    "root-logger": "logging.basicConfig",
    "secrets-in-environment": "Secrets as environment variables",
}


@dataclass(frozen=True)
class Row:
    """One fact. `of` says of what, where there are several: a front, a kind of trigger, a plan."""

    topic: str
    state: State
    source: str
    most: int = 0
    least: int = 0
    unit: str = ""
    of: str = ""
    note: str = ""


@dataclass(frozen=True)
class Limits:
    """A platform's table. `as_of` is the month in which its pages were read.

    `fronts` are what may stand before an HTTP function, with the kinds of `auth` that each has.
    """

    as_of: str
    rows: tuple[Row, ...]
    pythons: tuple[str, ...] = ()
    architectures: tuple[str, ...] = ()
    fronts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def about(self, topic: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.topic == topic)

    def lacks(self, topic: str) -> Row | None:
        """The row that says that the platform has not got it."""
        return next((row for row in self.about(topic) if row.state == "absent"), None)


def limited(topic: str, limit: Limit, *, of: str = "", note: str = "") -> Row:
    """A row of the adapter's own limits, which its packager refuses by."""
    return Row(topic, "limit", limit.source, limit.highest, limit.lowest, limit.unit, of, note)


def unlimited(topic: str, source: str, *, of: str = "", note: str = "") -> Row:
    return Row(topic, "none", source, of=of, note=note)


def undocumented(topic: str, source: str, *, of: str = "", note: str = "") -> Row:
    return Row(topic, "undocumented", source, of=of, note=note)


def absent(topic: str, source: str, *, of: str = "", note: str = "") -> Row:
    return Row(topic, "absent", source, of=of, note=note)


def present(topic: str, source: str, *, of: str = "", note: str = "") -> Row:
    return Row(topic, "present", source, of=of, note=note)
