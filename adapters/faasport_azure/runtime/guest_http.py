"""`func.HttpRequest` of a request, and a response of what an HTTP function answers."""

from __future__ import annotations

from faasport.runtime.errors import ResultError
from faasport.runtime.response import Response
from faasport.runtime.template import Template

from .guest_vendor import functions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from faasport.runtime.request import Request

    from .guest_function import Original


def request_of(request: Request, route: str) -> Any:
    """The worker's own where it is one, else what its converter would make of this request."""
    vendor = functions()
    own, values = request.native, _values(request, route)
    if isinstance(own, vendor.HttpRequest) and dict(own.route_params) == values:
        return own  # else the host took it to a function that answers several routes
    from azure.functions.http import HttpRequest

    return HttpRequest(
        method=request.method,
        url=_url(request),
        headers=_joined(request.headers),
        params={name: value for name, value in _query(request).items() if value},
        route_params=values,
        body_type="bytes",
        body=request.body,
    )


def _values(request: Request, route: str) -> dict[str, str]:
    """What the route caught. The host leaves out what is empty, and an escaped slash escaped.

    https://github.com/dotnet/aspnetcore/blob/v8.0.10/src/Shared/UrlDecoder/UrlDecoder.cs
    """
    values: Mapping[str, str] = request.path_params
    if "%2f" in request.routing_path.lower():
        template = Template(route)
        parts = request.routing_path.split("/")[1:]
        count = len(template.segments)
        caught = [
            part for part, fixed in zip(parts, template.segments, strict=False) if fixed is None
        ]
        tail = ["/".join(parts[count:])] if template.tail else []
        values = {
            name: _decoded(part)
            for name, part in zip(template.names, (*caught, *tail), strict=False)
        }
    return {name: value for name, value in values.items() if value}


def _decoded(part: str) -> str:
    from re import split
    from urllib.parse import unquote

    kept = split("(%2[Ff])", part)
    return "".join(each if at % 2 else unquote(each) for at, each in enumerate(kept))


def _url(request: Request) -> str:
    """Without what another platform puts in front of the path."""
    query = f"?{request.raw_query}" if request.raw_query else ""
    return f"{request.scheme}://{request.host or 'localhost'}{request.routing_path}{query}"


def _joined(pairs: Any) -> dict[str, str]:
    """The host joins what repeats by a bare comma, and has names in lower case.

    https://github.com/Azure/azure-functions-host/tree/v4.1037.0/src/WebJobs.Script.Grpc/MessageExtensions
    """
    joined: dict[str, str] = {}
    for name, value in pairs:
        key = name.lower()
        joined[key] = f"{joined[key]},{value}" if key in joined else value
    return joined


def _query(request: Request) -> dict[str, str]:
    """Keys in any case are one."""
    names: dict[str, str] = {}
    joined: dict[str, str] = {}
    for name, value in request.query.items():
        key = names.setdefault(name.lower(), name)
        joined[key] = f"{joined[key]},{value}" if key in joined else value
    return joined


def response_of(result: Any, outs: dict[str, Any], original: Original) -> Response:
    """What the client gets: of `$return`, or of an `Out` that is bound to the response."""
    named = next((each.name for each in original.outputs if each.kind.lower() == "http"), None)
    answer = outs[named].get() if named in outs else result
    if isinstance(answer, str):
        return Response(answer)
    if answer is None and original.returned is None:
        return Response(b"", 200)
    if not hasattr(answer, "get_body") or not hasattr(answer, "status_code"):
        raise ResultError(
            f"{original.name} answered with {type(answer).__name__}: Azure's worker takes an "
            "HttpResponse or a str, and fails the invocation for anything else."
        )
    pairs = [(str(name), str(value)) for name, value in answer.headers.items()]
    if not any(name.lower() == "content-type" for name, _ in pairs):
        pairs.append(("content-type", _media_type(answer)))
    return Response(answer.get_body(), answer.status_code, pairs)


def _media_type(answer: Any) -> str:
    charset = f"; charset={answer.charset}" if answer.mimetype.startswith("text/") else ""
    return f"{answer.mimetype}{charset}"
