"""Projects with triggers of every kind, made of plain values."""

from __future__ import annotations

from typing import Any

from faasport.project.model import DeclaredTrigger
from tests.unit.targets.projects import function, http

FAILING = {"max_attempts": 5, "on_reject": "dead-letter"}
# What each decorator says of itself where its user says nothing.
DEFAULTS: dict[str, dict[str, Any]] = {
    "schedule": {"expression": "0 6 * * *", "every": None, "timezone": "UTC"},
    "queue": {"batch_size": 10, "ordered": False, "unwrap": False, **FAILING},
    "topic": FAILING,
    "bucket": {"on": [], "prefix": "", "suffix": "", **FAILING},
    "table": {"on": [], "batch_size": 10, **FAILING},
    "event": {"types": ["com.example.order.*"], "source": None, **FAILING},
    "stream": {"batch_size": 100, **FAILING},
}


def trigger(kind: str, name: str, **options: Any) -> DeclaredTrigger:
    return DeclaredTrigger(kind=kind, name=name, options={**DEFAULTS[kind], **options})


EVERY_TRIGGER = (
    function("fulfil", http("POST", "/orders"), trigger("queue", "orders")),
    function("ship", trigger("queue", "shipments", ordered=True, max_attempts=3)),
    function("report", trigger("schedule", "report", timezone="Europe/Berlin")),
    function("poll", trigger("schedule", "poll", expression=None, every=[5, "minutes"])),
    function("welcome", trigger("topic", "signups"), is_async=True),
    function("ingest", trigger("bucket", "uploads", on=["created"], prefix="in/", suffix=".csv")),
    function("watch", trigger("bucket", "uploads", max_attempts=1)),
    function("audit", trigger("table", "users", on=["insert", "update"])),
    function("on_order", trigger("event", "com.example.order.*", source="shop")),
    function("count", trigger("stream", "clicks", max_attempts=10)),
)
