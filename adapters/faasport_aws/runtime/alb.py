"""Application Load Balancers, with multi-value headers enabled or not.

Query keys and values arrive as they were sent, still encoded. The answer has to be in the mode
of its request: `multiValueHeaders` or `headers`, never both.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
"""

from __future__ import annotations

from faasport.runtime.headers import Headers

from .context import LambdaRequest
from .payload import (
    body_members,
    body_of,
    grouped,
    is_map,
    is_text,
    pairs_of,
    response_of,
    result_maps,
    split_cookies,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.request import Request
    from faasport.runtime.response import Response

MAPS = ("headers", "multiValueHeaders", "queryStringParameters", "multiValueQueryStringParameters")


class AlbRequest(LambdaRequest):
    """A request that reads its event only where the handler looks."""

    __slots__ = ()

    def _read_headers(self) -> Headers:
        event = self._native
        return Headers(pairs_of(event.get("multiValueHeaders"), event.get("headers")))

    def _read_raw_query(self) -> str:
        event = self._native
        multi = event.get("multiValueQueryStringParameters")
        pairs = pairs_of(multi, event.get("queryStringParameters"))
        return "&".join([f"{_key(name)}={_part(value)}" for name, value in pairs])

    def _read_body(self) -> bytes:
        return body_of(self._native, self)

    def _read_platform(self) -> dict[str, Any]:
        elb = self._native["requestContext"]["elb"]
        return {"target_group": elb.get("targetGroupArn") if isinstance(elb, dict) else None}


def decode_request(native: Any) -> LambdaRequest:
    """Read the event. Raises PayloadError for anything that is not a load balancer's."""
    if not isinstance(native, dict) or not _is_ours(native):
        from .lookalikes import refusal

        raise refusal(native, "alb")
    return AlbRequest(
        method=native["httpMethod"], raw_path=native["path"], raw_query=None, native=native
    )


def encode_response(response: Response, request: Request | None = None) -> dict[str, Any]:
    """The result, in the mode of ``request``."""
    result = {
        "statusCode": response.status,
        "statusDescription": f"{response.status} {_phrase(response.status)}".rstrip(),
        **body_members(response.body, is_text(response.headers.get("content-type"))),
    }
    if request is None or request.native.get("multiValueHeaders") is not None:
        result["multiValueHeaders"] = grouped(response.headers)
    else:
        result["headers"] = single_headers(response.headers)
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
        and all(is_map(event.get(name)) for name in MAPS)
    )


def _key(name: Any) -> str:
    return _part(name).replace("=", "%3D")


def _part(text: Any) -> str:
    """Events made by hand hold decoded text: what would end a value early is encoded."""
    return "" if text is None else str(text).replace("&", "%26").replace("#", "%23")


def _phrase(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
