"""What vercel-runtime calls, and what its proxy adds to a request."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any

import pytest

from faasport_vercel.runtime import entry, http, lambda_event

SCOPE = {"type": "http", "scheme": "https", "query_string": b"", "client": ("10.0.0.1", 0)}


def asked(application: Any, path: str, headers: Any = (), body: Any = (b"",)) -> Any:
    """(start message, body) of the application for one request, whose body comes in pieces."""
    pairs = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    scope = {**SCOPE, "method": "POST", "path": path, "raw_path": path.encode(), "headers": pairs}
    pieces = [
        {"type": "http.request", "body": piece, "more_body": number + 1 < len(body)}
        for number, piece in enumerate(body)
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return pieces.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(entry.asgi(application)({**scope, "method": "POST"}, receive, send))
    return sent[0], b"".join(message["body"] for message in sent[1:])


def read(*headers: tuple[str, str]) -> Any:
    return http.decode_request({"method": "GET", "target": "/", "headers": list(headers)})


def test_the_runtime_counts_three_parameters(application: Any) -> None:
    app = entry.asgi(application)

    assert inspect.iscoroutinefunction(app)
    assert list(inspect.signature(app).parameters) == ["scope", "receive", "send"]


def test_what_no_handler_reads_stays_in_the_scope() -> None:
    pairs = [(b"x-vercel-internal-a", b"1"), (b"x-a", b"2")]
    scope = {**SCOPE, "method": "GET", "path": "/", "query_string": b"a=1", "headers": pairs}

    request = entry.read_request(scope, b"")
    late = (request._headers, request._raw_query, request._client_ip)

    assert late == (None, None, None)
    assert request.headers.items() == [("x-a", "2")]
    assert (request.raw_query, request.client_ip) == ("a=1", "10.0.0.1")


def test_x1_the_older_event_is_json_within_json_with_lists_of_values() -> None:
    inner = {"method": "post", "path": "/a?b=1", "headers": {"x": ["1", "2"], "y": "3"}}
    event = {"body": json.dumps({**inner, "body": "/w==", "encoding": "base64"})}

    request = lambda_event.decode_request(event)

    assert (request.method, request.path, request.raw_query) == ("POST", "/a", "b=1")
    assert request.headers.items() == [("x", "1"), ("x", "2"), ("y", "3")]
    assert request.body == b"\xff"
    assert request.native is event


def test_x2_the_proxy_says_who_asks_from_where() -> None:
    request = read(
        ("x-real-ip", "203.0.113.7"),
        ("x-vercel-ip-city", "San%20Francisco"),
        ("x-vercel-ip-country", "US"),
        ("x-vercel-id", "sfo1::abc"),
        ("x-vercel-deployment-url", "app-1.vercel.app"),
        ("x-matched-path", "/[id]"),
    )

    assert request.client_ip == "203.0.113.7"
    assert request.platform["deployment"] == "app-1.vercel.app"
    assert request.platform["route"] == "/[id]"
    assert request.platform["geo"] == {"city": "San Francisco", "country": "US"}
    assert request.platform["request_id"] == request.context.invocation_id == "sfo1::abc"


@pytest.mark.parametrize(
    "name",
    ["x-real-ip", "x-vercel-forwarded-for", "x-vercel-proxied-for", "x-forwarded-for"],
)
def test_x2_each_of_the_proxy_s_headers_can_name_the_client(name: str) -> None:
    assert read((name, "203.0.113.7, 10.0.0.1")).client_ip == "203.0.113.7"


def test_x3_internal_headers_are_never_exposed() -> None:
    request = read(
        ("x-vercel-internal-span-id", "1"),
        ("X-Vercel-Proxy-Signature", "s"),
        ("x-vercel-proxy-signature-ts", "s"),
        ("x-vercel-sc-runtime-cache", "c"),
        ("x-vercel-sc-host", "kept: nobody asked to hide it"),
    )
    hiding = read(("x-vercel-sc-host", "h"), ("x-vercel-sc-no-header-leak", "1"), ("a", "b"))

    assert [name for name, _ in request.headers] == ["x-vercel-sc-host"]
    assert hiding.headers.items() == [("a", "b")]


def test_x3_the_entry_hides_what_the_codec_hides(application: Any) -> None:
    _, body = asked(application, "/echo/x", [("x-vercel-internal-oidc-token", "i"), ("a", "b")])

    assert json.loads(body)["headers"] == [["a", "b"], ["x-vercel-oidc-token", "i"]]


def test_x3_the_deployment_s_token_has_its_public_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VERCEL_OIDC_TOKEN", raising=False)
    internal, public = ("x-vercel-internal-oidc-token", "i"), ("x-vercel-oidc-token", "p")

    assert read(internal).headers.items() == [("x-vercel-oidc-token", "i")]
    assert read(internal, public).headers.items() == [public]
    monkeypatch.setenv("VERCEL_OIDC_TOKEN", "e")
    assert read().platform["oidc_token"] == "e"


def test_x4_behind_another_proxy_its_header_can_be_named(monkeypatch: Any) -> None:
    headers = (("x-forwarded-for", "162.158.1.1"), ("cf-connecting-ip", "203.0.113.7"))

    default = read(*headers).client_ip
    monkeypatch.setenv("FAASPORT_CLIENT_IP_HEADER", "cf-connecting-ip")

    assert default == "162.158.1.1"
    assert read(*headers).client_ip == "203.0.113.7"


def test_x5_repeats_encodings_and_brackets_are_kept(application: Any) -> None:
    start, body = asked(application, "/echo/[id].py%2F%C3%AB", [("foo", "bar"), ("foo", "bar")])
    cookies, _ = asked(application, "/echo/x", [("cookie", "a=1"), ("cookie", "b=2")])

    told = json.loads(body)
    assert told["raw_path"] == "/echo/[id].py%2F%C3%AB"
    assert told["path"] == "/echo/[id].py/ë"
    assert told["headers"] == [["foo", "bar"], ["foo", "bar"]]
    assert told["client_ip"] == "10.0.0.1"
    assert (start["status"], cookies["status"]) == (200, 200)
    assert told["platform"] == "vercel"


def test_x6_a_body_in_pieces_is_whole(application: Any) -> None:
    _, body = asked(application, "/echo/x", body=(b"a", b"", b"b"))

    assert json.loads(body)["body"] == "ab"


def test_octets_that_are_no_utf_8_do_not_crash(application: Any) -> None:
    _, body = asked(application, "/echo/x", [("x-bad", "\xff\xfe")])

    assert json.loads(body)["headers"] == [["x-bad", "\xff\xfe"]]


def test_the_deadline_is_the_runtime_s_where_it_tells(application: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("FAASPORT_TIMEOUT", "30")

    _, body = asked(application, "/echo/x")

    assert 29 < json.loads(body)["remaining"] <= 30
