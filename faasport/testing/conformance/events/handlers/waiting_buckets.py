"""Async handlers of buckets, alone in their module: a platform may host them in another way."""

from __future__ import annotations

import asyncio

import faasport

from .script import note, obey


@faasport.bucket("waiting")
async def bucket_waiting(change: faasport.ObjectEvent) -> None:
    await asyncio.sleep(0)
    note("bucket_waiting", change)
    await asyncio.sleep(0)
    obey(change.key)
