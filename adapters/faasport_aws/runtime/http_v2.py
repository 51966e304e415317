"""API Gateway HTTP APIs and Lambda function URLs: payload format 2.0.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
"""

from __future__ import annotations

from faasport.runtime.headers import Headers
from faasport.runtime.request import Request, received
from faasport.runtime.response import Response

from .payload import (
    body_members,
    is_map,
    is_text,
    pairs_of,
    plain_json,
    read_body,
    read_context,
    response_of,
    result_maps,
    split_cookies,
    unlike_a_result,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .payload import Invocation


class HttpV2Request(Request):
    """A request that reads its event only where the handler looks."""

    __slots__ = ("invocation",)
    invocation: Invocation
    _read_body = read_body
    _read_context = read_context

    def _read_headers(self) -> Headers:
        headers: dict[str, Any] = self._native.get("headers") or {}
        # The gateway takes Cookie out of the headers and splits it; a function URL sends both.
        cookies = self._native.get("cookies")
        if not isinstance(cookies, list) or not cookies:
            return Headers(headers)
        pairs, all_cookies = [], [str(cookie) for cookie in cookies]
        split = frozenset(all_cookies)
        for name, value in headers.items():
            if name.lower() != "cookie":
                pairs.append((name, value))
                continue
            parts = [part.strip() for part in str(value).split(";")]
            all_cookies += [part for part in parts if part and part not in split]
        return Headers([*pairs, ("cookie", "; ".join(all_cookies))])

    def _read_client_ip(self) -> str | None:
        address = self._native["requestContext"]["http"].get("sourceIp")
        return address if address and isinstance(address, str) else Request._read_client_ip(self)

    def _read_host(self) -> str:
        domain = self._native["requestContext"].get("domainName")
        return Request._read_host(self) or (domain if isinstance(domain, str) else "")

    def _read_platform(self) -> dict[str, Any]:
        from .facts import http_v2_facts

        return http_v2_facts(self._native)


def decode_request(native: Any) -> HttpV2Request:
    """Read the event. Raises PayloadError for anything that is not payload 2.0 over HTTP."""
    try:
        context = native["requestContext"]
        http = context["http"]
        method = http["method"]
        raw_path = native.get("rawPath") or http.get("path") or "/"
        query = native.get("rawQueryString")
        stage = context.get("stage") or "$default"
        headers = native.get("headers")
    except (AttributeError, KeyError, TypeError):
        raise _refusal(native) from None
    # An authorizer's payload has a type and all the rest; a WebSocket's has a connection.
    if "type" in native or "connectionId" in context:
        raise _refusal(native)
    if not (isinstance(method, str) and method and isinstance(raw_path, str)):
        raise _refusal(native)
    if headers.__class__ is not dict and not is_map(headers):
        raise _refusal(native)
    if not isinstance(query, str):
        query = _query_of(native) if query is None else ""
    # A named stage stands in front of rawPath, and in no route of the API.
    root_path = "" if stage == "$default" else f"/{stage}"
    return received(HttpV2Request, method, raw_path, query, root_path, native)


def encode_response(response: Response, request: Request | None = None) -> dict[str, Any]:
    """The result: cookies apart, since `headers` is a map; other repeats are joined."""
    plain = plain_json(response)
    if plain is not None:
        return plain
    headers, cookies = split_cookies(response.headers, ", ")
    result = body_members(response.body, is_text(headers.get("content-type")))
    result["statusCode"] = response.status
    result["headers"] = headers
    if cookies:
        result["cookies"] = cookies
    return result


def encode_request(request: Request) -> dict[str, Any]:
    """The event that an HTTP API would send for ``request``."""
    headers, cookies = _request_fields(request.headers)
    host = request.host
    event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": request.raw_path,
        "rawQueryString": request.raw_query,
        "headers": headers,
        "requestContext": {
            "accountId": "anonymous",
            "apiId": host.partition(".")[0],
            "domainName": host,
            "domainPrefix": host.partition(".")[0],
            "http": {
                "method": request.method,
                "path": request.raw_path,
                "protocol": "HTTP/1.1",
                "sourceIp": request.client_ip or "",
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": request.context.invocation_id,
            "routeKey": "$default",
            "stage": request.root_path.lstrip("/") or "$default",
        },
        **body_members(request.body, is_text(headers.get("content-type"))),
    }
    if cookies:
        event["cookies"] = cookies
    if request.raw_query:
        names = dict.fromkeys(name for name, _ in request.query)
        event["queryStringParameters"] = {n: ",".join(request.query.get_all(n)) for n in names}
    return event


def decode_response(native: Any) -> Response:
    """Read a Lambda result. Without a statusCode it is the body itself, as the gateway has it."""
    if not (isinstance(native, dict) and "statusCode" in native):
        return _bare(native)
    _, headers = result_maps(native)
    cookies = native.get("cookies")
    if not (cookies is None or isinstance(cookies, list)):
        raise unlike_a_result("'cookies' of a Lambda result is a list of Set-Cookie texts.")
    added = [("set-cookie", cookie) for cookie in cookies or ()]
    return response_of(native, pairs_of(None, headers) + added)


def _request_fields(headers: Headers) -> tuple[dict[str, str], list[str]]:
    """(map with repeats joined as the gateway does, every cookie apart)."""
    fields: dict[str, str] = {}
    cookies: list[str] = []
    for name, value in headers:
        key = name.lower()
        if key == "cookie":
            cookies += [part.strip() for part in value.split(";") if part.strip()]
        else:
            fields[key] = f"{fields[key]},{value}" if key in fields else value
    return fields, cookies


def _bare(native: Any) -> Response:
    from faasport.runtime.encoding import json_bytes

    try:
        body = native.encode() if isinstance(native, str) else json_bytes(native)
    except ValueError as fault:
        raise unlike_a_result(f"A Lambda result is JSON: {fault}.") from None
    return Response(body, 200, (("content-type", "application/json"),))


def _query_of(native: dict[str, Any]) -> str:
    """A second best: in this map the gateway has joined repeats by commas and lost '%2B'."""
    from faasport.runtime.query import format_query

    fields = native.get("queryStringParameters")
    if not isinstance(fields, dict):
        return ""
    return format_query([(name, str(value)) for name, value in fields.items()])


def _refusal(native: Any) -> Exception:
    from .lookalikes import refusal

    return refusal(native, "http_v2")
