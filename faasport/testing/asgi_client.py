"""A client of an ASGI application, without a server between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

from faasport.runtime.request import Request
from faasport.runtime.response import Response

Message = dict[str, Any]
App = Callable[[Any, Any, Any], Awaitable[None]]
PEER = ("127.0.0.1", 50000)


class AsgiAnswer:
    """What an application sent: every message, and the moment it is done."""

    def __init__(self, request: Request) -> None:
        self.messages: list[Message] = []
        self._waiting: list[Message] = [{"type": "http.request", "body": request.body}]

    async def receive(self) -> Message:
        if self._waiting:
            return self._waiting.pop(0)
        # The client stays until the application is done; then this task is cancelled.
        return await asyncio.Future()

    async def send(self, message: Message) -> None:
        self.messages.append(message)

    @property
    def is_whole(self) -> bool:
        """Whether the last message ends the body."""
        return bool(self.messages) and not self.messages[-1].get("more_body", False)

    @property
    def response(self) -> Response:
        """The collected response."""
        start, *pieces = self.messages
        pairs = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in start["headers"]]
        response = Response(b"", start["status"], pairs)
        response.body = b"".join(piece.get("body", b"") for piece in pieces)
        return response


def scope_of(request: Request) -> Message:
    """The scope that a server on loopback would make."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.scheme,
        "path": unquote(request.raw_path),
        "raw_path": request.raw_path.encode("latin-1"),
        "query_string": request.raw_query.encode("latin-1"),
        "root_path": "",
        "headers": [(n.lower().encode("latin-1"), _octets(v)) for n, v in request.headers],
        "client": (request.client_ip, 0) if request.client_ip else PEER,
        "server": ("127.0.0.1", 80),
    }


def ask(app: App, request: Request) -> AsgiAnswer:
    """The application's messages; what it raises is raised here."""
    answer = AsgiAnswer(request)
    asyncio.run(_asked(app, scope_of(request), answer))
    return answer


async def _asked(app: App, scope: Message, answer: AsgiAnswer) -> None:
    await app(scope, answer.receive, answer.send)


def _octets(value: str) -> bytes:
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode()
