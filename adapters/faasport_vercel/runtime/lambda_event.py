"""Vercel's event for runtimes without its own IPC, which `vercel dev` still sends: a JSON text
within a JSON object.

https://github.com/vercel/vercel/blob/main/python/vercel-runtime/src/vercel_runtime/vc_init.py
"""

from __future__ import annotations

import json

from faasport.runtime import wire
from faasport.runtime.errors import PayloadError

from . import http

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.request import Request
    from faasport.runtime.response import Response

    from .request import VercelRequest


def is_event(native: Any) -> bool:
    """Whether ``native`` is of this shape rather than a wire request."""
    return (
        isinstance(native, dict) and isinstance(native.get("body"), str) and "method" not in native
    )


def decode_request(native: Any) -> VercelRequest:
    """Read the event. Raises PayloadError, naming what is wrong."""
    try:
        inner = json.loads(native["body"])
        plain = {"method": inner["method"], "target": inner["path"]}
    except (KeyError, TypeError, ValueError) as fault:
        raise PayloadError(
            "A Vercel event is an object whose 'body' is the JSON text of an object with 'method' "
            f"and 'path' ({type(fault).__name__}: {fault})."
        ) from None
    name = "body_base64" if inner.get("encoding") == "base64" else "body"
    plain.update({"headers": inner.get("headers"), name: inner.get("body")})
    request = http.decode_request(plain)
    request._native = native
    return request


def encode_request(request: Request) -> dict[str, Any]:
    """The event for ``request``: repeated headers as lists."""
    plain = wire.encode_request(request)
    inner = {"method": plain["method"], "path": plain["target"], "headers": _grouped(request)}
    if "body_base64" in plain:
        inner.update(body=plain["body_base64"], encoding="base64")
    elif plain["body"]:
        inner["body"] = plain["body"]
    return {"Action": "Invoke", "body": json.dumps(inner)}


def encode_response(response: Response, request: Request | None = None) -> dict[str, Any]:
    """The result as the runtime gives it: every header as a list."""
    plain = wire.encode_response(response)
    result: dict[str, Any] = {"statusCode": response.status, "headers": _lists(response)}
    if "body_base64" in plain:
        return {**result, "body": plain["body_base64"], "encoding": "base64"}
    return {**result, "body": plain["body"]}


def decode_response(native: Any) -> Response:
    """Read a result. Raises PayloadError, naming the member that is wrong."""
    if not isinstance(native, dict):
        raise PayloadError("A Vercel result is an object with a number 'statusCode'.")
    name = "body_base64" if native.get("encoding") == "base64" else "body"
    return wire.decode_response(
        {
            "status": native.get("statusCode"),
            "headers": native.get("headers"),
            name: native.get("body"),
        }
    )


def _lists(message: Request | Response) -> dict[str, list[str]]:
    return {name: message.headers.get_all(name) for name in message.headers.names()}


def _grouped(request: Request) -> dict[str, str | list[str]]:
    lists = _lists(request)
    return {name: values[0] if len(values) == 1 else values for name, values in lists.items()}
