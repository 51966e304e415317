"""The codec of HTTP that arrives as HTTP: a message as plain data.

Requests are ``{"method", "target", "headers": [[name, value], ...], "body" | "body_base64"}``,
responses ``{"status", "headers", "body" | "body_base64"}``. ``body`` is text, sent as UTF-8.
Loses a request's ``client_ip`` and ``scheme`` unless its forwarding headers hold them.
"""

from __future__ import annotations

from .errors import PayloadError, ResultError
from .headers import Headers
from .request import Request
from .request_target import split_target
from .response import Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    R = TypeVar("R", bound=Request)


def decode_request(native: Any) -> Request:
    """Read a wire request. Raises PayloadError, naming the member that is wrong."""
    return read_request(native, Request)


def read_request(native: Any, kind: type[R]) -> R:
    """The same as a platform's own kind of request."""
    if not isinstance(native, dict) or not isinstance(native.get("method"), str):
        raise PayloadError('A wire request is an object with "method" and "target".')
    target = native.get("target", "/")
    if not isinstance(target, str):
        raise PayloadError('"target" is the path and query as text, as in "/orders?page=2".')
    raw_path, raw_query = split_target(target)
    return kind(
        method=native["method"],
        raw_path=raw_path,
        raw_query=raw_query,
        headers=_pairs(native.get("headers")),
        body=_body(native),
        native=native,
    )


def encode_request(request: Request) -> dict[str, Any]:
    """The request as plain data; also what would go over a socket."""
    query = "?" + request.raw_query if request.raw_query else ""
    return {
        "method": request.method,
        "target": request.raw_path + query,
        "headers": [list(pair) for pair in request.headers],
        **_body_member(request.body),
    }


def decode_response(native: Any) -> Response:
    """Read a wire response. Raises PayloadError, naming the member that is wrong."""
    if not isinstance(native, dict) or not isinstance(native.get("status"), int):
        raise PayloadError('A wire response is an object with a number "status".')
    try:
        response = Response(b"", native["status"], _pairs(native.get("headers")))
    except ResultError as fault:
        raise PayloadError(f"This wire response cannot be sent: {fault}") from None
    response.body = _body(native)
    return response


def encode_response(response: Response, request: Request | None = None) -> dict[str, Any]:
    """The response as plain data. A stream must have been collected before."""
    return {
        "status": response.status,
        "headers": [list(pair) for pair in response.headers],
        **_body_member(response.body),
    }


def _pairs(given: Any) -> Headers:
    if given is None:
        return Headers()
    if isinstance(given, dict):
        return Headers([(name, value) for name, values in given.items() for value in _many(values)])
    if isinstance(given, (list, tuple)) and all(_is_pair(pair) for pair in given):
        return Headers([(name, value) for name, value in given])
    raise PayloadError('"headers" is a list of [name, value] pairs, or an object.')


def _many(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]


def _is_pair(pair: Any) -> bool:
    return isinstance(pair, (list, tuple)) and len(pair) == 2 and isinstance(pair[0], str)


def _body(native: dict[str, Any]) -> bytes:
    coded = native.get("body_base64")
    if coded is not None:
        from base64 import b64decode

        try:
            return b64decode(coded, validate=True)
        except (TypeError, ValueError) as fault:
            raise PayloadError(f'"body_base64" is not base64: {fault}.') from None
    body = native.get("body")
    if body is None or isinstance(body, bytes):
        return body or b""
    if isinstance(body, str):
        return body.encode("utf-8", "surrogatepass")
    from .encoding import json_bytes

    try:
        return json_bytes(body)
    except ValueError:
        # Python reads `1e400` as infinity.
        raise PayloadError('A number of the "body" is no number of JSON\'s.') from None


def _body_member(body: bytes) -> dict[str, str]:
    try:
        return {"body": body.decode()}
    except UnicodeDecodeError:
        from binascii import b2a_base64

        return {"body_base64": b2a_base64(body, newline=False).decode()}
