"""The part of the Functions host (.NET) between the socket and the Python worker.

https://github.com/Azure/azure-functions-host/tree/v4.1037.0/src/WebJobs.Script.Grpc/MessageExtensions
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timezone
from email.utils import format_datetime
from typing import Any

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.losses import changed, with_headers
from faasport_azure import losses
from faasport_azure.host import addresses
from faasport_azure.runtime.cookies import escaped, fields_of

Native = dict[str, Any]
SOURCE = "https://github.com/Azure/azure-functions-host/tree/v4.1037.0/src/WebJobs.Script.Grpc"
# SetCookieHeaderValue writes these; SameSite's "None" means that nothing is said.
SAME_SITE = {1: "lax", 2: "strict", 3: "none"}


def _cookies_of_aspnet(response: Response) -> Response:
    """Every cookie has a path, and its value is escaped; see `_set_cookie`."""
    pairs = [
        (name, _set_cookie(fields_of(value)) if name.lower() == "set-cookie" else value)
        for name, value in response.headers
    ]
    return with_headers(response, pairs)


def _without_dot_segments(request: Request) -> Request:
    return changed(request, raw_path=addresses.without_dots(request.raw_path))


# On top of what the codec's own shape loses.
LOSSES = replace(
    losses.HTTP,
    request=(*losses.HTTP.request, "dot segments of the path"),
    own_request={**losses.HTTP.own_request, "dot segments of the path": _without_dot_segments},
    response=(*losses.HTTP.response, "cookies as ASP.NET writes them"),
    own_response={
        **losses.HTTP.own_response,
        "cookies as ASP.NET writes them": _cookies_of_aspnet,
    },
)


def http_of(request: Request, native: Mapping[str, Any], values: Mapping[str, str]) -> Native:
    """The RpcHttp that the worker gets: what the codec made, with what the host decides itself."""
    path = addresses.encoded(addresses.decoded(request.raw_path))
    query = f"?{request.raw_query}" if request.raw_query else ""
    target = f"{request.raw_path}{query}"
    headers = {
        **_joined((name.lower(), value) for name, value in request.headers),
        # What App Service's front end adds; the only place that keeps the target as it was sent.
        "x-original-url": target,
        "x-waws-unencoded-url": target,
        **({"content-length": str(len(request.body))} if request.body else {}),
    }
    return {
        **native,
        "method": request.method,
        "url": f"{request.scheme}://{request.host or 'localhost'}{path}{query}",
        "headers": headers,
        "query": _query(request),
        "params": dict(values),
        "body": {"bytes": b64encode(request.body).decode()} if request.body else {},
    }


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """StringValues.ToString: repeats joined by a bare comma."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _query(request: Request) -> dict[str, str]:
    """Keys in any case are one; a value that is empty is not passed on."""
    names: dict[str, str] = {}
    for name, _value_of in request.query:
        names.setdefault(name.lower(), name)
    joined = _joined((names[name.lower()], value) for name, value in request.query.items())
    return {name: value for name, value in joined.items() if value}


def answered(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """The TypedData that is the response: what the function returned, or what it set in an output
    binding of the type http; nothing is an empty 200.

    https://github.com/Azure/azure-functions-host/blob/v4.1037.0/src/WebJobs.Script.WebHost/Middleware/FunctionInvocationMiddleware.cs
    """
    outputs = [each["data"] for each in answer.get("output_data") or ()]
    found: Mapping[str, Any] = answer.get("return_value") or next(
        (each for each in outputs if "http" in each), {"http": {"status_code": "200"}}
    )
    return found


def response_of(value: Mapping[str, Any]) -> Response:
    """What the client gets for the worker's TypedData."""
    http = value.get("http")
    if http is None:
        text = str(value.get("string", value.get("json", "")))
        return _response(200, [("content-type", "text/plain; charset=utf-8")], text.encode())
    headers = [(name, text) for name, text in (http.get("headers") or {}).items()]
    cookies = [("set-cookie", _set_cookie(each)) for each in http.get("cookies") or ()]
    return _response(int(http["status_code"]), headers + cookies, _body(http.get("body") or {}))


def _response(status: int, headers: list[tuple[str, str]], body: bytes) -> Response:
    response = Response(b"", status, headers)
    response.body = body
    return response


def _body(data: Mapping[str, Any]) -> bytes:
    if "bytes" in data:
        return b64decode(data["bytes"])
    return str(data.get("string", data.get("json", ""))).encode()


def _set_cookie(cookie: Mapping[str, Any]) -> str:
    """ResponseCookies.Append with CookieOptions, whose Path is "/" unless it is set.

    https://github.com/dotnet/aspnetcore/blob/v8.0.10/src/Http/Http/src/Internal/ResponseCookies.cs
    """
    parts = [f"{cookie['name']}={escaped(cookie.get('value') or '')}"]
    if expires := _value(cookie, "expires"):
        moment = datetime.strptime(expires, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
        parts.append(f"expires={format_datetime(moment, usegmt=True)}")
    if (age := _value(cookie, "max_age")) is not None:
        parts.append(f"max-age={int(age)}")
    if domain := _value(cookie, "domain"):
        parts.append(f"domain={domain}")
    parts.append(f"path={_value(cookie, 'path') or '/'}")
    parts += ["secure"] if _value(cookie, "secure") else []
    same_site = SAME_SITE.get(cookie.get("same_site") or 0)
    parts += [f"samesite={same_site}"] if same_site else []
    parts += ["httponly"] if _value(cookie, "http_only") else []
    return "; ".join(parts)


def _value(cookie: Mapping[str, Any], name: str) -> Any:
    """A nullable of protobuf: `{"value": ...}` or nothing."""
    return (cookie.get(name) or {}).get("value")
