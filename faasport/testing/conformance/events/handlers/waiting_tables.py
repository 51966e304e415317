"""Async handlers of tables, alone in their module: a platform may host them in another way."""

from __future__ import annotations

import asyncio

import faasport

from .script import note, obey


@faasport.table("waiting")
async def table_waiting(change: faasport.ChangeEvent) -> None:
    await asyncio.sleep(0)
    note("table_waiting", change)
    await asyncio.sleep(0)
    obey(change.key["id"])
