"""Reading a body or a target as something more than bytes: text, JSON, a safe URL."""

from __future__ import annotations

import codecs
import json

from .http_errors import BadRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def parameter_of(content_type: str | None, name: str) -> str | None:
    """A parameter of a media type: ``charset``, ``boundary`` (RFC 9110, 8.3.1)."""
    for part in (content_type or "").split(";")[1:]:
        key, equals, value = part.partition("=")
        if equals and key.strip().lower() == name:
            return value.strip().strip('"') or None
    return None


def text_of(content_type: str | None, body: bytes, errors: str = "strict") -> str:
    """``body`` in the charset of ``content_type``, by default UTF-8."""
    charset = parameter_of(content_type, "charset") or "utf-8"
    try:
        known = codecs.lookup(charset).name not in NO_CHARSETS
        text = body.decode(charset, errors) if known else None
    except (LookupError, ValueError):
        text = None
    if text is None:
        raise BadRequest(f"The body is not text in the charset {charset!r}.")
    return text


# Codecs of Python that no media type names. Punycode takes minutes for a body of a megabyte.
NO_CHARSETS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"})


def json_of(body: bytes) -> Any:
    """``body`` as JSON (UTF-8, -16 or -32, with or without a byte order mark)."""
    try:
        return parse_json(body)
    except ValueError as fault:
        raise BadRequest(f"The body is not JSON: {fault}.") from None


def parse_json(body: bytes) -> Any:
    """``body`` as JSON; raises ValueError also for what Python alone takes for it."""
    try:
        return _decode(body.decode(json.detect_encoding(body)))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number in it")


_decode = json.JSONDecoder(parse_constant=_refuse).decode


# What RFC 3986 lets stand in a path or query; '%' is there already.
URL_SAFE = "%/:@!$&'()*+,;=-._~?"


def safe_target(target: str) -> str:
    """Percent-encode what may not stand in a URL, and nothing that is encoded already."""
    if target.isascii() and not any(char <= " " or char in '"<>\\^`{|}' for char in target):
        return target
    from urllib.parse import quote

    return quote(target, safe=URL_SAFE + "[]", errors="surrogatepass")
