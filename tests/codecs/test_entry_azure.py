"""What Azure's worker calls, with the library's own request, response and encoder."""

from __future__ import annotations

import asyncio
import base64
import json
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any

import azure.functions as func
import pytest
from azure.functions.http import HttpResponseConverter

from faasport.runtime.errors import PayloadError
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport_azure import invoke
from faasport_azure.runtime import entry, http
from faasport_azure.runtime.cookies import escaped, plain_cookie
from faasport_azure.runtime.request import split_url
from faasport_azure.runtime.response import http_response

CONTEXT = SimpleNamespace(
    invocation_id="inv-1",
    trace_context=SimpleNamespace(trace_parent="00-4bf92f3577b34da6a3ce929d0e0e4736-1-01"),
)


def asked(url: str, **fields: Any) -> func.HttpRequest:
    return func.HttpRequest(**{"method": "Get", "url": url, "body": b"", **fields})


def encoded(response: func.HttpResponse) -> dict[str, Any]:
    """What the library hands to the runtime."""
    return HttpResponseConverter.encode(response, expected_type=None).value


def read(url: str, **headers: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return entry.read_request(asked(url, headers=named), CONTEXT)


def test_the_query_is_the_url_s_and_the_method_upper_case(application: Any) -> None:
    request = asked("https://x.example/echo/a?q=1&q=2&e=", params={"q": "1,2"}, body=b"\xff")

    told = json.loads(entry.http(application)(request, CONTEXT, "fn").get_body())

    assert told["query"] == [["q", "1"], ["q", "2"], ["e", ""]]
    assert (told["method"], told["body"], told["host"]) == ("GET", "\xff", "x.example")
    assert (told["platform"], told["function"], told["invocation"]) == ("azure", "echo", "inv-1")
    assert told["trace"] == "4bf92f3577b34da6a3ce929d0e0e4736"


def test_each_cookie_leaves_apart_in_the_form_that_the_runtime_takes(application: Any) -> None:
    response = encoded(entry.http(application)(asked("https://x/cookies"), CONTEXT))

    names = [name for cookie in response["cookies"] for name in cookie]
    second = response["cookies"][1]["b"]
    assert names == ["a", "b"]
    assert second["expires"] == "Wed, 21 Oct 2026 07:28:00 GMT"
    assert second["httponly"] is True


def test_a_header_that_repeats_is_joined(application: Any) -> None:
    response = encoded(entry.http(application)(asked("https://x/cookies"), CONTEXT))

    assert response["headers"]["link"].value == "<a>, <b>"


def test_no_content_type_is_made_up(application: Any) -> None:
    serve = entry.http(application)

    nothing = encoded(serve(asked("https://x/nothing"), CONTEXT))
    head = encoded(serve(asked("https://x/bare", method="HEAD"), CONTEXT))
    bare = encoded(serve(asked("https://x/bare"), CONTEXT))
    cookies = encoded(serve(asked("https://x/cookies"), CONTEXT))

    assert (nothing["status_code"].value, nothing["headers"]) == ("204", {})
    assert "content-type" not in head["headers"]
    assert "content-type" not in bare["headers"]
    assert bare["body"].value == b"\x00\xff"
    assert cookies["headers"]["content-type"].value == "text/plain; charset=utf-8"


def test_a_response_without_a_type_keeps_its_cookies(application: Any) -> None:
    response = encoded(http_response(Response(b"", 204, cookies=["a=1"])))

    assert [list(cookie) for cookie in response["cookies"]] == [["a"]]
    assert response["headers"] == {}


@pytest.mark.parametrize("path", ["/stream", "/astream"])
def test_streams_are_collected_on_both_sides(application: Any, path: str) -> None:
    request = asked(f"https://x{path}")

    sync = entry.http(application)(request, CONTEXT)
    asynchronous = asyncio.run(entry.http_async(application)(request, CONTEXT))

    assert sync.get_body() == asynchronous.get_body()
    assert len(sync.get_body()) == 2


def test_a_stream_that_breaks_is_a_500(application: Any, caplog: Any) -> None:
    request = asked("https://x/broken-stream")

    sync = entry.http(application)(request, CONTEXT)
    asynchronous = asyncio.run(entry.http_async(application)(request, CONTEXT))

    assert (sync.status_code, asynchronous.status_code) == (500, 500)
    assert "in mid-stream" in caplog.text


def test_what_leaves_is_the_library_s_own_response(application: Any) -> None:
    response = entry.http(application)(asked("https://x/cookies"), CONTEXT)

    assert isinstance(response, func.HttpResponse)
    assert isinstance(response.headers, type(func.HttpResponse().headers))
    assert response.headers is response.headers
    assert response.headers.get("link") == "<a>, <b>"


def test_what_no_handler_reads_is_not_read() -> None:
    request = read("https://x.example/a?q=1", x_forwarded_proto="http", client_ip="203.0.113.7")

    assert (request._headers, request._scheme, request._host) == (None, None, None)
    assert (request.scheme, request.host, request.client_ip) == ("http", "x.example", "203.0.113.7")


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/a/b?c=d",
        "http://x/a?b=/c?d",
        "https://x?a=/b",
        "https://x/a?b#c?d",
        "https://x/a#b",
        "HTTPS://x/a",
        "https://x",
        "https:///a",
        "http:////",
        "x.example/a?b",
        "/a?b=https://x/c",
        "",
    ],
)
def test_the_short_way_through_a_url_leads_where_the_long_one_does(url: str) -> None:
    request = read(url)

    _, authority, path, query = split_url(url)
    assert (request.raw_path, request.raw_query, request.host) == (path, query, authority)


