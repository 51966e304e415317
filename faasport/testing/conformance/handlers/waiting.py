"""Async handlers, alone in their module: a platform may host them in another way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import faasport


@faasport.http("GET", "/waiting/{name}")
async def wait(name: str, times: int = 1) -> dict[str, Any]:
    await asyncio.sleep(0)
    return {"name": name, "times": times}


@faasport.http("GET", "/waiting/together")
async def wait_together() -> list[int]:
    return list(await asyncio.gather(*(_later(number) for number in range(3))))


async def _later(number: int) -> int:
    await asyncio.sleep(0.01)
    return number


@faasport.http("POST", "/waiting/body", status=201)
async def wait_for_body(request: faasport.Request) -> dict[str, Any]:
    await asyncio.sleep(0)
    return {"json": request.json(), "cookies": request.cookies}


@faasport.http("GET", "/waiting/missing")
async def wait_in_vain() -> None:
    await asyncio.sleep(0)
    raise faasport.NotFound("Not yet.")


@faasport.http("GET", "/waiting/crash")
async def wait_and_crash() -> None:
    await asyncio.sleep(0)
    raise RuntimeError("no word of this")


@faasport.http("GET", "/waiting/stream")
async def wait_for_pieces() -> faasport.Response:
    return faasport.Response(_pieces(), headers={"content-type": "text/plain; charset=utf-8"})


@faasport.http("GET", "/waiting/slow")
async def wait_for_slow_pieces() -> faasport.Response:
    return faasport.Response(_pieces(0.25), headers={"content-type": "text/plain; charset=utf-8"})


async def _pieces(pause: float = 0) -> AsyncIterator[str]:
    for number in range(4):
        yield f"{number};"
        await asyncio.sleep(pause)


@faasport.http("GET", "/waiting/generator")
async def wait_and_yield() -> AsyncIterator[str]:
    for word in ("un", "deux", "trois"):
        yield word
        await asyncio.sleep(0)


@faasport.http("GET", "/waiting/broken")
async def wait_for_broken() -> faasport.Response:
    return faasport.Response(_broken(), headers={"content-type": "text/plain"})


async def _broken() -> AsyncIterator[bytes]:
    yield b"this much "
    await asyncio.sleep(0.05)
    raise RuntimeError("the source has dried up")
