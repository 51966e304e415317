"""A request as the environ of a WSGI application.

https://peps.python.org/pep-3333/#environ-variables
"""

from __future__ import annotations

import sys
from io import BytesIO

from .asgi_scope import server_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .request import Request

# Their variables have no prefix; and of what frames the body nothing is left but its length.
APART = frozenset({"content-type", "content-length", "transfer-encoding"})


def environ_of(request: Request) -> dict[str, Any]:
    """The environ. Texts are bytes read as latin-1, as the standard wants them."""
    name, port = server_of(request)
    query = request.raw_query
    return {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": native(request.root_path),
        "PATH_INFO": native(request.routing_path),
        "QUERY_STRING": query,
        "RAW_URI": f"{request.raw_path}?{query}" if query else request.raw_path,
        "REQUEST_URI": f"{request.raw_path}?{query}" if query else request.raw_path,
        "SERVER_NAME": name,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": request.client_ip or "",
        "CONTENT_TYPE": request.headers.get("content-type") or "",
        "CONTENT_LENGTH": str(len(request.body)),
        **_variables(request),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.scheme,
        "wsgi.input": BytesIO(request.body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "faasport.request": request,
    }


def native(path: str) -> str:
    """A path percent-decoded to bytes, each of which is a character."""
    if "%" not in path:
        return path
    from urllib.parse import unquote_to_bytes

    return unquote_to_bytes(path).decode("latin-1")


def _variables(request: Request) -> dict[str, str]:
    """`HTTP_` and the header's name. One with an underscore could pass for another one's."""
    found: dict[str, str] = {}
    for name in request.headers.names():
        if name in APART or "_" in name:
            continue
        separator = "; " if name == "cookie" else ","
        values = separator.join(request.headers.get_all(name))
        found[f"HTTP_{name.upper().replace('-', '_')}"] = _latin(values)
    return found


def _latin(value: str) -> str:
    """What is beyond latin-1 as the bytes of its UTF-8."""
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode().decode("latin-1")
    return value
