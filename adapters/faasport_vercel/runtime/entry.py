"""What vercel-runtime calls: an ASGI application. (Its WSGI side loses repeated headers.)"""

from __future__ import annotations

import time

from faasport.runtime.asgi import asgi as asgi_of, headers_of, raw_path_of
from faasport.runtime.context import first_invocation

from .http import VercelRequest, exposed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from faasport.runtime.application import Application


def asgi(application: Application) -> Callable[[Any, Any, Any], Awaitable[None]]:
    """``application`` as `async def app(scope, receive, send)`: the runtime counts parameters."""
    return asgi_of(application, read_request)


def read_request(scope: dict[str, Any], body: bytes) -> VercelRequest:
    """The request of an ASGI scope. The client is in the proxy's headers, else in the scope."""
    client = scope.get("client")
    request = VercelRequest(
        method=scope["method"],
        raw_path=raw_path_of(scope),
        raw_query=scope.get("query_string", b"").decode("latin-1"),
        root_path=scope.get("root_path", ""),
        headers=exposed(headers_of(scope)),
        body=body,
        native=scope,
    )
    if request.client_ip is None and client:
        request._client_ip = client[0]
    request.invocation = (time.time(), first_invocation())
    return request
