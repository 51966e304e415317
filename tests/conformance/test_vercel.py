"""The suite through Vercel's entries: ASGI as its runtime calls it, and its older event."""

from __future__ import annotations

import json

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.runtime.streams import collected
from faasport.testing.asgi_client import ask
from faasport.testing.conformance import BrokenAnswerError, application
from faasport.testing.conformance.http_suite import HttpSuite
from faasport_vercel.runtime import entry, lambda_event

APPLICATION = application()
APP = entry.asgi(APPLICATION)


class TestAsgi(HttpSuite):
    def call(self, request: Request) -> Response:
        try:
            return ask(APP, request).response
        except RuntimeError as fault:
            raise BrokenAnswerError(str(fault)) from fault


class TestLambdaEvent(HttpSuite):
    """What `vercel dev` sends: one text, one answer."""

    def call(self, request: Request) -> Response:
        there = lambda_event.decode_request(
            json.loads(json.dumps(lambda_event.encode_request(request)))
        )
        answer = collected(APPLICATION.call(there), there)
        back = lambda_event.encode_response(answer, there)
        return lambda_event.decode_response(json.loads(json.dumps(back)))


def test_a_stream_leaves_piece_by_piece() -> None:
    answer = ask(APP, Request(raw_path="/streams/listed"))

    pieces = [message["body"] for message in answer.messages[1:] if message["body"]]
    assert pieces == [b"a", b"b", b"c"]
