"""What vercel-runtime calls: an ASGI application. (Its WSGI side loses repeated headers.)"""

from __future__ import annotations

from time import time

from faasport.runtime.asgi import asgi as asgi_of, headers_of, raw_path_of
from faasport.runtime.invocations import first_invocation
from faasport.runtime.request import received

from .request import VercelRequest, exposed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from faasport.runtime.application import Application
    from faasport.runtime.headers import Headers


def asgi(application: Application) -> Callable[[Any, Any, Any], Awaitable[None]]:
    """``application`` as `async def app(scope, receive, send)`: the runtime counts parameters."""
    return asgi_of(application, read_request)


def read_request(scope: dict[str, Any], body: bytes) -> ScopedRequest:
    """The request of an ASGI scope."""
    root_path = scope.get("root_path", "")
    request = received(ScopedRequest, scope["method"], raw_path_of(scope), None, root_path, scope)
    request._body = body
    request.invocation = (time(), first_invocation())
    return request


class ScopedRequest(VercelRequest):
    """A request whose headers and query stay in the ASGI scope until a handler reads them."""

    __slots__ = ()

    def _read_headers(self) -> Headers:
        return exposed(headers_of(self._native))

    def _read_raw_query(self) -> str:
        raw: bytes = self._native.get("query_string", b"")
        return raw.decode("latin-1")

    def _read_client_ip(self) -> str | None:
        """The client is in the proxy's headers, else in the scope."""
        client = self._native.get("client")
        return super()._read_client_ip() or (client[0] if client else None)
