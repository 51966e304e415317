"""API Gateway REST APIs, and HTTP APIs that ask for it: payload format 1.0.

Query values arrive decoded and the path does not. Real events have no `version`, and tests that
people write have no `requestContext`: a method and a path are enough.
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
"""

from __future__ import annotations

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
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from faasport.runtime.response import Response

    from .payload import Invocation

MAPS = (
    "headers",
    "multiValueHeaders",
    "queryStringParameters",
    "multiValueQueryStringParameters",
    "requestContext",
)


class HttpV1Request(Request):
    """A request that reads its event only where the handler looks."""

    __slots__ = ("invocation",)
    invocation: Invocation
    _read_body = read_body
    _read_context = read_context

    def _read_headers(self) -> Headers:
        event = self._native
        return Headers(pairs_of(event.get("multiValueHeaders"), event.get("headers")))

    def _read_query(self) -> list[tuple[str, str]]:
        event = self._native
        multi = event.get("multiValueQueryStringParameters")
        pairs = pairs_of(multi, event.get("queryStringParameters"))
        return [(name, "" if value is None else str(value)) for name, value in pairs]

    def _read_query_value(self, name: str) -> str | None:
        event = self._native
        multi = event.get("multiValueQueryStringParameters")
        single = event.get("queryStringParameters")
        value = None
        if multi and name in multi:
            values = multi[name]
            value = values[0] if type(values) is list and values else None
        elif not single or name not in single:
            return None
        elif not multi:
            value = single[name]
        return value if type(value) is str else self.query.get(name)

    def _read_raw_query(self) -> str:
        from faasport.runtime.query import format_query

        return format_query(self.query)

    def _read_client_ip(self) -> str | None:
        identity = _context(self._native).get("identity")
        address = identity.get("sourceIp") if isinstance(identity, dict) else None
        return address if address and isinstance(address, str) else Request._read_client_ip(self)

    def _read_host(self) -> str:
        domain = _context(self._native).get("domainName")
        return Request._read_host(self) or (domain if isinstance(domain, str) else "")

    def _read_platform(self) -> dict[str, Any]:
        from .facts import http_v1_facts

        return http_v1_facts(self._native)


def decode_request(native: Any) -> HttpV1Request:
    """Read the event. Raises PayloadError for anything that is not payload 1.0 over HTTP."""
    if not isinstance(native, dict) or not _is_ours(native, _context(native)):
        from .lookalikes import refusal

        raise refusal(native, "http_v1")
    return received(HttpV1Request, native["httpMethod"], native["path"], None, "", native)


def encode_response(response: Response, request: Request | None = None) -> dict[str, Any]:
    """The result: in `headers` while no name repeats, else all of them in `multiValueHeaders`."""
    plain = plain_json(response)
    if plain is not None:
        return plain
    headers = response.headers
    single = {name.lower(): value for name, value in headers}
    result = body_members(response.body, is_text(single.get("content-type")))
    result["statusCode"] = response.status
    if len(single) == len(headers):
        result["headers"] = single
    else:
        result["multiValueHeaders"] = grouped(headers)
    return result


def encode_request(request: Request) -> dict[str, Any]:
    """The event that a REST API with one greedy route would send for ``request``."""
    path, headers = request.routing_path, grouped(request.headers)
    query: dict[str, list[str]] = {}
    for name, value in request.query:
        query.setdefault(name, []).append(value)
    return {
        "resource": "/{proxy+}",
        "path": path,
        "httpMethod": request.method,
        "headers": _last(headers),
        "multiValueHeaders": headers or None,
        "queryStringParameters": _last(query),
        "multiValueQueryStringParameters": query or None,
        "pathParameters": {"proxy": path[1:]},
        "stageVariables": None,
        "requestContext": {
            "domainName": request.host,
            "httpMethod": request.method,
            "identity": {"sourceIp": request.client_ip or ""},
            "path": f"/default{path}",
            "protocol": "HTTP/1.1",
            "requestId": request.context.invocation_id,
            "resourcePath": "/{proxy+}",
            "stage": "default",
        },
        **body_members(request.body, is_text(request.headers.get("content-type"))),
    }


def decode_response(native: Any) -> Response:
    """Read a Lambda result. Raises PayloadError, naming the member that is wrong.

    What both maps say is merged, but for a value that both have.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format
    """
    multi, single = result_maps(native)
    several = pairs_of(multi, None)
    known = [(name.lower(), value) for name, value in several]
    more = [pair for pair in pairs_of(None, single) if (pair[0].lower(), pair[1]) not in known]
    return response_of(native, several + more)


def _is_ours(event: dict[str, Any], context: dict[str, Any]) -> bool:
    method, path = event.get("httpMethod"), event.get("path")
    return (
        are_maps(event, MAPS)
        and isinstance(method, str)
        and method != ""
        and isinstance(path, str)
        and "methodArn" not in event
        and "elb" not in context
        and "connectionId" not in context
    )


def _context(event: dict[str, Any]) -> dict[str, Any]:
    context = event.get("requestContext")
    return context if isinstance(context, dict) else {}


def _last(fields: dict[str, list[str]]) -> dict[str, str] | None:
    return {name: values[-1] for name, values in fields.items()} or None
