"""The application behind every entry in these tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import faasport


@faasport.http("ANY", "/echo/{path:path}")
def echo(request: faasport.Request) -> faasport.Response:
    context = request.context
    return faasport.Response.json(
        {
            "method": request.method,
            "raw_path": request.raw_path,
            "path": request.path,
            "query": request.query.items(),
            "headers": [[name.lower(), value] for name, value in request.headers],
            "cookies": request.cookies,
            "body": request.body.decode("latin-1"),
            "client_ip": request.client_ip,
            "host": request.host,
            "platform": context.platform,
            "function": context.function,
            "invocation": context.invocation_id,
            "trace": context.trace_id,
            "remaining": context.remaining(),
        }
    )


@faasport.http("GET", "/cookies")
def cookies() -> faasport.Response:
    texts = ["a=1; Path=/", "b=2; Expires=Wed, 21-Oct-2026 07:28:00 GMT; HttpOnly; Partitioned"]
    return faasport.Response("set", 200, [("Link", "<a>"), ("Link", "<b>")], cookies=texts)


@faasport.http("GET", "/nothing")
def nothing() -> None:
    return None


@faasport.http("GET", "/bare")
def bare() -> faasport.Response:
    response = faasport.Response(b"")
    response.body = b"\x00\xff"
    return response


@faasport.http("GET", "/stream")
def stream() -> faasport.Response:
    def pieces() -> Iterator[bytes | str]:
        yield "a"
        yield b"\xff"

    return faasport.Response(pieces(), 200, {"content-type": "text/event-stream"})


@faasport.http("GET", "/astream")
async def astream() -> faasport.Response:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"a"
        yield b"b"

    return faasport.Response(pieces())


@faasport.http("GET", "/broken-stream")
def broken_stream() -> faasport.Response:
    def pieces() -> Iterator[bytes]:
        yield b"a"
        raise RuntimeError("in mid-stream")

    return faasport.Response(pieces())
