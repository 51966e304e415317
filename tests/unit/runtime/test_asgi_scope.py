"""The scope that an ASGI application is called with."""

from __future__ import annotations

import pytest

from faasport.runtime.asgi_scope import scope_of
from faasport.runtime.headers import Headers
from faasport.runtime.request import Request


def test_the_scope_is_complete():
    request = Request(
        method="post",
        raw_path="/stage/a%20b/%C3%A9",
        raw_query="x=%26&x=2",
        root_path="/stage",
        headers=Headers([("Host", "shop.example:8443"), ("X-Twice", "1"), ("x-twice", "é")]),
        client_ip="192.0.2.7",
        scheme="https",
    )

    scope = scope_of(request, {})

    assert scope.pop("extensions") == {"faasport": {"request": request}}
    assert scope == {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "https",
        "path": "/stage/a b/é",
        "raw_path": b"/stage/a%20b/%C3%A9",
        "query_string": b"x=%26&x=2",
        "root_path": "/stage",
        "headers": [(b"host", b"shop.example:8443"), (b"x-twice", b"1"), (b"x-twice", b"\xe9")],
        "client": ("192.0.2.7", 0),
        "server": ("shop.example", 8443),
        "state": {},
    }


@pytest.mark.parametrize(
    ("host", "scheme", "server"),
    [
        ("a.example", "https", ("a.example", 443)),
        ("a.example", "http", ("a.example", 80)),
        ("[::1]:81", "http", ("::1", 81)),
        ("[::1]", "http", ("::1", 80)),
        ("", "http", ("localhost", 80)),
    ],
    ids=["https", "http", "v6 with port", "v6", "none"],
)
def test_the_server_is_as_the_client_called_it(host, scheme, server):
    request = Request(headers={"host": host}, scheme=scheme)

    assert scope_of(request, {})["server"] == server


def test_nobody_knows_the_client():
    assert scope_of(Request(), {})["client"] is None


def test_each_request_has_a_copy_of_the_state():
    state = {"pool": object()}

    scope = scope_of(Request(), state)
    scope["state"]["mine"] = 1

    assert scope["state"]["pool"] is state["pool"]
    assert "mine" not in state


def test_a_header_beyond_latin_1_is_utf_8():
    assert scope_of(Request(headers={"x": "✓"}), {})["headers"] == [(b"x", "✓".encode())]
