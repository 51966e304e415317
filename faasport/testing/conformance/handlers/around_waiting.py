"""Middleware where something has to be awaited: the middleware, the handler, or both."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import faasport
from faasport import Request, Response


async def slow(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    await asyncio.sleep(0)
    return _marked(await call_next(request), "async")


def quick(request: Request, call_next: Callable[[Request], Response]) -> Response:
    return _marked(call_next(request), "sync")


def _marked(response: Response, name: str) -> Response:
    response.headers = response.headers.with_added((f"x-{name}", "1"))
    return response


@faasport.http("GET", "/around/waiting/{kind}")
@faasport.middleware(slow, quick)
async def mixed(kind: str) -> str:
    await asyncio.sleep(0)
    return kind


@faasport.http("GET", "/around/waiting/for/sync")
@faasport.middleware(quick, slow)
def mixed_sync() -> str:
    return "sync"
