"""The neutral HTTP response."""

from __future__ import annotations

from .headers import Headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Iterable, Mapping
    from typing import Any


_new = object.__new__


class Response:
    """A status, headers and a body.

    ``body`` is bytes, or text (sent as UTF-8), or an iterable or async iterable of either, which
    streams where the platform can and is collected where it cannot. ``headers`` are pairs or a
    mapping; ``cookies`` are Set-Cookie values, each kept apart. Without a Content-Type, text is
    ``text/plain; charset=utf-8`` and bytes are ``application/octet-stream``.
    """

    __slots__ = ("body", "headers", "status", "stream")
    body: bytes
    headers: Headers
    status: int
    stream: Any

    def __init__(
        self,
        body: bytes | str | Iterable[bytes | str] | AsyncIterable[bytes | str] | None = b"",
        status: int = 200,
        headers: Headers | Iterable[tuple[str, str]] | Mapping[str, str] = (),
        *,
        cookies: Iterable[str] = (),
    ) -> None:
        if type(status) is bool or not _is_status(status):
            raise unsendable(f"A response has a status from 200 to 599, not {status!r}.")
        self.status = int(status)
        self.body, self.stream, media_type = _content(body)
        fields = headers if isinstance(headers, Headers) else Headers(headers)
        added = [("set-cookie", cookie) for cookie in cookies]
        if media_type and "content-type" not in fields:
            added.append(("content-type", media_type))
        self.headers = fields.with_added(*added) if added else fields
        for name, value in self.headers:
            _check_header(name, value)

    @staticmethod
    def _checked(body: bytes, status: int, headers: Headers) -> Response:
        """A response of parts that are known to be right: the dispatcher's short way."""
        response: Response = _new(Response)
        response.body = body
        response.status = status
        response.headers = headers
        response.stream = None
        return response

    def with_headers(self, headers: Headers) -> Response:
        """The same answer under other headers, which are known to be right too."""
        response = Response._checked(self.body, self.status, headers)
        response.stream = self.stream
        return response

    @classmethod
    def json(
        cls,
        value: Any,
        status: int = 200,
        headers: Headers | Iterable[tuple[str, str]] | Mapping[str, str] = (),
        *,
        cookies: Iterable[str] = (),
    ) -> Response:
        """``value`` as JSON: what json takes, and models, dataclasses, dates, Decimals, UUIDs."""
        from .encoding import json_bytes

        fields = Headers(headers)
        if "content-type" not in fields:
            fields = fields.with_added(("content-type", "application/json"))
        return cls(json_bytes(value), status, fields, cookies=cookies)

    @classmethod
    def html(cls, page: str, status: int = 200) -> Response:
        """An HTML page."""
        return cls(page, status, (("content-type", "text/html; charset=utf-8"),))

    @classmethod
    def redirect(cls, url: str, status: int = 302) -> Response:
        """A redirect to ``url``, percent-encoded where it must be. ``status`` is 301 to 308."""
        if status not in {301, 302, 303, 307, 308}:
            raise unsendable(f"A redirect has status 301, 302, 303, 307 or 308, not {status}.")
        from urllib.parse import quote

        return cls(b"", status, (("location", quote(url, safe="%/:@!$&'()*+,;=-._~?#[]")),))

    @property
    def cookies(self) -> list[str]:
        """Every Set-Cookie value, in order."""
        return self.headers.get_all("set-cookie")

    def set_header(self, name: str, value: str) -> None:
        """Give ``name`` this one value. Raises ResultError for what cannot be sent."""
        _check_header(name, value)
        self.headers = self.headers.with_set(name, value)

    def add_header(self, name: str, value: str) -> None:
        """Add a value to ``name``, beside those it has. Raises ResultError likewise."""
        _check_header(name, value)
        self.headers = self.headers.with_added((name, value))

    def set_cookie(self, name: str, value: str, **attributes: Any) -> None:
        """Add a cookie: ``max_age``, ``expires``, ``path``, ``domain``, ``secure``, ``http_only``,
        ``same_site``. Raises ValueError for what cannot be sent."""
        from .cookies import format_cookie

        cookie = format_cookie(name, value, **attributes)
        self.headers = self.headers.with_added(("set-cookie", cookie))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Response):
            return NotImplemented
        mine = (self.status, self.headers, self.body, self.stream)
        return mine == (other.status, other.headers, other.body, other.stream)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        size = "stream" if self.stream is not None else f"{len(self.body)} bytes"
        return f"Response({self.status}, {size})"


def _content(body: Any) -> tuple[bytes, Any, str | None]:
    """(bytes, stream, default media type) of whatever was given as a body."""
    if body is None or body == b"":
        return b"", None, None
    if isinstance(body, str):
        return body.encode(), None, "text/plain; charset=utf-8"
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body), None, "application/octet-stream"
    if isinstance(body, dict) or not (hasattr(body, "__iter__") or hasattr(body, "__aiter__")):
        raise unsendable(
            f"A body is bytes, text or an iterable of them, not {type(body).__name__}; "
            "use Response.json(value) for data."
        )
    return b"", body, "application/octet-stream"


def _is_status(status: Any) -> bool:
    return isinstance(status, int) and 200 <= status <= 599


# RFC 9110, 5.6.2 and 5.5: a name is a token; a value has no control codes but tabs, and servers
# break the connection over one. Beyond ASCII the platforms disagree on the encoding.
SEPARATORS = frozenset('()<>@,;:\\"/[]?={} \t')


def _check_header(name: str, value: str) -> None:
    if not (name and name.isascii() and name.isprintable() and SEPARATORS.isdisjoint(name)):
        raise unsendable(f"{name!r} is no header name: use letters, digits and '-'.")
    if not value.isascii():
        raise unsendable(
            f"Header {name!r} holds characters beyond ASCII: percent-encode them (RFC 8187)."
        )
    if not (value.isprintable() or value.replace("\t", " ").isprintable()):
        raise unsendable(f"Header {name!r} holds a line break or control code: leave it out.")


def unsendable(message: str) -> Exception:
    """A ResultError. The first one loads its class."""
    from .errors import ResultError

    return ResultError(message)
