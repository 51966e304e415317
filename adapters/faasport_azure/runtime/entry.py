"""What Azure's worker calls: its HttpRequest to ours, our response to its HttpResponse."""

from __future__ import annotations

from time import time

from faasport.runtime.invocations import first_invocation

from .request import request_of
from .response import native_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import Any, Protocol

    from faasport.runtime.application import Application

    from .request import AzureRequest

    class HttpRequest(Protocol):
        """What is read of an azure.functions.HttpRequest."""

        method: str
        url: str
        headers: Mapping[str, str]
        params: Mapping[str, str]

        def get_body(self) -> bytes: ...


def http(application: Application, route_prefix: str = "") -> Callable[..., Any]:
    """``serve(req, context, function="")`` for the plain functions of function_app.py.

    ``route_prefix`` is the host's, such as ``/api``, where it is not emptied.
    """
    call, native_response = application.call, native_class()

    def serve(req: HttpRequest, context: Any = None, function: str = "") -> Any:
        request = read_request(req, context, function, route_prefix)
        response = call(request)
        if response.stream is not None:
            from faasport.runtime.streams import collected

            response = collected(response, request)
        return native_response(response)

    return serve


def http_async(application: Application, route_prefix: str = "") -> Callable[..., Awaitable[Any]]:
    """The same for coroutine functions, answered on the worker's event loop."""
    native_response = native_class()

    async def serve(req: HttpRequest, context: Any = None, function: str = "") -> Any:
        request = read_request(req, context, function, route_prefix)
        response = await application.acall(request)
        if response.stream is not None:
            from faasport.runtime.streams import acollected

            response = await acollected(response, request)
        return native_response(response)

    return serve


def read_request(
    req: HttpRequest, context: Any, function: str = "", route_prefix: str = ""
) -> AzureRequest:
    """Ours, of an azure.functions.HttpRequest. Its params are a map: the URL has the query."""
    request = request_of(
        method=req.method,
        url=req.url,
        headers=req.headers,
        body=req.get_body(),
        native=req,
        params=req.params,
        route_prefix=route_prefix,
    )
    request.invocation = (context, time(), first_invocation(), function)
    return request
