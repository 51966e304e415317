"""Functions of every event trigger, as Google's adapter is asked to deploy them."""

from __future__ import annotations

from typing import Any

from faasport.project.model import DeclaredFunction, DeclaredTrigger
from tests.unit.targets.projects import function

FAILING = {"max_attempts": 5, "on_reject": "dead-letter"}
DEFAULTS: dict[str, dict[str, Any]] = {
    "schedule": {"expression": "0 6 * * *", "every": None, "timezone": "Europe/Berlin"},
    "queue": {"batch_size": 10, "ordered": False, "unwrap": False, **FAILING},
    "topic": FAILING,
    "bucket": {"on": [], "prefix": "", "suffix": "", **FAILING},
    "table": {"on": [], "batch_size": 10, **FAILING},
    "event": {"types": [], "source": None, **FAILING},
    "stream": {"batch_size": 100, **FAILING},
}


def event(
    name: str, kind: str, listened: str, *, is_async: bool = False, **options: Any
) -> DeclaredFunction:
    given = {**DEFAULTS[kind], **options}
    trigger = DeclaredTrigger(kind=kind, name=listened, options=given)
    return function(name, trigger, module="events", is_async=is_async)


EVENTS = (
    event("fulfil", "queue", "orders", ordered=True, max_attempts=7),
    event("welcome", "topic", "signups", is_async=True),
    event("ingest", "bucket", "uploads", on=["created"], prefix="in/", suffix=".csv"),
    event("audit", "table", "users"),
    event(
        "on_event",
        "event",
        "com.example.order.created",
        types=["com.example.order.created", "google.cloud.cloudbuild.build.v1.statusChanged"],
    ),
    event("daily", "schedule", "daily"),
)
