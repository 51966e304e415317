"""A request as Azure's worker has it: a URL, a map of headers, a body."""

from __future__ import annotations

from faasport.runtime.headers import Headers
from faasport.runtime.request import Request, received

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from faasport.runtime.context import Context

# The front end's headers that hold the target as the client sent it.
TARGETS = ("x-waws-unencoded-url", "x-original-url")


class AzureRequest(Request):
    """Its invocation is (the worker's context, start, cold start, function's name). The URL is the
    host's, the fields are a map of headers; both are read late."""

    __slots__ = ("_fields", "_url", "invocation")
    invocation: tuple[Any, float, bool, str]
    _fields: Headers | Mapping[str, Any]
    _url: str

    def _read_headers(self) -> Headers:
        return Headers(self._fields)

    def _read_client_ip(self) -> str | None:
        from faasport.runtime.client_address import forwarded_client, without_port

        # App Service writes addresses with their ports.
        own = (self.headers.get("client-ip") or "").strip()
        return forwarded_client(self.headers) or without_port(own) or None

    def _read_scheme(self) -> str:
        told = None if "x-forwarded-proto" in self.headers else split_url(self._url)[0]
        return told or super()._read_scheme()

    def _read_host(self) -> str:
        return super()._read_host() or split_url(self._url)[1]

    def _read_platform(self) -> dict[str, Any]:
        from .principal import user_of

        return {
            "request_id": self.headers.get("x-arr-log-id"),
            "user": user_of(self.headers.get("x-ms-client-principal")),
        }

    def _read_context(self) -> Context:
        from faasport.runtime.context import Context, configured_deadline, trace_of

        none = (None, None, False, "")
        native, started, cold_start, function = getattr(self, "invocation", none)
        trace = getattr(getattr(native, "trace_context", None), "trace_parent", None)
        return Context(
            invocation_id=getattr(native, "invocation_id", None) or "",
            function=function,
            platform="azure",
            deadline=configured_deadline(started) if started is not None else None,
            trace_id=trace_of(trace) or trace_of(self.headers.get("traceparent")),
            cold_start=cold_start,
            native=native,
        )


def request_of(
    *,
    method: str,
    url: str,
    headers: Headers | Mapping[str, Any],
    body: bytes,
    native: Any,
    params: Mapping[str, Any],
    route_prefix: str = "",
) -> AzureRequest:
    """The neutral request. ``params`` is used only where the URL has lost its query; ``headers``
    are found in any case."""
    raw_path, raw_query = _target_of(url)
    if not raw_query and "?" not in url and params:
        from faasport.runtime.query import format_query

        raw_query = format_query([(name, str(value)) for name, value in params.items()])
    request = received(
        AzureRequest, method, _as_sent(raw_path, headers), raw_query, route_prefix, native
    )
    request._body = body
    request._fields = headers
    request._url = url
    return request


def split_url(url: str) -> tuple[str | None, str, str, str]:
    """(scheme or None, authority, path, query) of a URL; real ones lack a scheme now and then."""
    before, _, raw_query = url.partition("#")[0].partition("?")
    scheme, mark, rest = before.partition("://")
    if not mark:
        scheme, rest = "", before
    if rest.startswith("/") and not mark:
        return None, "", rest, raw_query
    authority, slash, path = rest.partition("/")
    known = scheme.lower() if scheme.lower() in {"http", "https"} else None
    return known, authority, slash + path or "/", raw_query


def _target_of(url: str) -> tuple[str, str]:
    """(path, query): the same, and the short way for a URL as nearly all are."""
    before, _, raw_query = url.partition("?")
    authority = before.find("://") + 3
    slash = before.find("/", authority)
    if authority > 2 and slash > 0 and "#" not in url:
        return before[slash:], raw_query
    return split_url(url)[2:]


def _as_sent(path: str, headers: Headers | Mapping[str, Any]) -> str:
    """The path as the client sent it, which the host's URL does not always keep.

    A front end's header is believed only if it is the same path in another spelling: what routes
    a request must be what the host has let in.
    """
    for name in TARGETS:
        if name not in headers:  # asking a worker's mapping for what it has not costs an exception
            continue
        sent = (headers.get(name) or "").partition("?")[0]
        if sent.startswith("/") and sent != path and _is_same(sent, path):
            return sent
    return path


def _is_same(sent: str, path: str) -> bool:
    """Whether ``path`` is ``sent`` after the host, which decodes it and, encoding it again, takes
    for an escape what looks like one: `%2520` becomes `%20`.

    https://github.com/dotnet/aspnetcore/blob/v8.0.10/src/Http/Http.Abstractions/src/PathString.cs
    """
    once = _decoded(sent)
    return _decoded(path) in {once, _decoded(once)}


def _decoded(path: str) -> str:
    from urllib.parse import unquote

    return unquote(path)
