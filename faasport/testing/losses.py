"""What a platform's shape loses, as data: names of steps, each a normal form.

A codec's law is `decode(encode(x)) == carry(x)`, where `carry` takes the steps of that codec's
written list. Every step is idempotent, and so is `carry`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from faasport.runtime.headers import Headers
from faasport.runtime.query import format_query
from faasport.runtime.request import Request
from faasport.runtime.response import Response

RequestStep = Callable[[Request], Request]
ResponseStep = Callable[[Response], Response]
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Losses:
    """One codec's list: names of steps in the order in which they are taken.

    A name is looked up in `own_*` first (what only this platform does), then in this module.
    """

    request: tuple[str, ...] = ()
    response: tuple[str, ...] = ()
    own_request: Mapping[str, RequestStep] = field(default_factory=dict)
    own_response: Mapping[str, ResponseStep] = field(default_factory=dict)

    def carry(self, request: Request) -> Request:
        """What is left of a request on its way through the codec."""
        for name in self.request:
            step = self.own_request.get(name) or REQUEST_STEPS[name]
            request = step(request)
        return request

    def carry_response(self, response: Response) -> Response:
        """What is left of a response on its way through the codec."""
        for name in self.response:
            step = self.own_response.get(name) or RESPONSE_STEPS[name]
            response = step(response)
        return response


def changed(request: Request, **changes: Any) -> Request:
    """A copy of a request with other fields."""
    fields = {
        "method": request.method,
        "raw_path": request.raw_path,
        "raw_query": request.raw_query,
        "headers": request.headers,
        "body": request.body,
        "client_ip": request.client_ip,
        "scheme": request.scheme,
        "host": request.host,
    }
    return Request(**{**fields, **changes})


def with_headers(response: Response, pairs: Iterable[tuple[str, str]]) -> Response:
    """A copy of a response with other headers and no default ones."""
    copy = Response(b"", response.status, Headers(pairs))
    copy.body = response.body
    return copy


def grouped(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Values of one name side by side, at the place of the first."""
    groups: dict[str, Pairs] = {}
    for name, value in pairs:
        groups.setdefault(name.lower(), []).append((name, value))
    return [pair for group in groups.values() for pair in group]


def joined(pairs: Iterable[tuple[str, str]], comma: str) -> Pairs:
    """Values of one name as one, at the place of the first."""
    fields: dict[str, str] = {}
    for name, value in pairs:
        key = name.lower()
        fields[key] = f"{fields[key]}{comma}{value}" if key in fields else value
    return list(fields.items())


def _last(pairs: Iterable[tuple[str, str]]) -> Pairs:
    return list(dict(pairs).items())


def _cookies_in_one(request: Request) -> Request:
    """Every Cookie field as one, last, its pairs parted by `; `."""
    texts = request.headers.get_all("cookie")
    crumbs = [part.strip() for text in texts for part in text.split(";")]
    cookie = "; ".join(filter(None, crumbs))
    kept = request.headers.without("cookie")
    return changed(request, headers=kept.with_added(("cookie", cookie)) if cookie else kept)


def _parts(raw_query: str) -> Pairs:
    """Keys and values as sent; a key without `=` has an empty value."""
    split = [part.partition("=") for part in raw_query.split("&") if part]
    return [(name, value) for name, _, value in split]


def _grouped_exactly(pairs: Iterable[tuple[str, str]]) -> Pairs:
    groups: dict[str, list[str]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(value)
    return [(name, value) for name, values in groups.items() for value in values]


def _unparsed(pairs: Pairs) -> str:
    return "&".join(f"{name}={value}" for name, value in pairs)


REQUEST_STEPS: Mapping[str, RequestStep] = MappingProxyType(
    {
        "headers grouped by name": lambda request: changed(
            request, headers=grouped(request.headers)
        ),
        "repeated headers joined by a comma": lambda request: changed(
            request, headers=joined(request.headers, ",")
        ),
        "the last of a repeated header": lambda request: changed(
            request, headers=_last((name.lower(), value) for name, value in request.headers)
        ),
        "cookies in one field, the last": _cookies_in_one,
        "query grouped by name and encoded anew": lambda request: changed(
            request, raw_query=format_query(_grouped_exactly(request.query))
        ),
        "query grouped by name": lambda request: changed(
            request, raw_query=_unparsed(_grouped_exactly(_parts(request.raw_query)))
        ),
        "the last of a repeated query key": lambda request: changed(
            request, raw_query=_unparsed(_last(_parts(request.raw_query)))
        ),
        "client only in forwarding headers": lambda request: changed(request, client_ip=None),
        "scheme only in forwarding headers": lambda request: changed(request, scheme=None),
        "a forwarded scheme before the URL's": lambda request: (
            changed(request, scheme=None) if "x-forwarded-proto" in request.headers else request
        ),
        "host only in the Host header": lambda request: changed(request, host=None),
        "the Host header before the host": lambda request: changed(
            request, host=request.headers.get("host") or request.host
        ),
    }
)


def _joined_response(response: Response) -> Response:
    fields = response.headers.without("set-cookie")
    cookies = [("set-cookie", cookie) for cookie in response.cookies]
    return with_headers(response, joined(fields, ", ") + cookies)


RESPONSE_STEPS: Mapping[str, ResponseStep] = MappingProxyType(
    {
        "headers grouped by name": lambda response: with_headers(
            response, grouped(response.headers)
        ),
        "repeated headers joined by a comma, cookies last": _joined_response,
    }
)
