"""What functions-framework calls: its request to ours, our response to its own."""

from __future__ import annotations

from time import time

from faasport.runtime.headers import Headers
from faasport.runtime.invocations import first_invocation
from faasport.runtime.request import received
from faasport.runtime.request_target import split_target

from .request import GcpRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from typing import Any, Protocol

    from faasport.runtime.application import Application
    from faasport.runtime.response import Response

    class FlaskRequest(Protocol):
        """What is read of a flask.Request."""

        environ: dict[str, Any]
        headers: Any
        method: str

        def get_data(self) -> bytes: ...

    class StarletteRequest(Protocol):
        """What is read of a starlette.requests.Request."""

        scope: dict[str, Any]

        async def body(self) -> bytes: ...


def http(application: Application, function: str = "") -> Callable[[FlaskRequest], Any]:
    """The function for a flask.Request; it returns what Flask makes its response of."""
    call = application.call

    def serve(native: FlaskRequest) -> Any:
        response = call(read_request(native, function))
        headers = response.headers
        if response.stream is None and native.method != "HEAD" and "content-type" in headers:
            return response.body, response.status, headers.items()
        return _flask_response(response, native.method)

    return serve


def http_async(
    application: Application, function: str = ""
) -> Callable[[StarletteRequest], Awaitable[Any]]:
    """The same for functions_framework.aio: a Starlette request, answered on its event loop."""
    from faasport.runtime.asgi import raw_path_of

    async def serve(native: StarletteRequest) -> Any:
        scope = native.scope
        query = scope.get("query_string", b"").decode("latin-1")
        request = received(
            StarletteBackedRequest, scope["method"], raw_path_of(scope), query, "", native
        )
        request._body = await native.body()
        request.invocation = (time(), first_invocation(), function)
        return _starlette_response(await application.acall(request), request.method)

    return serve


def read_request(native: FlaskRequest, function: str = "") -> FlaskBackedRequest:
    """Ours, of a flask.Request. Its own path is decoded; the target as sent is in the environ."""
    environ = native.environ
    target = environ.get("RAW_URI")
    raw_path, raw_query = split_target(target) if target else _parts_of(environ)
    request = received(FlaskBackedRequest, native.method, raw_path, raw_query, "", native)
    request._body = native.get_data()
    request.invocation = (time(), first_invocation(), function)
    return request


class FlaskBackedRequest(GcpRequest):
    """A request whose headers stay in the WSGI environ until a handler reads them."""

    __slots__ = ()

    def _read_headers(self) -> Headers:
        return Headers(list(self._native.headers.items()))


class StarletteBackedRequest(GcpRequest):
    """The same of an ASGI scope."""

    __slots__ = ()

    def _read_headers(self) -> Headers:
        from faasport.runtime.asgi import headers_of

        return headers_of(self._native.scope)


# RFC 3986, 3.3: what stands for itself in a path. The other characters are percent-encoded.
PLAIN = "/:@!$&'()*+,;=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _parts_of(environ: dict[str, Any]) -> tuple[str, str]:
    """For servers other than gunicorn: the target, or PATH_INFO (PEP 3333) encoded again."""
    given = environ.get("REQUEST_URI")
    if given:
        return split_target(str(given))
    path, query = environ.get("PATH_INFO", "/"), environ.get("QUERY_STRING", "")
    if path.strip(PLAIN):
        from urllib.parse import quote

        path = quote(path.encode("latin-1"), safe=PLAIN)
    return path, query.partition("#")[0]


def _flask_response(response: Response, method: str) -> Any:
    from flask import Response as FlaskResponse

    body: Any = response.body
    if response.stream is not None:
        from faasport.runtime.streams import chunks

        body = chunks(response)
    native = FlaskResponse(body, response.status, response.headers.items())
    if "content-type" not in response.headers:
        native.headers.remove("content-type")
    if method == "HEAD":
        # An empty body here says nothing about the length that GET would have.
        native.automatically_set_content_length = False
        if "content-length" not in response.headers:
            native.headers.remove("content-length")
    return native


def _starlette_response(response: Response, method: str) -> Any:
    from faasport.runtime.asgi import octets_of

    if response.stream is None:
        from starlette.responses import Response as Plain

        native: Any = Plain(response.body, response.status)
    else:
        from starlette.responses import StreamingResponse

        native = StreamingResponse(_sent(response), response.status)
    native.raw_headers = octets_of(response, method)
    return native


async def _sent(response: Response) -> AsyncIterator[bytes]:
    """The stream's pieces. Starlette leaves a stream as it is when the client has gone."""
    from faasport.runtime.streams import achunks, close

    try:
        async for chunk in achunks(response):
            yield chunk
    finally:
        await close(response)
