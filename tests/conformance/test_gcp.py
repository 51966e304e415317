"""The suite through Google's entries: real flask and Starlette requests, real responses."""

from __future__ import annotations

import asyncio
from io import BytesIO
from typing import Any, ClassVar

import pytest

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.asgi_client import ask
from faasport.testing.conformance import BrokenAnswerError, application
from faasport.testing.conformance.http_suite import HttpSuite
from faasport_gcp.runtime import entry

flask: Any = pytest.importorskip("flask")
werkzeug: Any = pytest.importorskip("werkzeug.test")
starlette: Any = pytest.importorskip("starlette.requests")
APPLICATION = application()
FLASK = flask.Flask("functions-framework")


class TestFlask(HttpSuite):
    """As gunicorn has it: `RAW_URI` in the environ, and PATH_INFO decoded."""

    serve: ClassVar[Any] = staticmethod(entry.http(APPLICATION))

    def call(self, request: Request) -> Response:
        native = flask.Request(environ_of(request))
        answer = FLASK.make_response(self.serve(native))
        pairs = [(name, octets.encode("latin-1").decode()) for name, octets in answer.headers]
        response = Response(b"", answer.status_code, pairs)
        try:
            response.body = b"".join(answer.response)
        except RuntimeError as fault:
            raise BrokenAnswerError(str(fault)) from fault
        return response


class TestStarlette(HttpSuite):
    """As the framework's aio side has it."""

    serve: ClassVar[Any] = staticmethod(entry.http_async(APPLICATION))

    def call(self, request: Request) -> Response:
        try:
            return ask(self._app, request).response
        except RuntimeError as fault:
            raise BrokenAnswerError(str(fault)) from fault

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        answer = await self.serve(starlette.Request(scope, receive))
        await answer(scope, receive, send)


def environ_of(request: Request) -> dict[str, Any]:
    """What gunicorn makes of the request."""
    query = f"?{request.raw_query}" if request.raw_query else ""
    target = request.raw_path + query
    environ: dict[str, Any] = werkzeug.EnvironBuilder(
        path=target,
        method=request.method,
        headers=[pair for pair in request.headers if pair[0].lower() != "content-type"],
        input_stream=BytesIO(request.body),
    ).get_environ()
    environ["RAW_URI"] = target
    environ["CONTENT_LENGTH"] = str(len(request.body))
    kind = request.headers.get("content-type")
    if kind:
        environ["CONTENT_TYPE"] = kind
    return environ


def test_a_stream_leaves_flask_piece_by_piece() -> None:
    request = Request(raw_path="/streams/listed")

    answer = entry.http(APPLICATION)(flask.Request(environ_of(request)))

    assert list(answer.response) == [b"a", b"b", b"c"]


def test_a_stream_leaves_starlette_piece_by_piece() -> None:
    suite = TestStarlette()

    answer = ask(suite._app, Request(raw_path="/streams/listed"))

    pieces = [message["body"] for message in answer.messages[1:] if message["body"]]
    assert pieces == [b"a", b"b", b"c"]
    assert asyncio.iscoroutinefunction(suite._app)
