"""HTTP functions of Azure's: what they get, and what becomes of what they answer."""

from __future__ import annotations

import asyncio
import json

import pytest

from faasport.runtime.errors import DeclarationError, ResultError
from faasport.runtime.headers import Headers
from faasport.runtime.request import Request
from faasport.runtime.triggers import HttpTrigger
from faasport_azure.runtime.guest import Guest

HOST = ("host", "shop.example.com")
TELL = """
import json

@app.route(route="orders/{id}")
def handle(req: func.HttpRequest) -> func.HttpResponse:
    told = {
        "method": req.method,
        "url": req.url,
        "params": dict(req.params),
        "route": dict(req.route_params),
        "headers": dict(req.headers),
        "body": req.get_body().decode(),
    }
    return func.HttpResponse(json.dumps(told), mimetype="application/json")
"""


def request(path="/", query="", *, method="GET", body=b"", params=None, headers=()):
    return Request(
        method=method,
        raw_path=path,
        raw_query=query,
        headers=Headers([HOST, *headers]),
        body=body,
        path_params=params or {},
    )


def answer(guest, asked, path="/api/orders/{id}"):
    return guest.answering(HttpTrigger(("ANY",), path, None, None), {})(asked)


def told(guest, asked, path="/api/orders/{id}"):
    return json.loads(answer(guest(TELL), asked, path).body)


def test_a_request_is_as_the_host_would_send_it(guest):
    sent = request(
        "/api/orders/7",
        "a=1&a=2&empty=",
        method="POST",
        body=b"hi",
        params={"id": "7"},
        headers=[("X-One", "1"), ("x-one", "2")],
    )

    assert told(guest, sent) == {
        "method": "POST",
        "url": "https://shop.example.com/api/orders/7?a=1&a=2&empty=",
        "params": {"a": "1,2"},
        "route": {"id": "7"},
        "headers": {"host": "shop.example.com", "x-one": "1,2"},
        "body": "hi",
    }


def test_an_escaped_slash_stays_escaped_in_what_the_route_caught(guest):
    sent = request("/api/orders/a%2Fb%20c", params={"id": "a/b c"})

    assert told(guest, sent)["route"] == {"id": "a%2Fb c"}


def test_a_tail_keeps_its_slashes(guest):
    sent = request("/api/files/a/b%2Fc", params={"path": "a/b/c"})

    assert told(guest, sent, "/api/files/{path:path}")["route"] == {"path": "a/b%2Fc"}


def test_a_stage_in_front_of_the_path_is_not_told(guest):
    sent = request("/prod/api/orders/7", params={"id": "7"})
    sent._root_path = "/prod"

    assert told(guest, sent)["url"] == "https://shop.example.com/api/orders/7"


def test_the_workers_own_request_is_given_as_it_is(guest):
    import azure.functions as func

    own = func.HttpRequest(method="GET", url="https://x/", params={}, route_params={}, body=b"")
    sent = request("/x")
    sent._native = own
    made = guest("@app.route()\ndef handle(req: func.HttpRequest): seen.append(req); return 'ok'\n")

    answer(made, sent, "/x")

    import function_app

    assert function_app.seen == [own]


def test_every_cookie_and_the_default_media_type_leave(guest):
    made = guest(
        "@app.route()\n"
        "def handle(req: func.HttpRequest):\n"
        "    response = func.HttpResponse('x', status_code=201, headers={'X-A': '1'})\n"
        "    response.headers.add('Set-Cookie', 'a=1')\n"
        "    response.headers.add('Set-Cookie', 'b=2')\n"
        "    return response\n"
    )

    given = answer(made, request())

    assert (given.status, given.body) == (201, b"x")
    assert given.cookies == ["a=1", "b=2"]
    assert given.headers.get("content-type") == "text/plain; charset=utf-8"
    assert given.headers.get("x-a") == "1"


def test_a_text_is_an_answer(guest):
    given = answer(guest("@app.route()\ndef handle(req): return 'grüße'\n"), request())

    assert (given.status, given.body) == (200, "grüße".encode())
    assert given.headers.get("content-type") == "text/plain; charset=utf-8"


@pytest.mark.parametrize("result", ["None", "{'a': 1}", "b'x'", "('x', 201)"])
def test_what_the_worker_does_not_take_fails(guest, result):
    made = guest(f"@app.route()\ndef handle(req): return {result}\n")

    with pytest.raises(ResultError, match="HttpResponse or a str"):
        answer(made, request())


def test_a_coroutine_is_awaited_and_gets_its_context(guest):
    made = guest(
        "@app.function_name('Named')\n@app.route()\n"
        "async def handle(req: func.HttpRequest, context: func.Context) -> str:\n"
        "    parent = context.trace_context.trace_parent\n"
        "    retries = context.retry_context.retry_count\n"
        "    return f'{context.function_name} {bool(context.invocation_id)} {parent} {retries}'\n"
    )
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    given = asyncio.run(answer(made, request(headers=[("traceparent", parent)])))

    assert made.is_async
    assert given.body == f"Named True {parent} 0".encode()


def test_an_app_around_a_wsgi_application_is_its_one_function(guest, app):
    made = guest(
        "def hello(environ, start_response):\n"
        "    start_response('200 OK', [('content-type', 'text/plain')])\n"
        "    return [environ['PATH_INFO'].encode()]\n"
        "wrapped = func.WsgiFunctionApp(hello, func.AuthLevel.ANONYMOUS)\n",
        "wrapped",
    )

    assert answer(made, request("/a/b"), "/{path:path}").body == b"/a/b"
    # The library counts an app's functions each time that it is asked for them.
    again = Guest("function_app:wrapped", name="again")
    assert answer(again, request("/a/b"), "/{path:path}").body == b"/a/b"


def test_an_app_of_several_functions_is_none(guest):
    source = "@app.route()\ndef one(req): ...\n@app.route()\ndef two(req): ...\n"

    with pytest.raises(DeclarationError, match=r"2 functions \(one, two\)"):
        guest(source, "app")


def test_a_plain_function_is_none(guest):
    with pytest.raises(DeclarationError, match=r"name what a decorator such as @app\.route made"):
        guest("def handle(req): ...\n")
