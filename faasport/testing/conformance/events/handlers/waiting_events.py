"""Async handlers of events, alone in their module: a platform may host them in another way."""

from __future__ import annotations

import asyncio

import faasport

from .script import note, obey


@faasport.event("com.example.waiting")
async def event_waiting(event: faasport.CloudEvent) -> None:
    await asyncio.sleep(0)
    note("event_waiting", event)
    await asyncio.sleep(0)
    obey(event.subject or "")
