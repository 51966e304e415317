"""Middleware around a consumer: it sees the event before, and what the handler raises after."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import faasport

from .script import note, obey

Next = Callable[[Any], Any]
trail: ContextVar[tuple[str, ...]] = ContextVar("trail", default=())


def outer(event: Any, call_next: Next) -> Any:
    trail.set((*trail.get(), "outer"))
    return call_next(event)


def inner(event: Any, call_next: Next) -> Any:
    trail.set((*trail.get(), "inner"))
    try:
        return call_next(event)
    except RuntimeError as fault:
        raise faasport.Reject(str(fault)) from fault


faasport.middleware(outer, inner, module=__name__)


@faasport.queue("around")
def queue_around(message: faasport.Message) -> None:
    note("queue_around", message, trail=list(trail.get()))
    obey(message.text())
