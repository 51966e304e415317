"""What functions-framework calls: with Flask's and Starlette's own objects."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

import pytest
from flask import Flask, request as flask_request
from starlette.requests import Request as StarletteRequest

from faasport_gcp.runtime import entry, http


@pytest.fixture
def client(application: Any) -> Any:
    """A WSGI client of the function, mounted as functions-framework mounts it."""
    app, serve = Flask("test"), entry.http(application)
    methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]
    options = {"methods": methods, "provide_automatic_options": False}
    view = lambda **_: serve(flask_request._get_current_object())  # noqa: E731
    app.add_url_rule("/", "root", view, defaults={"path": ""}, **options)
    app.add_url_rule("/<path:path>", "any", view, **options)
    return app.test_client()


def test_the_target_is_as_sent(client: Any) -> None:
    environ = {"RAW_URI": "/echo/a%2Fb%20c//?q=%2B&q=a+b&e"}

    told = client.get("/echo/a/b c//", environ_overrides=environ).json

    assert (told["raw_path"], told["path"]) == ("/echo/a%2Fb%20c//", "/echo/a/b c//")
    assert told["query"] == [["q", "+"], ["q", "a b"], ["e", ""]]


def test_without_the_raw_target_the_path_is_encoded_again(application: Any) -> None:
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/echo/zo\xc3\xab b",
        "QUERY_STRING": "a=1",
        "wsgi.url_scheme": "http",
        "SERVER_NAME": "x",
        "SERVER_PORT": "80",
        "wsgi.input": io.BytesIO(),
    }
    with Flask("test").request_context(environ):
        request = entry.read_request(flask_request)

    assert (request.raw_path, request.raw_query) == ("/echo/zo%C3%AB%20b", "a=1")
    assert request.path == "/echo/zoë b"


def test_what_no_handler_reads_stays_in_the_environ() -> None:
    with Flask("test").test_request_context("/a", headers={"X-A": "1"}):
        request = entry.read_request(flask_request)
        late = request._headers

        assert late is None
        assert request.headers.get_all("x-a") == ["1"]


def test_each_header_leaves_once(client: Any) -> None:
    told = client.get("/echo/x")

    assert sorted(name.lower() for name, _ in told.headers) == ["content-length", "content-type"]
    assert told.headers["content-length"] == str(len(told.data))


@pytest.mark.parametrize(
    ("path", "query", "target"),
    [("/a-b/c", "d=e", ("/a-b/c", "d=e")), ("/a b?#", "c#d", ("/a%20b%3F%23", "c"))],
)
def test_a_server_that_drops_the_target_still_tells_it(
    path: str, query: str, target: tuple[str, str]
) -> None:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}
    environ |= {"wsgi.url_scheme": "http", "SERVER_NAME": "x", "SERVER_PORT": "80"}

    with Flask("test").request_context(environ | {"wsgi.input": io.BytesIO()}):
        request = entry.read_request(flask_request)

    assert (request.raw_path, request.raw_query) == target


def test_g1_the_front_end_says_who_asks_and_in_which_trace(client: Any) -> None:
    headers = {
        "X-Forwarded-For": "203.0.113.7, 169.254.1.1",
        "X-Cloud-Trace-Context": "105445aa7843bc8bf206b12000100000/1;o=1",
        "Function-Execution-Id": "exec-1",
    }

    told = client.post("/echo/x", data=b"\xff\x00", headers=headers).json

    assert told["client_ip"] == "203.0.113.7"
    assert told["trace"] == "105445aa7843bc8bf206b12000100000"
    assert (told["platform"], told["invocation"]) == ("gcp", "exec-1")
    assert told["body"] == "\xff\x00"


def test_g1_the_first_generation_names_the_client_and_the_place() -> None:
    headers = [["X-Appengine-User-Ip", "203.0.113.7"], ["X-Appengine-Country", "CH"]]

    request = http.decode_request({"method": "GET", "target": "", "headers": headers})

    assert (request.client_ip, request.path) == ("203.0.113.7", "/")
    assert request.platform["geo"] == {"country": "CH"}


def test_g1_a_w3c_trace_comes_first() -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    headers = [["traceparent", f"00-{trace}-00f067aa0ba902b7-01"], ["x-cloud-trace-context", "a/1"]]

    request = http.decode_request({"method": "GET", "target": "/", "headers": headers})

    assert request.context.trace_id == trace


def test_the_deadline_is_the_server_s_timeout(client: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("CLOUD_RUN_TIMEOUT_SECONDS", "60")
    limited = client.get("/echo/x").json["remaining"]
    monkeypatch.delenv("CLOUD_RUN_TIMEOUT_SECONDS")

    assert 59 < limited <= 60
    assert client.get("/echo/x").json["remaining"] is None


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "DELETE", "PATCH"])
def test_g2_every_method_arrives(client: Any, method: str) -> None:
    response = client.open("/echo/", method=method, data=b"{broken")

    assert response.status_code in {200, 204}


def test_every_set_cookie_leaves(client: Any) -> None:
    response = client.get("/cookies")

    assert len(response.headers.getlist("set-cookie")) == 2
    assert response.headers.getlist("link") == ["<a>", "<b>"]


def test_no_content_type_is_made_up(client: Any) -> None:
    nothing, bare, head = client.get("/nothing"), client.get("/bare"), client.head("/bare")

    assert (nothing.status_code, nothing.data) == (204, b"")
    assert "content-type" not in nothing.headers
    assert "content-type" not in bare.headers
    assert bare.data == b"\x00\xff"
    assert (head.data, head.headers.get("content-length")) == (b"", None)


def test_a_stream_leaves_piece_by_piece(client: Any) -> None:
    sync, asynchronous = client.get("/stream", buffered=False), client.get("/astream")

    assert list(sync.response) == [b"a", b"\xff"]
    assert "content-length" not in sync.headers
    assert asynchronous.data == b"ab"


def test_an_error_in_mid_stream_breaks_the_connection(client: Any) -> None:
    response = client.get("/broken-stream", buffered=False)

    with pytest.raises(RuntimeError, match="in mid-stream"):
        list(response.response)


def asked(application: Any, path: str, method: str = "GET", headers: Any = ()) -> Any:
    """(status, headers, chunks) of the aio entry for one ASGI request."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"a=1&a=2",
        "headers": headers,
    }
    sent: list[dict[str, Any]] = []

    body = [{"type": "http.request", "body": b"body", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not body:
            await asyncio.Event().wait()  # a client that stays
        return body.pop()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def run() -> None:
        response = await entry.http_async(application)(StarletteRequest(scope, receive))
        await response(scope, receive, send)

    asyncio.run(run())
    start, *pieces = sent
    return start["status"], start["headers"], [each["body"] for each in pieces if each["body"]]


def test_the_aio_entry_keeps_repeats_and_the_raw_path(application: Any) -> None:
    headers = [(b"x-a", b"1"), (b"x-a", b"2")]

    status, _, pieces = asked(application, "/echo/a%2Fb", "POST", headers)
    told = json.loads(b"".join(pieces))

    assert status == 200
    assert (told["raw_path"], told["path"]) == ("/echo/a%2Fb", "/echo/a/b")
    assert told["headers"] == [["x-a", "1"], ["x-a", "2"]]
    assert told["query"] == [["a", "1"], ["a", "2"]]
    assert told["body"] == "body"


def test_the_aio_entry_streams_and_sends_every_cookie(application: Any) -> None:
    _, _, streamed = asked(application, "/astream")
    _, headers, _ = asked(application, "/cookies")
    nothing = asked(application, "/nothing")

    assert streamed == [b"a", b"b"]
    assert [name for name, _ in headers].count(b"set-cookie") == 2
    assert nothing == (204, [], [])
