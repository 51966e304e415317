"""One request to a WSGI application, and what it is called with."""

from __future__ import annotations

import threading
from contextlib import suppress
from contextvars import ContextVar
from wsgiref.validate import validator

import pytest

from faasport.runtime import streams
from faasport.runtime.errors import ResultError
from faasport.runtime.headers import Headers
from faasport.runtime.request import Request
from faasport.runtime.wsgi_call import answered
from faasport.runtime.wsgi_environ import environ_of

PLAIN = [("Content-Type", "text/plain")]


def ask(app, **request):
    return answered(app, environ_of(Request(**request)))


def app_of(*pieces, status="200 OK", headers=PLAIN):
    def app(environ, start_response):
        start_response(status, list(headers))
        return iter(pieces)

    return app


def test_the_environ_is_complete():
    request = Request(
        method="PUT",
        raw_path="/stage/a%20b/%C3%A9",
        raw_query="x=%26",
        root_path="/stage",
        headers=Headers(
            [
                ("Host", "shop.example:8443"),
                ("Cookie", "a=1"),
                ("cookie", "b=2"),
                ("X-Twice", "1"),
                ("x-twice", "✓"),
                ("X_Forged", "1"),
                ("Content-Type", "text/plain"),
                ("Transfer-Encoding", "chunked"),
            ]
        ),
        body=b"four",
        client_ip="192.0.2.7",
        scheme="https",
    )

    environ = environ_of(request)

    texts = {key: value for key, value in environ.items() if key.isupper()}
    assert texts == {
        "REQUEST_METHOD": "PUT",
        "SCRIPT_NAME": "/stage",
        "PATH_INFO": "/a b/Ã©",
        "QUERY_STRING": "x=%26",
        "RAW_URI": "/stage/a%20b/%C3%A9?x=%26",
        "REQUEST_URI": "/stage/a%20b/%C3%A9?x=%26",
        "SERVER_NAME": "shop.example",
        "SERVER_PORT": "8443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "CONTENT_TYPE": "text/plain",
        "CONTENT_LENGTH": "4",
        "HTTP_HOST": "shop.example:8443",
        "HTTP_COOKIE": "a=1; b=2",
        "HTTP_X_TWICE": "1,â\x9c\x93",
    }
    assert environ["wsgi.input"].read() == b"four"
    assert environ["wsgi.url_scheme"] == "https"
    assert environ["faasport.request"] is request


def test_the_standard_library_finds_no_fault_in_it():
    seen = []

    def app(environ, start_response):
        seen.append(environ["wsgi.input"].read(10))
        write = start_response("200 OK", [*PLAIN, ("Content-Length", "4")])
        write(b"ab")
        return [b"cd"]

    response = ask(validator(app), method="POST", raw_path="/x", raw_query="a=1", body=b"said")

    assert (b"".join(streams.chunks(response)), seen) == (b"abcd", [b"said"])


