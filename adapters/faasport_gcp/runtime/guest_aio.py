"""The same of `functions_framework.aio`: a request for a Starlette application, and its answer.

https://asgi.readthedocs.io/en/latest/specs/www.html
"""

from __future__ import annotations

from faasport.runtime.errors import HTTPError

from .guest_http import told
from .guest_mount import below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from typing import Any

    from faasport.runtime.request import Request
    from faasport.runtime.response import Response

    Message = dict[str, Any]
    Application = Callable[[Message, Callable[[], Any], Callable[[Message], Any]], Awaitable[None]]

CRASHED = ("x-google-status", "crash")


async def answered(application: Application, request: Request, mount: str = "") -> Response:
    """The response, its body a stream where its length is not known. The application has logged
    an exception of the function's, and says so in a header."""
    exchange = _Exchange(application, request, mount)
    start = await exchange.next()
    if start is None:
        raise HTTPError(500)
    headers = [(name.decode("latin-1"), each.decode("latin-1")) for name, each in start["headers"]]
    kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
    crashed = CRASHED in [(name.lower(), value) for name, value in headers]
    if len(kept) == len(headers) and request.method != "HEAD" and not crashed:
        return told(exchange.pieces(), start["status"], headers)
    body = b"".join([piece async for piece in exchange.pieces()])
    if crashed:
        raise HTTPError(500)
    return told(body, start["status"], headers if request.method == "HEAD" else kept)


class _Exchange:
    """One request, and the messages that answer it, one ahead of who reads them."""

    __slots__ = ("_given", "_gone", "_running", "_sent")

    def __init__(self, application: Application, request: Request, mount: str) -> None:
        from asyncio import Event, Queue, ensure_future

        self._sent: Queue[Message | None] = Queue(1)
        self._gone = Event()
        self._given = iter([{"type": "http.request", "body": request.body, "more_body": False}])
        self._running = ensure_future(self._run(application, request, mount))

    async def next(self) -> Message | None:
        """The next message; None where there is no more."""
        return await self._sent.get()

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body. Who stops before its end is a client that has gone."""
        try:
            while (message := await self.next()) is not None:
                yield message.get("body", b"")
        finally:
            self._gone.set()
            while not self._sent.empty():
                self._sent.get_nowait()
            await self._running

    async def _run(self, application: Application, request: Request, mount: str) -> None:
        try:
            await application(_scope_of(request, mount), self._receive, self._send)
        finally:
            await self._send(None)

    async def _receive(self) -> Message:
        found = next(self._given, None)
        if found is None:
            await self._gone.wait()
        return found or {"type": "http.disconnect"}

    async def _send(self, message: Message | None) -> None:
        if not self._gone.is_set():
            await self._sent.put(message)


def _scope_of(request: Request, mount: str) -> Message:
    """Where the request came to a framework, it is that one's own. A mount is no `root_path`:
    Starlette would have it in each path that the function reads."""
    arrived = getattr(request.native, "scope", None)
    if isinstance(arrived, dict):
        kept = ("asgi", "http_version", "method", "scheme", "path", "raw_path", "query_string")
        names = (*kept, "root_path", "headers", "client", "server", "type", "state")
        own = {name: arrived[name] for name in names if name in arrived}
        return {**own, **_paths(request, mount)} if mount else own
    host, _, port = request.host.rpartition(":") if ":" in request.host else (request.host, "", "")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        # Google's front end speaks HTTP to the container, and says HTTPS in a header.
        "scheme": "http",
        **_paths(request, mount),
        "query_string": request.raw_query.encode("latin-1"),
        "root_path": "",
        "headers": [(n.lower().encode("latin-1"), v.encode("latin-1")) for n, v in _told(request)],
        "client": (request.client_ip or "127.0.0.1", 0),
        "server": (host or "localhost", int(port) if port.isdigit() else 8080),
    }


def _paths(request: Request, mount: str) -> Message:
    return {
        "path": below(mount, request.path),
        "raw_path": below(mount, request.routing_path).encode("latin-1"),
    }


def _told(request: Request) -> list[tuple[str, str]]:
    """With what the front end says of the client."""
    client = request.client_ip
    added = {**({"x-forwarded-for": client} if client else {}), "x-forwarded-proto": request.scheme}
    absent = [(name, value) for name, value in added.items() if name not in request.headers]
    return [*request.headers.items(), *absent]
