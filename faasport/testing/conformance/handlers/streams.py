"""Bodies that are made piece by piece."""

from __future__ import annotations

import time
from collections.abc import Iterator

import faasport


@faasport.http("GET", "/streams/text")
def stream_text() -> Iterator[str]:
    yield "one, "
    yield ""
    yield "twö, "
    yield "three"


@faasport.http("GET", "/streams/response")
def stream_response() -> faasport.Response:
    lines = (f"{number}\n".encode() for number in range(5))
    headers = {"content-type": "text/plain; charset=utf-8", "x-kind": "stream"}
    response = faasport.Response(lines, 201, headers)
    response.set_cookie("seen", "1")
    return response


@faasport.http("GET", "/streams/large")
def stream_large() -> Iterator[bytes]:
    for number in range(16):
        yield bytes([number]) * 65536


@faasport.http("GET", "/streams/none")
def stream_nothing() -> faasport.Response:
    return faasport.Response(iter(()), headers={"content-type": "text/plain"})


@faasport.http("GET", "/streams/listed")
def stream_listed() -> faasport.Response:
    return faasport.Response([b"a", "b", b"c"], headers={"content-type": "text/plain"})


@faasport.http("GET", "/streams/slow")
def stream_slow() -> Iterator[str]:
    for number in range(4):
        yield f"{number};"
        time.sleep(0.25)


@faasport.http("GET", "/streams/broken")
def stream_broken() -> Iterator[bytes]:
    yield b"this much "
    time.sleep(0.05)
    raise RuntimeError("the source has dried up")
