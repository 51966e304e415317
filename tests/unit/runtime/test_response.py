from __future__ import annotations

from typing import Any

import pytest

from faasport.runtime.errors import ResultError
from faasport.runtime.headers import Headers
from faasport.runtime.response import Response


@pytest.mark.parametrize(
    ("body", "octets", "kind"),
    [
        (b"", b"", None),
        (None, b"", None),
        (b"a", b"a", "application/octet-stream"),
        (memoryview(b"a"), b"a", "application/octet-stream"),
        ("é", "é".encode(), "text/plain; charset=utf-8"),
    ],
)
def test_a_body_has_bytes_and_a_type(body: Any, octets: bytes, kind: str | None) -> None:
    response = Response(body)

    assert (response.body, response.stream, response.headers.get("content-type")) == (
        octets,
        None,
        kind,
    )


def test_a_type_that_is_given_stays() -> None:
    assert Response("a", headers={"Content-Type": "text/x"}).headers.items() == [
        ("Content-Type", "text/x")
    ]


def test_headers_are_pairs_a_mapping_or_headers() -> None:
    pairs = [("x-a", "1"), ("x-a", "2")]

    assert Response(headers=pairs).headers == Response(headers=Headers(pairs)).headers
    assert Response(headers={"x-a": "1"}).headers.items() == [("x-a", "1")]


def test_an_iterable_is_a_stream() -> None:
    response = Response([b"a", "b"])

    assert response.body == b""
    assert list(response.stream) == [b"a", "b"]


@pytest.mark.parametrize("body", [{"a": 1}, 7, object()])
def test_data_is_no_body(body: Any) -> None:
    with pytest.raises(ResultError, match=r"use Response\.json"):
        Response(body)


@pytest.mark.parametrize("status", [100, 199, 600, 0, -1, True, "200", 200.0, None])
def test_a_status_is_a_number_from_200_to_599(status: Any) -> None:
    with pytest.raises(ResultError, match="a status from 200 to 599"):
        Response("a", status)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("", "1"),
        ("x y", "1"),
        ("x:y", "1"),
        ("x\n", "1"),
        ("ä", "1"),
        ("x", "a\nb"),
        ("x", "a\rb"),
        ("x", "a\0b"),
        ("x", "ä"),
    ],
)
def test_what_no_header_can_hold_is_refused(name: str, value: str) -> None:
    with pytest.raises(ResultError):
        Response("a", headers=[(name, value)])
    with pytest.raises(ResultError):
        Response("a").set_header(name, value)
    with pytest.raises(ResultError):
        Response("a").add_header(name, value)


def test_set_header_replaces_and_add_header_adds() -> None:
    response = Response(headers=[("X-A", "1"), ("x-a", "2")])

    response.set_header("x-A", "3")
    response.add_header("x-a", "4")

    assert response.headers.get_all("x-a") == ["3", "4"]


def test_every_cookie_is_a_header_of_its_own() -> None:
    response = Response(cookies=["a=1"])

    response.set_cookie("b", "2", path=None, same_site=None)

    assert response.cookies == ["a=1", "b=2"]
    assert response.headers.items() == [("set-cookie", "a=1"), ("set-cookie", "b=2")]


def test_json_has_its_type_unless_another_is_given() -> None:
    plain = Response.json({"a": "é"}, 201, cookies=["a=1"])
    own = Response.json([], headers={"content-type": "application/hal+json"})

    assert (plain.status, plain.body, plain.cookies) == (201, '{"a":"é"}'.encode(), ["a=1"])
    assert plain.headers["content-type"] == "application/json"
    assert own.headers.get_all("content-type") == ["application/hal+json"]


def test_html_is_html() -> None:
    response = Response.html("<p>é", 404)

    assert (response.status, response.body) == (404, "<p>é".encode())
    assert response.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("/a?b=c#d", "/a?b=c#d"),
        ("https://example.com/a b/é", "https://example.com/a%20b/%C3%A9"),
        ("/a%20b", "/a%20b"),
        ("/a\r\nset-cookie: x=1", "/a%0D%0Aset-cookie:%20x=1"),
        ("http://[::1]/", "http://[::1]/"),
    ],
)
def test_a_redirect_s_place_is_encoded(url: str, location: str) -> None:
    response = Response.redirect(url)

    assert (response.status, response.headers.items()) == (302, [("location", location)])


@pytest.mark.parametrize("status", [200, 300, 304, 305, 400])
def test_other_statuses_do_not_redirect(status: int) -> None:
    with pytest.raises(ResultError, match="A redirect has status"):
        Response.redirect("/", status)


def test_equal_parts_are_equal_responses() -> None:
    assert Response("a", 201) == Response("a", 201)
    assert Response("a") != Response("b")
    assert Response("a") != "a"
    assert repr(Response("abc")) == "Response(200, 3 bytes)"
    assert repr(Response([b"a"])) == "Response(200, stream)"


@pytest.mark.parametrize("value", ["a\x00", "a\x1b[2J", "\x7f", "a\nb"])
def test_a_control_code_in_a_header_is_refused(value: str) -> None:
    with pytest.raises(ResultError, match="line break or control code"):
        Response(headers={"x-a": value})


def test_a_tab_in_a_header_is_sent() -> None:
    assert Response(headers={"x-a": "a\tb"}).headers["x-a"] == "a\tb"
