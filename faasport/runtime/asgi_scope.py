"""A request as the scope of an ASGI connection: `asgi`, the other way round.

https://asgi.readthedocs.io/en/latest/specs/www.html#http-connection-scope
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .request import Request

# As uvicorn tells it, which applications are tried with most. From 2.4 on they no longer listen
# for `http.disconnect` while they stream.
VERSION = {"version": "3.0", "spec_version": "2.3"}
EXTENSION = "faasport"
PORTS = {"http": 80, "https": 443}


def scope_of(request: Request, state: dict[str, Any]) -> dict[str, Any]:
    """The scope. ``path`` and ``raw_path`` are whole, with ``root_path`` in front; each request
    has a copy of the lifespan's ``state``. What only a platform tells is in `extensions`."""
    return {
        "type": "http",
        "asgi": dict(VERSION),
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.scheme,
        "path": decoded(request.raw_path),
        "raw_path": request.raw_path.encode("latin-1", "replace"),
        "query_string": request.raw_query.encode("latin-1", "replace"),
        "root_path": decoded(request.root_path),
        "headers": [(name.lower().encode("latin-1"), octets(v)) for name, v in request.headers],
        "client": (request.client_ip, 0) if request.client_ip else None,
        "server": server_of(request),
        "state": dict(state),
        "extensions": {EXTENSION: {"request": request}},
    }


def decoded(path: str) -> str:
    """A path, percent-decoded."""
    if "%" not in path:
        return path
    from urllib.parse import unquote

    return unquote(path)


def octets(value: str) -> bytes:
    """A header's value: servers read them as latin-1."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode()


def server_of(request: Request) -> tuple[str, int]:
    """Name and port of the server, as the client called it."""
    host, colon, port = request.host.rpartition(":")
    if colon and port.isdecimal():
        return host.strip("[]"), int(port)
    return request.host.strip("[]") or "localhost", PORTS.get(request.scheme, 80)
