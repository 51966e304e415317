"""Async handlers of topics, alone in their module: a platform may host them in another way."""

from __future__ import annotations

import asyncio

import faasport

from .script import note, obey


@faasport.topic("waiting")
async def topic_waiting(message: faasport.Message) -> None:
    await asyncio.sleep(0)
    note("topic_waiting", message)
    await asyncio.sleep(0)
    obey(message.text())
