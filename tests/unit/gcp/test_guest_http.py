"""Functions that take a flask.Request, called with requests of ours."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.runtime.streams import body_of
from faasport.runtime.triggers import HttpTrigger
from tests.unit.gcp.guest_modules import Make, guest as guest

ROUTE = HttpTrigger(("ANY",), "/{path:path}", None, None)
ECHO = """
import flask

def f(request):
    return {
        "method": request.method, "path": request.path, "url": request.url,
        "args": request.args.to_dict(flat=False), "cookies": request.cookies,
        "type": request.content_type, "size": request.content_length,
        "body": request.get_data(as_text=True), "remote": request.remote_addr,
        "headers": dict(request.headers), "raw": request.environ["RAW_URI"],
        "same": request is flask.request._get_current_object(),
    }
"""


def answer(guest: Any, **told: Any) -> Response:
    return guest.answering(ROUTE, {})(Request(**told))


def echoed(guest: Any, **told: Any) -> Any:
    import json

    return json.loads(answer(guest, **told).body)


def test_a_request_is_what_the_framework_gives(guest: Make) -> None:
    headers = [
        ("Host", "api.example:8443"),
        ("Cookie", "a=1"),
        ("cookie", "b=2"),
        ("Content-Type", "text/plain"),
        ("Content-Length", "5"),
        ("X-Many", "1"),
        ("x-many", "2"),
    ]

    told = echoed(
        guest(ECHO),
        method="put",
        raw_path="/prod/a%2Fb/%C3%A9",
        root_path="/prod",
        raw_query="q=1&q=%C3%A9&e=",
        headers=headers,
        body="Zoë".encode() + b"!",
        client_ip="192.0.2.7",
    )

    assert (told["method"], told["path"]) == ("PUT", "/a/b/é")
    assert told["raw"] == "/a%2Fb/%C3%A9?q=1&q=%C3%A9&e="
    assert told["url"].startswith("http://api.example:8443/")
    assert told["args"] == {"q": ["1", "é"], "e": [""]}
    assert told["cookies"] == {"a": "1", "b": "2"}
    assert (told["type"], told["size"], told["body"]) == ("text/plain", 5, "Zoë!")
    assert told["headers"]["X-Many"] == "1,2"
    assert told["headers"]["X-Forwarded-For"] == told["remote"] == "192.0.2.7"
    assert told["headers"]["X-Forwarded-Proto"] == "https"
    assert told["headers"]["Function-Execution-Id"]
    assert told["same"] is True


def test_what_the_client_forwarded_is_kept(guest: Make) -> None:
    headers = {"x-forwarded-for": "192.0.2.1, 192.0.2.2", "x-forwarded-proto": "http"}

    told = echoed(guest(ECHO), headers=headers)

    assert told["headers"]["X-Forwarded-For"] == "192.0.2.1, 192.0.2.2"
    assert told["headers"]["X-Forwarded-Proto"] == "http"
    assert told["size"] is None


def test_over_there_the_environ_is_the_servers_own(guest: Make) -> None:
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/own",
        "SERVER_NAME": "x",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "169.254.1.1",
        "RAW_URI": "/own",
        "wsgi.url_scheme": "http",
        "wsgi.input_terminated": True,
    }

    told = echoed(guest(ECHO), body=b"read", native=SimpleNamespace(environ=environ))

    assert (told["method"], told["path"], told["body"]) == ("POST", "/own", "read")
    assert told["remote"] == "169.254.1.1"
    assert "wsgi.input" not in environ


MOUNTED = """
import flask

def f(request):
    return {
        "path": request.path, "full": request.full_path, "root": request.root_url,
        "base": request.base_url, "script": request.script_root, "raw": request.environ["RAW_URI"],
        "here": flask.url_for("run", path="x"),
    }
