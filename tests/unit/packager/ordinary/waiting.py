"""Asynchronous handlers."""

from __future__ import annotations

from typing import Any

import faasport


@faasport.http("GET", "/waiting/{id}")
async def waiting(id: str, expand: str | None = None) -> dict[str, Any]:  # noqa: A002
    return {"id": id, "expand": expand}


@faasport.http("PUT", "/waiting/{id}")
async def waiting_put(id: str, order: dict[str, Any]) -> dict[str, Any]:  # noqa: A002
    return {"id": id, **order}


@faasport.queue("waiting")
async def queue_waiting(message: faasport.Message) -> None:
    message.json()


@faasport.schedule("0 6 * * *")
async def schedule_waiting(tick: faasport.Tick) -> None: ...


@faasport.event("com.example.waiting")
async def event_waiting(event: faasport.CloudEvent) -> None:
    assert event.data