def test_a_list_is_a_plain_answer():
    def app(environ, start_response):
        start_response("201 Made", [*PLAIN, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return [b"a", b"b"]

    response = ask(app)

    assert (response.status, response.body, response.cookies) == (201, b"ab", ["a=1", "b=2"])


def test_a_generator_is_a_stream_that_is_not_ahead_of_its_reader():
    made = []

    def app(environ, start_response):
        start_response("200 OK", PLAIN)
        for number in range(3):
            made.append(number)
            yield str(number).encode()

    response = ask(app)

    assert made == [0]
    assert list(streams.chunks(response)) == [b"0", b"1", b"2"]


def test_pieces_as_long_as_announced_are_a_plain_answer():
    response = ask(app_of(b"", b"abc", headers=[*PLAIN, ("Content-Length", "3")]))

    assert (response.body, response.stream) == (b"abc", None)


def test_what_is_written_comes_before_what_is_yielded():
    def app(environ, start_response):
        write = start_response("200 OK", PLAIN)
        write(b"a")
        yield b"b"
        write(b"c")

    assert b"".join(streams.chunks(ask(app))) == b"abc"


class Closing:
    def __init__(self, *pieces):
        self.pieces = iter(pieces)
        self.closed = 0

    def __iter__(self):
        return self

    def __next__(self):
        piece = next(self.pieces)
        if isinstance(piece, Exception):
            raise piece
        return piece

    def close(self):
        self.closed += 1


@pytest.mark.parametrize(
    ("method", "status", "pieces"),
    [
        ("GET", "200 OK", [b"a", b"b"]),
        ("GET", "200 OK", []),
        ("HEAD", "200 OK", [b"a", b"b"]),
        ("GET", "204 No Content", []),
        ("GET", "200 OK", [b"a", LookupError("midway")]),
        ("GET", "200 OK", [LookupError("early")]),
        ("GET", "900 Odd", [b"a"]),
    ],
    ids=["stream", "empty", "head", "no content", "breaks", "fails", "status"],
)
def test_it_is_closed_once_whatever_becomes_of_it(method, status, pieces):
    closing = Closing(*pieces)

    def app(environ, start_response):
        start_response(status, PLAIN)
        return closing

    with suppress(LookupError, ResultError):
        list(streams.chunks(ask(app, method=method)))

    assert closing.closed == 1


def test_a_client_that_goes_while_a_piece_is_made_has_it_closed_after():
    entered, go = threading.Event(), threading.Event()
    closed = []

    def app(environ, start_response):
        start_response("200 OK", PLAIN)
        try:
            yield b"a"
            entered.set()
            go.wait()
            yield b"b"
        finally:
            closed.append(True)

    stream = ask(app).stream
    assert next(stream) == b"a"
    thread = threading.Thread(target=next, args=(stream, None))
    thread.start()
    entered.wait()
    streams.closed(stream)
    assert closed == []
    go.set()
    thread.join()

    assert closed == [True]


def test_an_exception_in_the_stream_breaks_it():
    def app(environ, start_response):
        start_response("200 OK", PLAIN)
        yield b"a"
        raise LookupError("midway")

    with pytest.raises(LookupError, match="midway"):
        list(streams.chunks(ask(app)))


def test_head_has_no_body():
    response = ask(app_of(b"a", headers=[*PLAIN, ("Content-Length", "1")]), method="HEAD")

    assert (response.body, response.stream) == (b"", None)
    assert response.headers.get("content-length") == "1"


def test_an_error_page_takes_the_place_of_a_start():
    def app(environ, start_response):
        start_response("200 OK", PLAIN)
        start_response("503 Busy", PLAIN, (LookupError, LookupError(), None))
        return [b"busy"]

    assert ask(app).status == 503


def test_an_error_page_that_is_late_is_raised():
    def app(environ, start_response):
        start_response("200 OK", PLAIN)
        yield b"a"
        fault = LookupError("late")
        start_response("500 Oh", PLAIN, (LookupError, fault, None))

    with pytest.raises(LookupError, match="late"):
        list(streams.chunks(ask(app)))


def _twice(environ, start_response):
    start_response("200 OK", PLAIN)
    start_response("200 OK", PLAIN)
    return []


def _never(environ, start_response):
    return [b"a"]


def _text(environ, start_response):
    start_response("200 OK", PLAIN)
    return ["a"]


def _wordy(environ, start_response):
    start_response("OK", PLAIN)
    return []


@pytest.mark.parametrize(
    ("app", "fault", "told"),
    [
        (_twice, RuntimeError, "called twice"),
        (_never, ResultError, "before it called start_response"),
        (_text, ResultError, "yields bytes, not str"),
        (_wordy, ResultError, "starts with its number"),
    ],
    ids=["twice", "never", "text", "no number"],
)
def test_what_breaks_the_standard_is_told(app, fault, told):
    with pytest.raises(fault, match=told):
        ask(app)


def test_all_of_a_run_has_one_context():
    variable = ContextVar("variable")

    def app(environ, start_response):
        token = variable.set("mine")
        start_response("200 OK", PLAIN)
        yield b"a"
        yield variable.get().encode()
        variable.reset(token)

    assert b"".join(streams.chunks(ask(app))) == b"amine"
    assert variable.get("nobody's") == "nobody's"
