"""The neutral HTTP request: as it was sent, read lazily, the native payload within reach."""

from __future__ import annotations

from .headers import Headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Any, TypeVar

    from .context import Context
    from .forms import Form
    from .query import QueryParams

    R = TypeVar("R", bound="Request")


class Request:
    """What a client sent, the same on every platform.

    ``raw_path`` and ``raw_query`` are as sent; ``path`` is decoded once, without ``root_path``
    (what the platform put in front: a stage name). ``headers`` and ``query`` keep every value in
    order. ``body`` is bytes. ``client_ip``, ``scheme`` and ``host`` come from what the platform
    vouches for, else from the forwarding headers. ``native`` is the untouched payload.

    A codec may subclass this and override the ``_read_*`` methods: what a handler does not read
    is then never decoded.
    """

    __slots__ = (
        "_body",
        "_client_ip",
        "_context",
        "_cookies",
        "_function",
        "_headers",
        "_host",
        "_method",
        "_native",
        "_notes",
        "_path",
        "_path_params",
        "_platform",
        "_query",
        "_raw_path",
        "_raw_query",
        "_root_path",
        "_scheme",
    )
    _raw_query: str | None
    _headers: Headers | None
    _body: bytes | None
    _path: str | None
    _client_ip: str | None
    _scheme: str | None
    _host: str | None
    _path_params: Mapping[str, str] | None
    _context: Context | None
    _platform: dict[str, Any] | None
    _query: QueryParams | None
    _cookies: dict[str, str] | None
    _notes: tuple[str, ...]
    _function: str

    def __init__(
        self,
        *,
        method: str = "GET",
        raw_path: str = "/",
        raw_query: str | None = "",
        headers: Headers | Iterable[tuple[str, str]] | Mapping[str, str] | None = None,
        body: bytes | None = None,
        path: str | None = None,
        root_path: str = "",
        client_ip: str | None = None,
        scheme: str | None = None,
        host: str | None = None,
        path_params: Mapping[str, str] | None = None,
        context: Context | None = None,
        native: Any = None,
        platform: dict[str, Any] | None = None,
    ) -> None:
        self._method = method if method.isupper() else method.upper()
        self._raw_path = raw_path if raw_path[:1] == "/" else "/" + raw_path
        self._raw_query = raw_query
        self._root_path = root_path
        self._headers = headers if headers is None else _headers(headers)
        self._body = body
        self._path = path
        self._client_ip = client_ip
        self._scheme = scheme
        self._host = host
        self._path_params = path_params
        self._context = context
        self._native = native
        self._platform = platform
        self._query = None
        self._cookies = None
        self._notes = ()
        self._function = ""

    # What a codec reads late. Each is asked once.

    def _read_headers(self) -> Headers:
        return Headers()

    def _read_body(self) -> bytes:
        return b""

    def _read_client_ip(self) -> str | None:
        from .client_address import forwarded_client

        return forwarded_client(self.headers)

    def _read_scheme(self) -> str:
        first = (self.headers.get("x-forwarded-proto") or "").partition(",")[0].strip().lower()
        return first if first in {"http", "https"} else "https"

    def _read_host(self) -> str:
        return self.headers.get("host") or ""

    def _read_raw_query(self) -> str:
        return ""

    def _read_query(self) -> list[tuple[str, str]]:
        from .query import parse_query

        return parse_query(self.raw_query)

    def _read_query_value(self, name: str) -> str | None:
        """The first value of one name: of a short query that needs no decoding, without the rest.
        Who overrides ``_read_query`` overrides this too."""
        raw = self._raw_query
        if raw is None:
            raw = self.raw_query
        if len(raw) > SHORT or "%" in raw or "+" in raw:
            return self.query.get(name)
        for part in raw.split("&"):
            key, _, value = part.partition("=")
            if key == name:
                return value
        return None

    def _read_platform(self) -> dict[str, Any]:
        return {}

    def _read_context(self) -> Context:
        from .context import Context

        return Context()

    # What a handler reads.

    @property
    def method(self) -> str:
        """The method, in upper case."""
        return self._method

    @property
    def raw_path(self) -> str:
        """The path as sent: percent-encoded, with whatever the platform put in front."""
        return self._raw_path

    @property
    def raw_query(self) -> str:
        """The query string as sent, without its question mark."""
        raw = self._raw_query
        if raw is None:
            raw = self._read_raw_query()
            self._raw_query = raw
        return raw

    @property
    def root_path(self) -> str:
        """What the platform put in front of the path (a stage name), or the empty string."""
        return self._root_path

    @property
    def routing_path(self) -> str:
        """``raw_path`` without ``root_path``: still encoded, what routes are matched against."""
        root, raw = self._root_path, self._raw_path
        if root and (raw == root or raw.startswith(root + "/")):
            return raw[len(root) :] or "/"
        return raw

    @property
    def path(self) -> str:
        """The path, percent-decoded once as UTF-8, without ``root_path``."""
        path = self._path
        if path is None:
            path = self.routing_path
            if "%" in path:
                from urllib.parse import unquote

                path = unquote(path)
            self._path = path
        return path

    @property
    def headers(self) -> Headers:
        """Every header field, in order; look-up in any case."""
        headers = self._headers
        if headers is None:
            headers = self._read_headers()
            self._headers = headers
        return headers

    @property
    def query(self) -> QueryParams:
        """The query parameters, decoded once, every value in order."""
        query = self._query
        if query is None:
            from .query import QueryParams

            query = QueryParams(self._read_query())
            self._query = query
        return query

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies by name; malformed ones are left out."""
        cookies = self._cookies
        if cookies is None:
            from .cookies import parse_cookies

            cookies = parse_cookies(self.headers.get_all("cookie"))
            self._cookies = cookies
        return cookies

    @property
    def body(self) -> bytes:
        """The body's bytes, decoded from whatever the platform wrapped them in."""
        body = self._body
        if body is None:
            body = self._read_body()
            self._body = body
        return body

    def text(self) -> str:
        """The body in its declared charset (default UTF-8). Raises a 400 if it is not that."""
        from .bodies import text_of

        return text_of(self.headers.get("content-type"), self.body)

    def json(self) -> Any:
        """The body as JSON. Raises a 400 if it is not."""
        from .bodies import json_of

        return json_of(self.body)

    def form(self) -> Form:
        """The fields and files of an urlencoded or multipart body. Raises a 400 if malformed."""
        from .forms import parse_form

        return parse_form(self.headers.get("content-type"), self.body)

    @property
    def path_params(self) -> Mapping[str, str]:
        """What the route's template caught, decoded; empty before routing."""
        return self._path_params or {}

    @property
    def client_ip(self) -> str | None:
        """The client's address without a port, or None where nothing tells."""
        if self._client_ip is None:
            self._client_ip = self._read_client_ip()
        return self._client_ip

    @property
    def scheme(self) -> str:
        """``https`` or ``http``, as the client used it."""
        if self._scheme is None:
            self._scheme = self._read_scheme()
        return self._scheme

    @property
    def host(self) -> str:
        """The host (and port, if any) that the client asked for; empty if unknown."""
        if self._host is None:
            self._host = self._read_host()
        return self._host

    @property
    def url(self) -> str:
        """The full URL, as sent; what may not stand in a URL is percent-encoded.

        Without a host it is the path and query alone.
        """
        from .bodies import safe_target

        target = safe_target(self.raw_path + ("?" + self.raw_query if self.raw_query else ""))
        return f"{self.scheme}://{self.host}{target}" if self.host else target

    @property
    def context(self) -> Context:
        """The invocation: its id, deadline, platform."""
        context = self._context
        if context is None:
            context = self._read_context()
            context.function = self._function or context.function
            self._context = context
        return context

    @property
    def native(self) -> Any:
        """The platform's own payload, untouched."""
        return self._native

    @property
    def platform(self) -> dict[str, Any]:
        """Facts that one platform alone tells: ``stage``, ``client_cert``, ``geo`` and so on."""
        facts = self._platform
        if facts is None:
            facts = self._read_platform()
            self._platform = facts
        return facts

    @property
    def user(self) -> dict[str, Any] | None:
        """Whom the platform's own authorizer let in: ``{"kind", "claims"}``, or None."""
        return self.platform.get("user")

    @property
    def time(self) -> datetime | None:
        """When the platform received the request (aware), where it tells."""
        return self.platform.get("time")

    @property
    def notes(self) -> tuple[str, ...]:
        """What was odd about the payload and read leniently, e.g. a body that was not base64."""
        self.body  # noqa: B018  # reading it is what may add a note
        return self._notes

    def _note(self, text: str) -> None:
        self._notes = (*self._notes, text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Request):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in COMPARED)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Request({self.method} {self.raw_path}, {len(self.headers)} headers)"


