"""The suite through ASGI: in process, and behind a real server on loopback."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import pytest

from faasport.runtime.asgi import asgi
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.asgi_client import ask
from faasport.testing.conformance import BrokenAnswerError, application
from faasport.testing.conformance.http_suite import HttpSuite

APP = asgi(application())


class TestAsgi(HttpSuite):
    def call(self, request: Request) -> Response:
        try:
            answer = ask(APP, request)
        except RuntimeError as fault:
            raise BrokenAnswerError(str(fault)) from fault
        return answer.response


class TestUvicorn(HttpSuite):
    port: ClassVar[int]

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _server(cls) -> Iterator[None]:
        with serving() as cls.port:
            yield

    def call(self, request: Request) -> Response:
        return exchanged(self.port, request)


@contextmanager
def serving() -> Iterator[int]:
    """A uvicorn on a port of its own."""
    uvicorn: Any = pytest.importorskip("uvicorn")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(APP, log_level="critical", ws="none", forwarded_allow_ips="*")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started:
                time.sleep(0.01)
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(10)


def exchanged(port: int, request: Request) -> Response:
    """The request as bytes on a socket, the answer read to its end."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    target = f"{request.raw_path}?{request.raw_query}" if request.raw_query else request.raw_path
    try:
        connection.putrequest(request.method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers:
            connection.putheader(name, value)
        if request.body or request.method in {"POST", "PUT", "PATCH"}:
            connection.putheader("content-length", str(len(request.body)))
        connection.endheaders(request.body or None)
        answer = connection.getresponse()
        response = Response(b"", answer.status, answer.getheaders())
        response.body = answer.read()
    except (http.client.HTTPException, OSError) as fault:
        raise BrokenAnswerError(repr(fault)) from fault
    finally:
        connection.close()
    return response
