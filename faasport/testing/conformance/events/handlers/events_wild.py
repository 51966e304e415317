"""Events by a pattern, which not every platform takes."""

from __future__ import annotations

import faasport

from .script import note


@faasport.event("com.example.wild.*")
def event_wild(event: faasport.CloudEvent) -> None:
    note("event_wild", event)
