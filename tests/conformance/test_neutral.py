"""The suite through dispatch alone: sync, on an event loop, and over the wire form."""

from __future__ import annotations

import asyncio
import json

from faasport.runtime import wire
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.runtime.streams import achunks
from faasport.testing.conformance import (
    CASES,
    BrokenAnswerError,
    NotExpressibleError,
    application,
    cases_for,
    collected,
    suite,
)
from faasport.testing.conformance.http_suite import HttpSuite

APPLICATION = application()


class TestDispatch(HttpSuite):
    def call(self, request: Request) -> Response:
        return collected(APPLICATION.call(request))


class TestDispatchOnAnEventLoop(HttpSuite):
    def call(self, request: Request) -> Response:
        return asyncio.run(_answered(request))


async def _answered(request: Request) -> Response:
    response = await APPLICATION.acall(request)
    try:
        body = b"".join([chunk async for chunk in achunks(response)])
    except RuntimeError as fault:
        raise BrokenAnswerError(str(fault)) from fault
    whole = Response(b"", response.status, response.headers)
    whole.body = body
    return whole


class TestWire(HttpSuite):
    def call(self, request: Request) -> Response:
        there = wire.decode_request(json.loads(json.dumps(wire.encode_request(request))))
        back = wire.encode_response(collected(APPLICATION.call(there)), there)
        return wire.decode_response(json.loads(json.dumps(back)))


def test_case_names_are_unique() -> None:
    names = [case.name for case in CASES]

    twice = {name for name in names if names.count(name) > 1}

    assert twice == set()


def test_the_suite_is_as_large_as_it_says() -> None:
    assert len(CASES) >= 75


def test_a_wrong_answer_is_different_in_every_case() -> None:
    def call(request: Request) -> Response:
        return Response(b"something else", 299, {"x-unexpected": "1"})

    outcomes = {verdict.outcome for verdict in suite(call)}

    assert outcomes == {"different"}


def test_a_broken_answer_is_different_where_a_whole_one_is_expected() -> None:
    def call(request: Request) -> Response:
        raise BrokenAnswerError("after 3 bytes")

    wrong = [v for v in suite(call) if (v.outcome == "same") != v.case.expected.breaks]

    assert wrong == []


def test_what_a_platform_refuses_is_told_with_reason_and_source() -> None:
    def call(request: Request) -> Response:
        raise NotExpressibleError("it is too large", "https://example.com/limits")

    (verdict, *_) = suite(call)

    assert verdict.outcome == "not-expressible"
    assert verdict.detail == "it is too large (https://example.com/limits)"


def test_a_listed_exception_excuses_a_difference() -> None:
    (case, *_) = cases_for("echo")
    listed = {case.name: ("it cannot", "https://example.com")}

    (verdict,) = suite(lambda _: Response(b"", 500), cases=[case], exceptions=listed)

    assert verdict.outcome == "not-expressible"


def test_a_listed_exception_that_nothing_needs_is_a_difference() -> None:
    (case, *_) = cases_for("echo")
    listed = {case.name: ("it cannot", "https://example.com")}

    (verdict,) = suite(APPLICATION.call, cases=[case], exceptions=listed)

    assert verdict.outcome == "different"
