from __future__ import annotations

from typing import Any

import pytest

from faasport.runtime.client_address import without_port
from faasport.runtime.context import Context
from faasport.runtime.http_errors import BadRequest
from faasport.runtime.request import Request, routed


def test_a_bare_request() -> None:
    request = Request()

    assert (request.method, request.raw_path, request.path, request.raw_query) == (
        "GET",
        "/",
        "/",
        "",
    )
    assert (request.body, request.text(), request.cookies, request.query.items()) == (
        b"",
        "",
        {},
        [],
    )
    assert (request.scheme, request.host, request.client_ip, request.url) == (
        "https",
        "",
        None,
        "/",
    )
    assert (request.native, request.path_params, request.notes) == (None, {}, ())
    assert (request.user, request.time, request.platform) == (None, None, {})


def test_a_method_is_in_upper_case() -> None:
    assert Request(method="patch").method == "PATCH"


@pytest.mark.parametrize(
    ("raw_path", "path"),
    [
        ("/a%20b", "/a b"),
        ("/a%2Fb", "/a/b"),
        ("/%2520", "/%20"),
        ("/a+b", "/a+b"),
        ("/%ff", "/\ufffd"),
        ("a", "/a"),
        ("", "/"),
    ],
)
def test_a_path_is_decoded_once(raw_path: str, path: str) -> None:
    assert Request(raw_path=raw_path).path == path


@pytest.mark.parametrize(
    ("raw_path", "root_path", "routing_path"),
    [
        ("/prod/a", "/prod", "/a"),
        ("/prod", "/prod", "/"),
        ("/prod/", "/prod", "/"),
        ("/production/a", "/prod", "/production/a"),
        ("/a", "", "/a"),
    ],
)
def test_what_the_platform_put_in_front_is_no_part_of_the_path(
    raw_path: str, root_path: str, routing_path: str
) -> None:
    request = Request(raw_path=raw_path, root_path=root_path)

    assert request.routing_path == request.path == routing_path
    assert request.raw_path == raw_path


@pytest.mark.parametrize(
    ("header", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, 10.0.0.1", "203.0.113.7"),
        ("203.0.113.7:1234", "203.0.113.7"),
        ("[2001:db8::1]:80, 10.0.0.1", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("", None),
        (" ,10.0.0.1", None),
    ],
)
def test_the_client_is_the_first_that_was_forwarded(header: str, client: str | None) -> None:
    assert Request(headers={"x-forwarded-for": header}).client_ip == client


def test_what_the_platform_vouches_for_wins() -> None:
    headers = {"x-forwarded-for": "1.1.1.1", "x-forwarded-proto": "https", "host": "a"}

    request = Request(headers=headers, client_ip="2.2.2.2", scheme="http", host="b")

    assert (request.client_ip, request.url) == ("2.2.2.2", "http://b/")


@pytest.mark.parametrize(
    ("proto", "scheme"),
    [("http", "http"), ("HTTP, https", "http"), ("wss", "https"), ("", "https")],
)
def test_the_scheme_is_the_one_that_was_forwarded(proto: str, scheme: str) -> None:
    assert Request(headers={"x-forwarded-proto": proto}).scheme == scheme


def test_a_url_is_as_sent_and_safe() -> None:
    request = Request(
        raw_path="/a%20b/é file", raw_query="q=<1>", host="example.com", scheme="http"
    )

    assert request.url == "http://example.com/a%20b/%C3%A9%20file?q=%3C1%3E"


def test_a_body_is_read_as_text_json_and_form() -> None:
    form = Request(headers={"content-type": "application/x-www-form-urlencoded"}, body=b"a=1")

    assert Request(body="é".encode()).text() == "é"
    assert Request(body=b'{"a":1}').json() == {"a": 1}
    assert form.form()["a"] == "1"


@pytest.mark.parametrize("read", [Request.json, Request.form])
def test_a_body_that_is_not_that_is_the_clients_fault(read: Any) -> None:
    with pytest.raises(BadRequest):
        read(Request(body=b"\xff{"))


def test_cookies_are_those_of_every_field() -> None:
    assert Request(headers=[("cookie", "a=1"), ("Cookie", "b=2")]).cookies == {"a": "1", "b": "2"}


def test_routing_leaves_what_the_path_caught() -> None:
    request = Request()

    routed(request, {"id": "1"}, "show")

    assert request.path_params == {"id": "1"}
    assert request.context.function == "show"


def test_a_context_that_is_given_stays() -> None:
    context = Context(invocation_id="1")

    assert Request(context=context).context is context


class Late(Request):
    """Reads each thing when it is asked for, and counts."""

    __slots__ = ("asked",)

    def _read_body(self) -> bytes:
        self.asked = [*getattr(self, "asked", []), "body"]
        self._note("odd")
        return b"late"


def test_what_a_codec_reads_late_is_read_once() -> None:
    request = Late(body=None)

    assert (request.body, request.body, request.notes) == (b"late", b"late", ("odd",))
    assert request.asked == ["body"]


def test_equality_leaves_the_native_payload_out() -> None:
    one, other = Request(raw_path="/a", native={}), Request(raw_path="/a", native=[])

    assert one == other
    assert one != Request(raw_path="/b")
    assert one != "a"
    assert repr(one) == "Request(GET /a, 0 headers)"


@pytest.mark.parametrize(
    ("address", "bare"),
    [("1.2.3.4:5", "1.2.3.4"), ("[::1]:5", "::1"), ("[::1]", "::1"), ("::1", "::1"), ("", "")],
)
def test_a_port_is_no_part_of_an_address(address: str, bare: str) -> None:
    assert without_port(address) == bare


@pytest.mark.parametrize("name", ["method", "raw_path", "path", "query", "headers", "body"])
def test_a_handler_cannot_change_it(name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(Request(), name, "other")
