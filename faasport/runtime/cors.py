"""Cross-origin sharing, answered in process so that every platform agrees.

https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from __future__ import annotations

from .errors import DeclarationError
from .headers import Headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .request import Request

ANY = ("*",)
NONE = Headers()
ALLOW_ORIGIN = "access-control-allow-origin"


class CORS:
    """Who may call a route from another origin.

    ``origins`` and ``headers`` are lists, or ``"*"`` for any (the default). ``expose`` names the
    response headers that scripts may read. ``max_age`` is in seconds, default 600. With
    ``credentials`` the origins must be named: a browser takes no wildcard then.
    """

    __slots__ = ("credentials", "expose", "headers", "max_age", "origins")

    def __init__(
        self,
        *,
        origins: Sequence[str] | str = "*",
        headers: Sequence[str] | str = "*",
        expose: Sequence[str] = (),
        credentials: bool = False,
        max_age: int = 600,
    ) -> None:
        self.origins = _names(origins)
        self.headers = _names(headers)
        self.expose = _names(expose)
        self.credentials = credentials
        self.max_age = max_age
        if credentials and self.origins == ANY:
            raise DeclarationError(
                "cors: credentials need the origins by name, as origins=['https://app.example']."
            )
        _check(self)

    def as_dict(self) -> dict[str, Any]:
        """As plain data, for the generated route table."""
        return {name: getattr(self, name) for name in CORS.__slots__}

    def allows(self, origin: str) -> bool:
        """Whether ``origin`` is one of those named."""
        return self.origins == ANY or origin in self.origins

    def response_fields(self, request: Request, said: Headers = NONE) -> list[tuple[str, str]]:
        """What to add to a response of the route, unless the handler has ``said`` who may read."""
        vary = [] if self.origins == ANY else [("vary", "Origin")]
        origin = request.headers.get("origin")
        if origin is None or not self.allows(origin) or ALLOW_ORIGIN in said:
            return vary
        allowed = "*" if self.origins == ANY else origin
        return [
            (ALLOW_ORIGIN, allowed),
            *([("access-control-allow-credentials", "true")] if self.credentials else []),
            *([("access-control-expose-headers", ", ".join(self.expose))] if self.expose else []),
            *vary,
        ]

    def preflight_fields(self, request: Request, methods: Sequence[str]) -> list[tuple[str, str]]:
        """What to answer a preflight; nothing but Vary for an origin that is not allowed."""
        fields = self.response_fields(request)
        if not fields or fields[0][0] == "vary":
            return fields
        asked = request.headers.get("access-control-request-headers")
        # `*` does not cover credentialed requests nor Authorization: say back what was asked.
        headers = _sendable(asked) if self.headers == ANY else ", ".join(self.headers)
        return [
            *fields,
            ("access-control-allow-methods", ", ".join(methods)),
            *([("access-control-allow-headers", headers)] if headers else []),
            ("access-control-max-age", str(self.max_age)),
        ]


def cors_of(given: Any) -> CORS | None:
    """``cors=`` of a declaration: True, a CORS, or its arguments as a dict."""
    if given is None or given is False or isinstance(given, CORS):
        return given or None
    if given is True:
        return CORS()
    if isinstance(given, dict):
        try:
            return CORS(**given)
        except TypeError as fault:
            raise DeclarationError(
                f"cors: {fault}. It takes {', '.join(CORS.__slots__)}."
            ) from None
    raise DeclarationError("cors takes True, a faasport.CORS, or its arguments as a dict.")


def _check(cors: CORS) -> None:
    """Raises DeclarationError for what no browser's request can match, or no header can hold."""
    if cors.origins != ANY:
        wrong = next((name for name in cors.origins if not _is_origin(name)), None)
        if wrong is not None:
            raise DeclarationError(
                f"cors: {wrong!r} is no origin: write scheme and host, as 'https://app.example', "
                "without a path or a last '/'; '*' stands alone."
            )
    for name in (*cors.headers, *cors.expose):
        if not _sendable(name):
            raise DeclarationError(f"cors: {name!r} is no header name.")


def _is_origin(name: str) -> bool:
    scheme, mark, host = name.partition("://")
    return name == "null" or bool(scheme and mark and host and "/" not in host and _sendable(name))


def _sendable(text: str | None) -> str | None:
    """``text``, unless a header cannot hold it."""
    return text if text and text.isascii() and text.isprintable() else None


def _names(given: Sequence[str] | str) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)
