"""Hypothesis strategies for any HTTP request and response: one of each, for every codec.

`requests()` and `responses()` need hypothesis, which is in the extra `test`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, quote_plus

from hypothesis import strategies as st

from faasport.runtime.headers import Headers
from faasport.runtime.request import Request
from faasport.runtime.response import Response

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE")
STATUSES = (200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400, 404, 405, 422, 500, 503)
# What a field value may hold (RFC 9110, 5.5): no controls, no white space at its ends. Clients
# send octets beyond ASCII, read as latin-1; responses are checked to have none.
SENT = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_categories=["Cc"]), max_size=24
).map(str.strip)
GIVEN = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=24).map(str.strip)
TOKEN = st.from_regex(r"[A-Za-z][A-Za-z0-9!#$%&'*+.^_`|~-]{0,10}", fullmatch=True)
NAME = st.one_of(st.sampled_from(("Accept", "accept", "X-A", "x-a", "X-B", "Via", "Date")), TOKEN)
ADDRESS = st.one_of(st.ip_addresses(v=4).map(str), st.ip_addresses(v=6).map(str))
COOKIE_NAME = st.sampled_from(("a", "b", "session", "__Host-id"))
COOKIE_VALUE = st.text("abcXYZ019-._~!#$%&'()*+/:<=>?@[]^`{|}", max_size=10)


def requests() -> st.SearchStrategy[Request]:
    """Any request that a client can send: repeats, encoded slashes, blank values, binary bodies."""
    return st.builds(
        _request,
        method=st.sampled_from(METHODS),
        raw_path=_paths(),
        raw_query=_queries(),
        headers=st.tuples(_common_fields(), _fields(SENT)).map(lambda both: both[0] + both[1]),
        body=_bodies(),
        client_ip=st.none() | ADDRESS,
        scheme=st.sampled_from((None, "http", "https")),
        host=st.sampled_from((None, "api.example.com", "localhost:8080")),
    )


def responses() -> st.SearchStrategy[Response]:
    """Any response that a handler can give: repeats, several cookies, binary bodies."""
    cookies = st.lists(set_cookies(), max_size=3)
    fields = st.tuples(_types(), _fields(GIVEN), cookies, _fields(GIVEN))
    return st.builds(_response, st.sampled_from(STATUSES), fields, _bodies())


@st.composite
def set_cookies(draw: st.DrawFn) -> tuple[str, str]:
    """A Set-Cookie field: attributes in any order and case, dates in the forms in use."""
    attributes = draw(
        st.lists(
            st.sampled_from(
                (
                    "Path=/",
                    "path=/a",
                    "Domain=example.com",
                    "Secure",
                    "httponly",
                    "SameSite=Lax",
                    "samesite=none",
                    "Max-Age=3600",
                    "max-age=-1",
                    "Expires=Wed, 21 Oct 2026 07:28:00 GMT",
                    "expires=Wed, 21-Oct-2026 07:28:00 GMT",
                    "Expires=whenever",
                    "Partitioned",
                )
            ),
            max_size=4,
            unique_by=lambda attribute: attribute.partition("=")[0].lower(),
        )
    )
    return "Set-Cookie", "; ".join([f"{draw(COOKIE_NAME)}={draw(COOKIE_VALUE)}", *attributes])


def _request(**fields: Any) -> Request:
    return Request(**fields)


def _response(status: int, fields: tuple[Any, ...], body: bytes) -> Response:
    content_type, before, cookies, after = fields
    response = Response(b"", status, Headers([*content_type, *before, *cookies, *after]))
    response.body = body
    return response


def _fields(values: st.SearchStrategy[str]) -> st.SearchStrategy[list[tuple[str, str]]]:
    return st.lists(st.tuples(NAME, values), max_size=4)


def _common_fields() -> st.SearchStrategy[list[tuple[str, str]]]:
    cookies = st.lists(st.tuples(COOKIE_NAME, COOKIE_VALUE), max_size=3).map(
        lambda pairs: "; ".join(f"{name}={value}" for name, value in pairs)
    )
    fields = st.one_of(
        st.tuples(st.just("Host"), st.sampled_from(("example.com", "127.0.0.1:3000"))),
        st.tuples(st.just("Cookie"), cookies | st.sampled_from(("a=1;; b=2; ", "; ", "foo"))),
        st.tuples(st.just("X-Forwarded-For"), ADDRESS),
        st.tuples(st.just("x-forwarded-proto"), st.sampled_from(("http", "https"))),
        _types().filter(bool).map(lambda fields: fields[0]),
    )
    return st.lists(fields, max_size=4)


def _types() -> st.SearchStrategy[list[tuple[str, str]]]:
    types = ("text/plain; charset=utf-8", "application/json", "image/png", "text/html")
    return st.sampled_from(types).map(lambda text: [("Content-Type", text)]) | st.just([])


def _bodies() -> st.SearchStrategy[bytes]:
    return st.one_of(st.just(b""), st.binary(max_size=40), st.text(max_size=20).map(_utf8))


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "ignore")


def _paths() -> st.SearchStrategy[str]:
    segments = st.one_of(
        st.text(max_size=6).map(lambda text: quote(text.encode("utf-8", "ignore"), safe="")),
        st.sampled_from(
            ("", "a", "a%2Fb", "%25", "a+b", "~", "[x]", "file%20name.xml", "%ff", ";v=1")
        ),
    )
    return st.lists(segments, max_size=4).map(lambda parts: "/" + "/".join(parts))


def _queries() -> st.SearchStrategy[str]:
    texts = st.text(max_size=6).map(lambda text: text.encode("utf-8", "ignore"))
    encoded = st.tuples(texts, texts, st.sampled_from((quote, quote_plus))).map(
        lambda drawn: f"{drawn[2](drawn[0])}={drawn[2](drawn[1])}"
    )
    odd = st.sampled_from(
        (
            "a=1",
            "a=2",
            "b",
            "c=",
            "=d",
            "a[]=1",
            "a[b]=2",
            "t=%2B00:00",
            "p=a+b",
            "x=%zz",
            "e==",
            "",
        )
    )
    return st.lists(encoded | odd, max_size=5).map("&".join)
