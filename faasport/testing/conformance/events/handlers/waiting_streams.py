"""Async handlers of streams, alone in their module: a platform may host them in another way."""

from __future__ import annotations

import asyncio

import faasport

from .script import note, obey


@faasport.stream("waiting")
async def stream_waiting(record: faasport.Record) -> None:
    await asyncio.sleep(0)
    note("stream_waiting", record)
    await asyncio.sleep(0)
    obey(record.text())
