"""Async handlers of queues, alone in their module: a platform may host them in another way."""

from __future__ import annotations

import asyncio

import faasport

from .script import note, obey, settle


@faasport.queue("waiting")
async def queue_waiting(message: faasport.Message) -> None:
    await asyncio.sleep(0)
    note("queue_waiting", message)
    await asyncio.sleep(0)
    obey(message.text())


@faasport.queue("waiting-batch")
async def queue_waiting_batch(messages: faasport.Batch) -> None:
    for message in messages:
        note("queue_waiting_batch", message)
    await asyncio.gather(*(asyncio.sleep(0.01) for _ in messages))
    for message in messages:
        settle(messages, message, message.text())