def rpc(**http_fields: Any) -> dict[str, Any]:
    given = {"method": "GET", "url": "https://x.example/", **http_fields}
    return {"input_data": [{"name": "req", "data": {"http": given}}]}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"string": "é"}, "é".encode()),
        ({"bytes": base64.b64encode(b"\xff").decode()}, b"\xff"),
        ({"json": '{"a":1}'}, b'{"a":1}'),
        ({"int": 1234}, b"1234"),
        ({}, b""),
        (None, b""),
    ],
)
def test_z1_a_body_of_any_kind_is_bytes(body: Any, expected: bytes) -> None:
    assert http.decode_request(rpc(body=body, rawBody={"string": "no"})).body == expected


def test_z1_nullable_maps_are_merged_and_the_method_is_upper_case() -> None:
    nullable = {"a": {"value": "2"}, "b": {"value": "3"}, "c": {}}

    request = http.decode_request(rpc(method="Get", headers={"a": "1"}, nullable_headers=nullable))

    assert request.method == "GET"
    assert request.headers.items() == [("a", "1"), ("b", "3"), ("c", "")]


def test_z1_a_query_may_be_nullable_too() -> None:
    nullable = {"a": {"value": "1 2"}, "b": {}}

    request = http.decode_request(rpc(nullable_query=nullable, nullable_params={"c": {}}))

    assert request.query.items() == [("a", "1 2"), ("b", "")]


def test_z2_addresses_lose_their_ports() -> None:
    assert read("https://x/", x_forwarded_for="152.37.70.253:3170").client_ip == "152.37.70.253"
    assert read("https://x/", client_ip="152.37.70.253:3170").client_ip == "152.37.70.253"


def test_z2_the_prefix_is_taken_off_where_it_is_named(application: Any) -> None:
    serve = entry.http(application, route_prefix="/api")

    told = json.loads(serve(asked("https://x/api/echo/a"), CONTEXT).get_body())

    assert (told["raw_path"], told["path"]) == ("/api/echo/a", "/echo/a")


@pytest.mark.parametrize("name", ["x_waws_unencoded_url", "x_original_url"])
def test_z2_the_front_end_keeps_the_path_as_it_was_sent(name: str) -> None:
    request = read("https://x/a/b c", **{name: "/a%2Fb%20c?q=1"})

    assert (request.raw_path, request.path) == ("/a%2Fb%20c", "/a/b c")


def test_z2_a_header_cannot_ask_for_another_path() -> None:
    assert read("https://x/public", x_original_url="/admin").raw_path == "/public"


