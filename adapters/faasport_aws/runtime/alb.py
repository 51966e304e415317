"""Application Load Balancers, with multi-value headers enabled or not.

Query keys and values arrive as they were sent, still encoded. The answer has to be in the mode
of its request: `multiValueHeaders` or `headers`, never both.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
"""

from __future__ import annotations

from functools import lru_cache

from faasport.runtime.headers import Headers
from faasport.runtime.request import Request, received

from .payload import (
    are_maps,
    body_members,
    grouped,
    is_text,
    pairs_of,
    plain_json,
    read_body,
    read_context,
    response_of,
    result_maps,
    split_cookies,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.response import Response

    from .payload import Invocation

MAPS = ("headers", "multiValueHeaders", "queryStringParameters", "multiValueQueryStringParameters")


class AlbRequest(Request):
    """A request that reads its event only where the handler looks."""

    __slots__ = ("invocation",)
    invocation: Invocation
    _read_body = read_body
    _read_context = read_context

    def _read_headers(self) -> Headers:
        event = self._native
        return Headers(pairs_of(event.get("multiValueHeaders"), event.get("headers")))

    def _read_raw_query(self) -> str:
        event = self._native
        multi = event.get("multiValueQueryStringParameters")
        pairs = pairs_of(multi, event.get("queryStringParameters"))
        return "&".join([f"{_key(name)}={_part(value)}" for name, value in pairs])

    def _read_query_value(self, name: str) -> str | None:
        event = self._native
        multi = event.get("multiValueQueryStringParameters")
        single = event.get("queryStringParameters")
        fields = multi or single or {}
        names = "".join(fields)
        if (multi and single) or "%" in names or "+" in names:
            return self.query.get(name)
        if name not in fields:
            return None
        value = fields[name]
        if multi and type(value) is list and value:
            value = value[0]
        plain = type(value) is str and "%" not in value and "+" not in value
        return value if plain else self.query.get(name)

    def _read_platform(self) -> dict[str, Any]:
        elb = self._native["requestContext"]["elb"]
        return {"target_group": elb.get("targetGroupArn") if isinstance(elb, dict) else None}


def decode_request(native: Any) -> AlbRequest:
    """Read the event. Raises PayloadError for anything that is not a load balancer's."""
    if not isinstance(native, dict) or not _is_ours(native):
        from .lookalikes import refusal

        raise refusal(native, "alb")
    return received(AlbRequest, native["httpMethod"], native["path"], None, "", native)


def encode_response(response: Response, request: Request | None = None) -> dict[str, Any]:
    """The result, in the mode of ``request``."""
    has_several = request is None or request._native.get("multiValueHeaders") is not None
    result = plain_json(response)
    if result is None:
        headers = response.headers
        result = body_members(response.body, is_text(headers.get("content-type")))
        result["statusCode"] = response.status
        if has_several:
            result["multiValueHeaders"] = grouped(headers)
        else:
            result["headers"] = single_headers(headers)
    elif has_several:
        fields = result.pop("headers")
        result["multiValueHeaders"] = {"content-type": [fields["content-type"]]}
    result["statusDescription"] = _description(response.status)
    return result


def encode_request(request: Request) -> dict[str, Any]:
    """The event of a load balancer with multi-value headers enabled."""
    query: dict[str, list[str]] = {}
    for part in request.raw_query.split("&"):
        name, _, value = part.partition("=")
        if part:
            query.setdefault(name, []).append(value)
    fields = {
        "multiValueHeaders": grouped(request.headers),
        "multiValueQueryStringParameters": query,
    }
    return {**envelope(request), **fields}


def envelope(request: Request) -> dict[str, Any]:
    """What both modes send alike."""
    return {
        "requestContext": {"elb": {"targetGroupArn": "arn:aws:elasticloadbalancing:target"}},
        "httpMethod": request.method,
        "path": request.raw_path,
        **body_members(request.body, is_text(request.headers.get("content-type"))),
    }


def decode_response(native: Any) -> Response:
    """Read a Lambda result. Raises PayloadError, naming the member that is wrong."""
    multi, single = result_maps(native)
    return response_of(native, pairs_of(multi, None) if multi else pairs_of(None, single))


def single_headers(headers: Headers) -> dict[str, str]:
    """A map for single-value mode. Cookies cannot be joined: each gets a spelling of its own."""
    fields, cookies = split_cookies(headers, ", ")
    for number, cookie in enumerate(cookies):
        fields[spelling("set-cookie", number)] = cookie
    return fields


def spelling(name: str, number: int) -> str:
    """``name`` with the bits of ``number`` as upper-case letters: `set-cookie`, `Set-cookie`…"""
    letters = []
    for letter in name:
        if letter.isalpha():
            number, upper = divmod(number, 2)
            letters.append(letter.upper() if upper else letter)
        else:
            letters.append(letter)
    return "".join(letters)


def _is_ours(event: dict[str, Any]) -> bool:
    context, method = event.get("requestContext"), event.get("httpMethod")
    return (
        isinstance(context, dict)
        and "elb" in context
        and isinstance(method, str)
        and method != ""
        and isinstance(event.get("path"), str)
        and are_maps(event, MAPS)
    )


def _key(name: Any) -> str:
    return _part(name).replace("=", "%3D")


def _part(text: Any) -> str:
    """Events made by hand hold decoded text: what would end a value early is encoded."""
    return "" if text is None else str(text).replace("&", "%26").replace("#", "%23")


@lru_cache(maxsize=64)
def _description(status: int) -> str:
    from http import HTTPStatus

    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
