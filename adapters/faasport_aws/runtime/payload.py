"""What the HTTP payloads of AWS share: how bodies, header maps and query maps are written."""

from __future__ import annotations

from functools import lru_cache

from faasport.runtime.headers import Headers
from faasport.runtime.response import Response
from faasport.runtime.results import JSON, PROBLEM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from faasport.runtime.context import Context
    from faasport.runtime.request import Request

    Invocation = tuple[Any, bool, str]  # Lambda's context, cold start, the function's name


def read_context(request: Any) -> Context:
    """Of the invocation that brought a request: the `_read_context` of every class of ours."""
    from .http_context import context_of

    return context_of(request)


def is_of_lambda(request: Request) -> bool:
    """Whether a request is of one of these classes."""
    return type(request)._read_context is read_context


def read_body(request: Any) -> bytes:
    """The body's bytes: the `_read_body` of every class of ours. Real events flag bodies as base64
    that are not: those are taken as sent."""
    event = request._native
    body = event.get("body")
    if isinstance(body, str):
        raw = body.encode("utf-8", "surrogatepass")
        return _decoded(raw, request) if event.get("isBase64Encoded") is True else raw
    if body is None:
        return b""
    from faasport.runtime.encoding import json_bytes

    request._note("The body was not text; it was encoded as JSON.")
    return json_bytes(body)


def _decoded(raw: bytes, request: Request) -> bytes:
    from base64 import b64decode
    from binascii import Error

    try:
        return b64decode(raw, validate=True)
    except Error:
        request._note("The body was flagged as base64 and is not; it was taken as sent.")
        return raw


def body_members(body: bytes, text: bool) -> dict[str, Any]:
    """``body`` as Lambda sends and takes it: text where it is text, else base64."""
    if text or not body:
        try:
            return {"body": body.decode(), "isBase64Encoded": False}
        except UnicodeDecodeError:
            pass
    from binascii import b2a_base64

    return {"body": b2a_base64(body, newline=False).decode(), "isBase64Encoded": True}


def plain_json(response: Response) -> dict[str, Any] | None:
    """The result of JSON in ASCII, under no header but its own type, as nearly every answer is;
    None for any other. What has no other header is told by identity."""
    headers, body = response.headers, response.body
    if headers is JSON:
        kind = "application/json"
    elif headers is PROBLEM:
        kind = "application/problem+json"
    else:
        return None
    if not body.isascii():
        return None
    return {
        "body": body.decode(),
        "isBase64Encoded": False,
        "statusCode": response.status,
        "headers": {"content-type": kind},
    }


TEXT_TYPES = (
    "text/",
    "application/json",
    "application/xml",
    "application/javascript",
    "application/x-www-form-urlencoded",
)
TEXT_SUFFIXES = ("+json", "+xml")  # RFC 6839, and image/svg+xml


@lru_cache(maxsize=64)
def is_text(content_type: str | None) -> bool:
    """Whether a body of this type may travel as text, sparing a third of its size."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    return kind.startswith(TEXT_TYPES) or kind.endswith(TEXT_SUFFIXES)


def are_maps(event: dict[str, Any], names: Iterable[str]) -> bool:
    """Whether all of these members are what header and query maps may be."""
    for name in names:
        fields = event.get(name)
        if fields is not None and fields.__class__ is not dict and not is_map(fields):
            return False
    return True


def is_map(value: Any) -> bool:
    """Whether ``value`` is what a header or query map may be: an object, null or absent."""
    return value is None or isinstance(value, dict)


def pairs_of(multi: dict[str, Any] | None, single: dict[str, Any] | None) -> list[tuple[str, Any]]:
    """The pairs of a multi-value map and its single-value companion.

    The multi-value map wins. The other holds the last value of each name, and in hand-made events
    names of its own.
    """
    if not multi:
        return list(single.items()) if single else []
    pairs = [
        (name, value)
        for name, values in multi.items()
        for value in (values if isinstance(values, list) else (values,))
    ]
    return pairs + _missing(multi, single) if single else pairs


def _missing(multi: dict[str, Any], single: dict[str, Any]) -> list[tuple[str, Any]]:
    new = [name for name in single if name not in multi]
    if not new:
        return []
    known = {name.lower() for name in multi}
    return [(name, single[name]) for name in new if name.lower() not in known]


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """A multi-value map, one spelling a name: the first."""
    spelling: dict[str, str] = {}
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(spelling.setdefault(name.lower(), name), []).append(value)
    return fields


def split_cookies(headers: Headers, comma: str) -> tuple[dict[str, str], list[str]]:
    """(lower-case map with repeats joined by ``comma``, every Set-Cookie value)."""
    fields: dict[str, str] = {}
    cookies: list[str] = []
    for name, value in headers:
        key = name.lower()
        if key == "set-cookie":
            cookies.append(value)
        elif key in fields:
            fields[key] += comma + value
        else:
            fields[key] = value
    return fields, cookies


def result_maps(native: Any) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """(multiValueHeaders, headers) of a Lambda result."""
    if not isinstance(native, dict):
        raise unlike_a_result("A Lambda result is an object with a number 'statusCode'.")
    multi, single = native.get("multiValueHeaders"), native.get("headers")
    if not (is_map(multi) and is_map(single)):
        raise unlike_a_result("'headers' and 'multiValueHeaders' of a Lambda result are objects.")
    return multi, single


def response_of(native: Any, headers: Iterable[tuple[str, Any]]) -> Response:
    """The response of a Lambda result. Raises PayloadError, naming the member that is wrong."""
    from faasport.runtime.http_error import FaasportError

    try:
        response = Response(b"", int(native["statusCode"]), Headers(_written(headers)))
    except (KeyError, TypeError, ValueError, FaasportError) as fault:
        raise unlike_a_result(
            f"A Lambda result is an object with a number 'statusCode' from 200 to 599: {fault}."
        ) from None
    body = native.get("body")
    if body is None:
        return response
    if not isinstance(body, str):
        raise unlike_a_result(f"'body' of a Lambda result is text, not {type(body).__name__}.")
    response.body = body.encode("utf-8", "surrogatepass")
    if native.get("isBase64Encoded") is True:
        response.body = _base64(response.body)
    return response


def _written(headers: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    """Header values as a front writes them, which knows JSON and nothing of Python: `true`."""
    for name, value in headers:
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, bool):
            yield name, "true" if value else "false"
        elif isinstance(value, (int, float)):
            yield name, str(value)
        elif value is not None:
            kind = type(value).__name__
            raise unlike_a_result(f"The header {name!r} of a Lambda result is text, not a {kind}.")


def _base64(text: bytes) -> bytes:
    from base64 import b64decode
    from binascii import Error

    try:
        return b64decode(text, validate=True)
    except Error as fault:
        raise unlike_a_result(f"'body' is flagged as base64 and is not: {fault}.") from None


def unlike_a_result(message: str) -> Exception:
    """A PayloadError of what is no Lambda result."""
    from faasport.runtime.errors import PayloadError

    return PayloadError(message)
