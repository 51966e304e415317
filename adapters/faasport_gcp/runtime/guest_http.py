"""A request as gunicorn gives it to the framework's application, and what that answers.

https://peps.python.org/pep-3333/
"""

from __future__ import annotations

import sys
from contextvars import copy_context
from io import BytesIO

from faasport.runtime.headers import Headers
from faasport.runtime.response import Response

from .guest_mount import below

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from contextvars import Context
    from typing import Any

    from faasport.runtime.request import Request

    Environ = dict[str, Any]
    Application = Callable[[Environ, Callable[..., Any]], Any]

_END: Any = object()
# RFC 9110, 6.4.1: these have no body, whatever their headers say of one.
_BODILESS = frozenset({204, 304})


def answered(application: Application, request: Request, mount: str = "") -> Response:
    """The response of a WSGI application, its body a stream where its length is not known."""
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _fault: Any = None) -> None:
        said[:] = [int(status[:3]), headers]

    # What the application sets in context variables, its stream shall find there.
    context = copy_context()
    body = context.run(application, environ_of(request, mount), start)
    status, headers = said
    kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
    if request.method == "HEAD" or status in _BODILESS:
        context.run(_closed, body)
        return told(b"", status, headers)
    pieces = _pieces(body, context)
    return told(b"".join(pieces) if len(kept) < len(headers) else pieces, status, kept)


def told(
    body: bytes | Iterator[bytes] | AsyncIterator[bytes],
    status: int,
    headers: list[tuple[str, str]],
) -> Response:
    """A response with these headers and no more: what has no type there gets none here."""
    return Response(body, status, headers).with_headers(Headers(headers))


def environ_of(request: Request, mount: str = "") -> Environ:
    """The environ. Where the request came to a framework, it is that one's own, to be read anew.
    A mount is its SCRIPT_NAME, so that what flask makes of addresses leads back here."""
    body: Environ = {"wsgi.input": BytesIO(request.body)}
    if request.body or "content-length" in request.headers:
        body["CONTENT_LENGTH"] = str(len(request.body))
    arrived = getattr(request.native, "environ", None)
    if isinstance(arrived, dict):
        return {**arrived, **body, **(_paths(request, mount) if mount else {})}
    host, _, port = request.host.rpartition(":") if ":" in request.host else (request.host, "", "")
    return {
        "REQUEST_METHOD": request.method,
        "QUERY_STRING": request.raw_query,
        "SERVER_NAME": host or "localhost",
        "SERVER_PORT": port or "8080",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": request.client_ip or "127.0.0.1",
        # Google's front end speaks HTTP to the container, and says HTTPS in a header.
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
        **_paths(request, mount),
        **_forwarding(request),
        **_headers(request),
        **body,
    }


def _paths(request: Request, mount: str) -> Environ:
    """What the function sees of the path, and what stands before it."""
    path = below(mount, request.routing_path)
    query = f"?{request.raw_query}" if request.raw_query else ""
    return {
        "SCRIPT_NAME": _octets(request.root_path + mount),
        "PATH_INFO": _octets(path),
        "RAW_URI": path + query,
    }


def _octets(path: str) -> str:
    """Decoded, its octets as latin-1."""
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(path).decode("latin-1")


def _headers(request: Request) -> Environ:
    """Each name once, its values joined as gunicorn does."""
    found = {}
    for name in request.headers.without("content-length").names():
        key = name.upper().replace("-", "_")
        joint = "; " if key == "COOKIE" else ","
        whole = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        found[whole] = joint.join(request.headers.get_all(name))
    return found


def _forwarding(request: Request) -> Environ:
    """What the front end says of the client: https://cloud.google.com/functions/docs/reference/headers"""
    client = request.client_ip
    told = {"HTTP_X_FORWARDED_FOR": client} if client else {}
    return {**told, "HTTP_X_FORWARDED_PROTO": request.scheme}


def _pieces(body: Any, context: Context) -> Iterator[bytes]:
    pieces = iter(body)
    try:
        while (piece := context.run(next, pieces, _END)) is not _END:
            yield piece
    finally:
        context.run(_closed, body)


def _closed(body: Any) -> None:
    if hasattr(body, "close"):
        body.close()