def test_z3_a_custom_handlers_payload_is_the_same_request() -> None:
    given = {
        "Url": "https://x.example/orders",
        "Method": "POST",
        "Query": '{"q": "1"}',
        "Headers": {"Content-Type": ["application/json"], "x-a": ["1", "2"]},
        "Params": {"q": "p"},
        "Body": '{"sku": "é"}',
    }

    request = http.decode_request(invoke.received({"Data": {"req": given}, "Metadata": {}}))

    assert (request.method, request.path) == ("POST", "/orders")
    assert request.query.items() == [("q", "1")]
    assert request.headers.items() == [("Content-Type", "application/json"), ("x-a", "1,2")]
    assert request.json() == {"sku": "é"}


@pytest.mark.parametrize("data", [{"item": "text"}, {"item": {"a": 1}}, [], None])
def test_z3_a_custom_handlers_other_triggers_are_refused(data: Any) -> None:
    with pytest.raises(PayloadError):
        http.decode_request(invoke.received({"Data": data, "Metadata": {}}))


def test_z4_parameters_query_and_headers_do_not_mix() -> None:
    same = {"foo": "p"}

    request = http.decode_request(
        rpc(url="https://x.example/?foo=q", headers={"foo": "h"}, params=same, query=same)
    )

    assert request.headers.get_all("foo") == ["h"]
    assert request.query.get_all("foo") == ["q"]
    assert dict(request.path_params) == {}


def test_a_query_that_only_the_map_has_is_not_lost() -> None:
    request = http.decode_request(rpc(url="www.dummy.com", query={"k": "v w"}))

    assert (request.host, request.path, request.raw_query) == ("www.dummy.com", "/", "k=v%20w")


def principal(value: Any) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


def test_z5_the_user_is_whom_easy_auth_let_in() -> None:
    swa = {"userId": "u", "userRoles": ["admin"], "identityProvider": "aad"}
    claims = [{"typ": "name", "val": "Ann"}, {"typ": "roles", "val": "admin"}]
    app_service = {"auth_typ": "aad", "claims": claims, "role_typ": "roles"}

    of_swa = read("https://x/", x_ms_client_principal=principal(swa)).user
    of_app_service = read("https://x/", x_ms_client_principal=principal(app_service)).user

    assert of_swa == {"kind": "aad", "claims": swa, "roles": ["admin"]}
    assert of_app_service["claims"] == {"name": "Ann", "roles": "admin"}
    assert of_app_service["roles"] == ["admin"]
    assert read("https://x/", x_ms_client_principal="no json").user is None
    assert read("https://x/").user is None


def test_z6_cookies_may_be_empty_or_end_in_an_equals_sign() -> None:
    assert read("https://x/", cookie="").cookies == {}
    assert read("https://x/", cookie="tz=; token=a5a2Qo=").cookies == {"tz": "", "token": "a5a2Qo="}


@pytest.mark.parametrize(
    "native",
    [
        {"trigger_type": "queueTrigger", "input_data": [{"name": "m", "data": {"string": "x"}}]},
        {"input_data": [{"data": {"http": {"status_code": "200"}}}]},
        {"method": "GET"},
    ],
)
def test_what_is_no_http_invocation_is_refused(native: Any) -> None:
    with pytest.raises(PayloadError):
        http.decode_request(native)


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("a=1; Partitioned; Priority=High", "a=1"),
        ("a=1; path=/x; SECURE; samesite=STRICT", "a=1; Path=/x; Secure; SameSite=Strict"),
        ("a=1; expires=Wed, 21-Oct-26 07:28:00 GMT", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT"),
        ("a=1; Expires=never; Max-Age=soon", "a=1"),
        ('a="b=c"; Max-Age=-1', 'a="b=c"; Max-Age=-1'),
        ("a=b%20c%3B%22", 'a="b c\\073\\""'),
        ("a=b%2fc", "a=b%2fc"),
    ],
)
def test_a_cookie_is_written_with_what_the_library_knows(given: str, plain: str) -> None:
    assert plain_cookie(given) == plain
    assert list(SimpleCookie(plain)) == ["a"]


@pytest.mark.parametrize(
    "value",
    ["plain", "", "a%20b", "a%3Bb%2C%22%5C", "%E2%82%AC%F0%9F%98%80", "line%0D%0Abreak", "a%2Bb"],
)
def test_a_percent_encoded_cookie_survives_the_hosts_own_escaping(value: str) -> None:
    response = encoded(http_response(Response(b"", cookies=[f"a={value}"])))

    given = response["cookies"][0]["a"].value

    assert escaped(given) == value
