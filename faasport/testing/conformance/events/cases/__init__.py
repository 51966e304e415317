"""Every case: a module for each kind of trigger, two for queues."""

from __future__ import annotations

from faasport.testing.conformance.events.case import EventCase
from faasport.testing.conformance.events.cases import (
    buckets,
    events,
    queues,
    queues_together,
    schedules,
    streams,
    tables,
    topics,
)

THEMES = (schedules, queues, queues_together, topics, buckets, tables, events, streams)

CASES: tuple[EventCase, ...] = tuple(case for theme in THEMES for case in theme.CASES)