"""
OWN = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/users/a/b",
    "SCRIPT_NAME": "",
    "SERVER_NAME": "h",
    "SERVER_PORT": "80",
    "HTTP_HOST": "h",
    "RAW_URI": "/users/a/b?q=1",
    "QUERY_STRING": "q=1",
    "wsgi.url_scheme": "http",
}


@pytest.mark.parametrize("native", [None, SimpleNamespace(environ=OWN)], ids=["else", "google"])
def test_the_literal_part_of_its_route_is_no_part_of_the_path(guest: Make, native: Any) -> None:
    import json

    call = guest(MOUNTED).answering(HttpTrigger(("ANY",), "/users/{path:path}", None, None), {})
    request = Request(raw_path="/users/a/b", raw_query="q=1", headers={"host": "h"}, native=native)

    assert json.loads(call(request).body) == {
        "path": "/a/b",
        "full": "/a/b?q=1",
        "root": "http://h/users/",
        "base": "http://h/users/a/b",
        "script": "/users",
        "raw": "/a/b?q=1",
        "here": "/users/x",
    }


PATHS = {
    # route: what it took, what the function sees
    "/users/{path:path}": {"/users": "/", "/users/": "/", "/users/a%2Fb/": "/a/b/"},
    "/us-ers/{path:path}": {"/us%2Ders/x": "/x"},
    "/a/b/{path:path}": {"/a/b": "/", "/a/b/a/b": "/a/b"},
    "/{path:path}": {"/": "/", "/users": "/users"},
    # One address that is the function's own, as of a load balancer.
    "/users/{rest:path}": {"/users/x": "/users/x"},
    "/users/{id}": {"/users/5": "/users/5"},
    "/{tenant}/{path:path}": {"/acme/x": "/acme/x"},
    "/status": {"/status": "/status"},
}


@pytest.mark.parametrize("route", PATHS)
def test_paths_by_route(route: str, guest: Make) -> None:
    call = guest("def f(request): return request.path").answering(
        HttpTrigger(("ANY",), route, None, None), {}
    )

    seen = {path: call(Request(raw_path=path)).body.decode() for path in PATHS[route]}

    assert seen == PATHS[route]


def test_what_the_platform_puts_in_front_leads_back_too(guest: Make) -> None:
    text = "def f(request): return [request.path, request.base_url]"
    call = guest(text).answering(HttpTrigger(("ANY",), "/users/{path:path}", None, None), {})
    request = Request(raw_path="/prod/users/5", root_path="/prod", headers={"host": "h"})

    assert call(request).body == b'["/5","http://h/prod/users/5"]\n'


RESULTS = {
    "text": ("'Grüße'", 200, "Grüße".encode()),
    "bytes": ("b'\\x00\\xff'", 200, b"\x00\xff"),
    "dict": ("{'b': 1, 'a': 2}", 200, b'{"a":2,"b":1}\n'),
    "list": ("[1]", 200, b"[1]\n"),
    "tuple": ("('x', 201, {'X-A': '1'})", 201, b"x"),
    "response": ("flask.Response('r', 202)", 202, b"r"),
    "redirect": ("flask.redirect('/there')", 302, None),
    "abort": ("flask.abort(404)", 404, None),
    "abort 500": ("flask.abort(500)", 500, None),
    "empty": ("('', 204)", 204, b""),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_what_flask_makes_of_it(name: str, guest: Make) -> None:
    result, status, body = RESULTS[name]

    response = answer(guest(f"import flask\ndef f(request):\n    return {result}\n"))

    assert response.status == status
    assert response.stream is None
    assert body is None or response.body == body


def test_every_cookie_leaves(guest: Make) -> None:
    text = """
    import flask
    def f(request):
        response = flask.make_response("x")
        response.set_cookie("a", "1")
        response.set_cookie("b", "2")
        return response
    """

    response = answer(guest(text))

    assert [each[:3] for each in response.cookies] == ["a=1", "b=2"]


def test_head_has_no_body_and_tells_its_length(guest: Make) -> None:
    response = answer(guest("def f(request): return 'four'"), method="HEAD")

    assert (response.body, response.headers.get("content-length")) == (b"", "4")


STREAM = """
import flask
SEEN = []

def f(request):
    def lines():
        try:
            for number in range(3):
                SEEN.append(number)
                yield f"{number} {request.args['of']} {flask.g.word}\\n"
        finally:
            SEEN.append("end")
    flask.g.word = "hi"
    return flask.Response(flask.stream_with_context(lines()))
"""


def test_a_stream_stays_one_and_keeps_its_context(guest: Make) -> None:
    import sys

    response = answer(guest(STREAM), raw_query="of=y")

    seen = sys.modules["theirs"].SEEN
    assert seen == []
    first = next(response.stream)
    assert (first, seen) == (b"0 y hi\n", [0])
    assert body_of(response) == b"1 y hi\n2 y hi\n"
    assert seen == [0, 1, 2, "end"]


def test_a_stream_that_nobody_reads_to_its_end_is_closed(guest: Make) -> None:
    import sys

    response = answer(guest(STREAM), raw_query="of=y")
    next(response.stream)
    response.stream.close()

    assert sys.modules["theirs"].SEEN == [0, "end"]


def test_what_a_function_raises_reaches_us_and_is_not_logged_twice(
    guest: Make, caplog: pytest.LogCaptureFixture
) -> None:
    made = guest("def f(request): raise KeyError('x')")

    with pytest.raises(KeyError, match="x"):
        answer(made)

    assert caplog.records == []


def test_a_function_that_returns_nothing_fails(guest: Make) -> None:
    with pytest.raises(TypeError):
        answer(guest("def f(request): pass"))


HANDLERS = """
import functions_framework

@functions_framework.errorhandler(KeyError)
def missing(error):
    return "no such key", 404

@functions_framework.errorhandler(500)
def worse(error):
    return f"worse: {error.original_exception}", 503

def f(request):
    raise KeyError("x")

def g(request):
    raise ValueError("y")
"""


def test_a_modules_own_error_handlers_serve_all_its_functions(
    guest: Make, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = guest(HANDLERS), guest(HANDLERS, "g")

    assert (answer(first).status, answer(first).body) == (404, b"no such key")
    response = answer(second)
    assert (response.status, response.body) == (503, b"worse: y")
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ValueError]


def test_the_application_is_there_while_the_module_is_imported(guest: Make) -> None:
    text = """
    from flask import current_app
    NAME = current_app.name
    def f(request): return NAME
    """

    assert answer(guest(text)).body == b"f"


def test_a_typed_function_has_its_type(guest: Make) -> None:
    text = """
    import functions_framework
    class In:
        def __init__(self, x): self.x = x
        @staticmethod
        def from_dict(told): return In(told["x"])
    class Out:
        def __init__(self, y): self.y = y
        def to_dict(self): return {"y": self.y}
    @functions_framework.typed
    def f(given: In): return Out(given.x + 1)
    """
    headers = {"content-type": "application/json"}

    response = answer(guest(text), method="POST", body=b'{"x": 1}', headers=headers)

    assert (response.status, response.body) == (200, b'{"y": 2}')