SHORT = 200  # characters of a query, beyond which it is read whole, once

COMPARED = (
    "method",
    "raw_path",
    "path",
    "raw_query",
    "headers",
    "body",
    "client_ip",
    "scheme",
    "host",
)


def routed(request: Request, path_params: Mapping[str, str], function: str) -> None:
    """Tell a request where it was routed: the dispatcher's privilege, once, before the call."""
    request._path_params = path_params
    request._function = function


_new = object.__new__
COMMON = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})


def received(
    kind: type[R], method: str, raw_path: str, raw_query: str | None, root_path: str, native: Any
) -> R:
    """A request of whose payload the rest is read late: a codec's short way to make one."""
    request: R = _new(kind)  # past the checks of __init__
    request._method = method if method in COMMON or method.isupper() else method.upper()
    request._raw_path = raw_path if raw_path and raw_path[0] == "/" else "/" + raw_path
    request._raw_query = raw_query
    request._root_path = root_path
    request._native = native
    request._headers = request._body = request._path = request._client_ip = None
    request._scheme = request._host = request._path_params = request._context = None
    request._platform = request._query = request._cookies = None
    request._notes = ()
    request._function = ""
    return request


def _headers(given: Headers | Iterable[tuple[str, str]] | Mapping[str, str]) -> Headers:
    return given if isinstance(given, Headers) else Headers(given)
