"""Async handlers of schedules, alone in their module: a platform may host them in another way."""

from __future__ import annotations

import asyncio

import faasport

from .script import note


@faasport.schedule("0 6 * * *")
async def schedule_waiting(tick: faasport.Tick) -> None:
    await asyncio.sleep(0)
    note("schedule_waiting", tick)
