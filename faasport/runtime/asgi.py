"""The core as an ASGI application, so that any server can run a project.

https://asgi.readthedocs.io/en/latest/specs/www.html
"""

from __future__ import annotations

import sys

from .headers import Headers
from .request import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from .application import Application
    from .context import Context
    from .response import Response

    Scope = dict[str, Any]
    Message = dict[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]


# Loaded by the first request to an application that is a guest here.
LIFESPANS = "faasport.runtime.asgi_lifespan"


class AsgiRequest(Request):
    """A request whose native payload is the ASGI scope."""

    __slots__ = ()

    def _read_context(self) -> Context:
        from .context import Context, trace_of

        trace = trace_of(self.headers.get("traceparent"))
        return Context(platform="asgi", trace_id=trace, native=self.native)


def read_request(scope: Scope, body: bytes) -> Request:
    """The request of a scope; the server vouches for the client's address and the scheme."""
    client = scope.get("client")
    return AsgiRequest(
        method=scope["method"],
        raw_path=raw_path_of(scope),
        raw_query=scope.get("query_string", b"").decode("latin-1"),
        root_path=scope.get("root_path", ""),
        headers=headers_of(scope),
        body=body,
        client_ip=client[0] if client else None,
        scheme=scope.get("scheme"),
        native=scope,
    )


def raw_path_of(scope: Scope) -> str:
    """The path as sent; a server that does not keep it gets the decoded one encoded again."""
    raw = scope.get("raw_path")
    if raw:
        return str(raw.decode("latin-1").partition("?")[0])
    from urllib.parse import quote

    return quote(scope["path"], safe="/:@!$&'()*+,;=-._~")


def headers_of(scope: Scope) -> Headers:
    """Every header line of a scope."""
    return Headers(
        [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    )


def asgi(
    application: Application, read: Callable[[Scope, bytes], Request] = read_request
) -> Callable[[Scope, Receive, Send], Awaitable[None]]:
    """``application`` for an ASGI server. ``read`` makes the request of a scope and a body."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        else:
            body = await _body(receive)
            if body is not None:
                response = await application.acall(read(scope, body))
                await _send(response, scope["method"], send)

    return app


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        kind = message["type"]
        if kind == "lifespan.shutdown" and LIFESPANS in sys.modules:
            await sys.modules[LIFESPANS].end_all()
        await send({"type": f"{kind}.complete"})
        if kind == "lifespan.shutdown":
            return


async def _body(receive: Receive) -> bytes | None:
    """The whole body, or None if the client went away before its end."""
    pieces = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(pieces)


def octets_of(response: Response, method: str) -> list[tuple[bytes, bytes]]:
    """The header lines that leave, with the length where the body is known and sent."""
    headers = [(n.lower().encode("latin-1"), _octets(v)) for n, v in response.headers]
    sized = response.stream is None and method != "HEAD" and response.status not in {204, 304}
    if sized and "content-length" not in response.headers:
        headers.append((b"content-length", str(len(response.body)).encode()))
    return headers


async def _send(response: Response, method: str, send: Send) -> None:
    headers = octets_of(response, method)
    start = {"type": "http.response.start", "status": response.status, "headers": headers}
    await send(start)
    if response.stream is None:
        await send({"type": "http.response.body", "body": response.body})
        return
    from .streams import achunks, close

    try:
        async for chunk in achunks(response):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        await close(response)


def _octets(value: str) -> bytes:
    """Header octets: latin-1 where it fits, as servers read them, else UTF-8."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode()
