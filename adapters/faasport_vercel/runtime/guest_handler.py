"""A class of `BaseHTTPRequestHandler`, run without a socket: it reads a request from memory, and
what it has written is read as a response.

https://docs.python.org/3/library/http.server.html
"""

from __future__ import annotations

from http.client import HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler
from io import BufferedIOBase, BytesIO

from faasport.runtime.asgi_scope import octets
from faasport.runtime.errors import DeclarationError, ResultError
from faasport.runtime.hop import end_to_end
from faasport.runtime.response import Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from faasport.runtime.request import Request

# Where vercel-runtime listens, and its proxy calls from: the client is in the headers.
ADDRESS = ("127.0.0.1", 0)
_FRAMES = frozenset({"content-length", "transfer-encoding"})


class Server:
    """What a handler may read of `self.server`."""

    server_address = ADDRESS
    server_name = "localhost"
    server_port = 0


class Link:
    """Stands where a connection would."""

    def __init__(self, received: bytes) -> None:
        self._received = received
        self.sent = bytearray()

    def makefile(self, mode: str, *_: Any) -> BufferedIOBase:
        """What is read from it, or written to it."""
        return BytesIO(self._received) if "r" in mode else Written(self)

    def sendall(self, data: bytes) -> None:
        """Keep it."""
        self.sent += data

    send = sendall

    def settimeout(self, *_: Any) -> None:
        """Nobody is waited for."""

    setsockopt = shutdown = close = settimeout

    def getpeername(self) -> tuple[str, int]:
        """Who calls."""
        return ADDRESS

    getsockname = getpeername


class Written(BufferedIOBase):
    """A file that writes to a link, for handlers that buffer what they write."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any) -> int:
        """Keep it."""
        self._link.sendall(data)
        return len(data)


class Once:
    """Comes before a handler's own class: one connection, one request."""

    def handle(self) -> None:
        """Whatever the client asks for, nothing follows."""
        self.close_connection = True
        self.handle_one_request()  # type: ignore[attr-defined]  # of BaseHTTPRequestHandler


def serving(handler: type, name: str) -> Callable[[Request], Response]:
    """What answers for a handler's class. DeclarationError for another one."""
    if not issubclass(handler, BaseHTTPRequestHandler):
        raise DeclarationError(
            f"{name}: the class {handler.__name__} does not derive from BaseHTTPRequestHandler."
        )
    served: Any = type(handler.__name__, (Once, handler), {"__module__": handler.__module__})

    def answer(request: Request) -> Response:
        link = Link(message_of(request))
        served(link, ADDRESS, Server())
        return response_of(bytes(link.sent), request.method, name)

    return answer


def message_of(request: Request) -> bytes:
    """A request as it is sent."""
    query = f"?{request.raw_query}" if request.raw_query else ""
    start = f"{request.method} {request.raw_path}{query} HTTP/1.1\r\n".encode("latin-1", "replace")
    pairs = [pair for pair in request.headers if pair[0].lower() not in _FRAMES]
    if request.body or "content-length" in request.headers:
        pairs.append(("content-length", str(len(request.body))))
    lines = [b"%b: %b\r\n" % (name.encode("latin-1"), octets(value)) for name, value in pairs]
    return b"".join([start, *lines, b"\r\n", request.body])


def response_of(sent: bytes, method: str, name: str) -> Response:
    """A response of what was sent. Raises ResultError for what is none, or less than announced."""
    answer = HTTPResponse(Link(sent), method=method)  # type: ignore[arg-type]
    try:
        answer.begin()
        body = answer.read()
    except HTTPException as fault:
        what = f"an answer that breaks off ({fault!r})" if sent else "no answer"
        raise ResultError(f"{name}: do_{method} sent {what}.") from fault
    response = Response(b"", answer.status, end_to_end(answer.getheaders()))
    response.body = body
    return response
