"""A class of BaseHTTPRequestHandler, without a socket."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

import pytest

from faasport.runtime.errors import DeclarationError, ResultError
from faasport.runtime.headers import Headers
from faasport.runtime.request import Request
from faasport_vercel.runtime.guest_handler import serving


class Answering(BaseHTTPRequestHandler):
    """Answers with what it was asked."""

    def do_POST(self):
        length = int(self.headers["content-length"])
        told = [self.command, self.path, self.rfile.read(length), self.headers.get_all("x-twice")]
        self.send_response(201, "Made")
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(repr(told).encode())

    def do_GET(self):
        self.send_error(404, "Nowhere")

    def do_HEAD(self):
        self.send_response(200)
        self.send_header("Content-Length", "7")
        self.end_headers()

    def do_DELETE(self):
        raise LookupError("on purpose")

    def do_OPTIONS(self):
        """Answers nothing."""

    def log_message(self, *args):
        pass


class Modern(Answering):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    timeout = 3
    disable_nagle_algorithm = True

    def do_POST(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n")

    def do_PUT(self):
        self.send_response(200)
        self.send_header("Content-Length", "9")
        self.end_headers()
        self.wfile.write(b"short")


def ask(handler, method, **request):
    return serving(handler, "site")(Request(method=method, raw_path="/api", **request))


def test_it_reads_the_request_as_it_was_sent():
    headers = Headers([("X-Twice", "1"), ("x-twice", "é"), ("Transfer-Encoding", "chunked")])

    response = ask(Answering, "POST", raw_query="a=%26", headers=headers, body=b"said")

    assert response.body.decode() == repr(["POST", "/api?a=%26", b"said", ["1", "é"]])
    assert (response.status, response.cookies) == (201, ["a=1", "b=2"])
    assert "connection" not in response.headers


@pytest.mark.parametrize("handler", [Answering, Modern])
def test_its_own_errors_are_answers(handler):
    response = ask(handler, "GET")

    assert response.status == 404
    assert b"Nowhere" in response.body


def test_a_method_that_it_has_not_is_not_implemented():
    assert ask(Answering, "PATCH").status == 501


def test_head_has_the_length_and_no_body():
    response = ask(Modern, "HEAD")

    assert (response.headers.get("content-length"), response.body) == ("7", b"")


def test_chunks_are_put_together():
    response = ask(Modern, "POST", headers={"expect": "100-continue"}, body=b"unread")

    assert (response.status, response.body) == (200, b"abc")
    assert "transfer-encoding" not in response.headers


@pytest.mark.parametrize(
    ("handler", "method", "told"),
    [
        (Answering, "OPTIONS", "site: do_OPTIONS sent no answer"),
        (Modern, "PUT", "site: do_PUT sent an answer that breaks off"),
    ],
    ids=["nothing", "less than announced"],
)
def test_what_is_no_answer_is_told(handler, method, told):
    with pytest.raises(ResultError, match=told):
        ask(handler, method)


def test_an_exception_passes():
    with pytest.raises(LookupError, match="on purpose"):
        ask(Answering, "DELETE")


def test_it_may_ask_where_it_is():
    seen = []

    class Asking(Answering):
        def do_GET(self):
            seen.append((self.client_address, self.server.server_port, self.address_string()))
            super().do_GET()

    ask(Asking, "GET")

    assert seen == [(("127.0.0.1", 0), 0, "127.0.0.1")]


def test_another_class_is_refused():
    with pytest.raises(DeclarationError, match="does not derive from BaseHTTPRequestHandler"):
        serving(dict, "site")
