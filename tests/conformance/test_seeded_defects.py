"""The suite catches what other adapters get wrong: each known defect, put into ours on purpose."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from faasport.runtime.headers import Headers
from faasport.runtime.query import format_query
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.runtime.streams import chunk_of
from faasport.testing.conformance import application, collected, suite

APPLICATION = application()
RequestDefect = Callable[[Request], Request]
ResponseDefect = Callable[[Response], Response]


def changed(request: Request, **changes: Any) -> Request:
    names = ("method", "raw_path", "raw_query", "headers", "body")
    return Request(**{**{name: getattr(request, name) for name in names}, **changes})


def answered(response: Response, headers: Any = None, body: bytes | None = None) -> Response:
    made = Response(b"", response.status, response.headers if headers is None else headers)
    made.body = response.body if body is None else body
    return made


def without_blank_values(request: Request) -> Request:
    pairs = [(name, value) for name, value in request.query if value]
    return changed(request, raw_query=format_query(pairs))


def last_of_each(pairs: Any) -> list[tuple[str, str]]:
    return list({name.lower(): (name, value) for name, value in pairs}.values())


def text_only(body: bytes) -> bytes:
    return body.decode("utf-8", "replace").encode()


REQUEST_DEFECTS: dict[str, RequestDefect] = {
    "mangum: the trailing slash is dropped": lambda request: changed(
        request, raw_path=request.raw_path.rstrip("/") or "/"
    ),
    "mangum: the path arrives decoded": lambda request: changed(
        request, raw_path=request.path.replace(" ", "%20").replace("?", "%3F")
    ),
    "azure's map: blank query values are dropped": without_blank_values,
    "http api's map: repeated query keys are joined": lambda request: changed(
        request,
        raw_query=format_query(
            (name, ",".join(request.query.get_all(name)))
            for name in dict.fromkeys(name for name, _ in request.query)
        ),
    ),
    "http api's map: an encoded plus is lost": lambda request: changed(
        request, raw_query=request.raw_query.replace("%2B", "+")
    ),
    "wsgi: the last of a repeated header": lambda request: changed(
        request, headers=last_of_each(request.headers)
    ),
    "bodies are text": lambda request: changed(request, body=text_only(request.body)),
    "DELETE has no body": lambda request: changed(
        request, body=b"" if request.method == "DELETE" else request.body
    ),
    "PATCH is unknown": lambda request: changed(
        request, method="POST" if request.method == "PATCH" else request.method
    ),
    "cookies are joined by commas": lambda request: changed(
        request,
        headers=[(n, v.replace("; ", ",") if n == "cookie" else v) for n, v in request.headers],
    ),
    "HEAD is GET": lambda request: changed(
        request, method="GET" if request.method == "HEAD" else request.method
    ),
}

RESPONSE_DEFECTS: dict[str, ResponseDefect] = {
    "agraffe: one Set-Cookie is left": lambda response: answered(
        response, last_of_each(response.headers)
    ),
    "set-cookie is joined by commas": lambda response: answered(
        response,
        [
            *response.headers.without("set-cookie"),
            *([("set-cookie", ", ".join(response.cookies))] if response.cookies else []),
        ],
    ),
    "agraffe: a stream's last piece alone": lambda response: answered(
        response, body=response.body[-65536:]
    ),
    "bodies are text": lambda response: answered(response, body=text_only(response.body)),
    "azure: an empty answer has a type": lambda response: answered(
        response,
        response.headers
        if "content-type" in response.headers
        else Headers([*response.headers, ("content-type", "text/plain; charset=utf-8")]),
    ),
    "flask: text is HTML": lambda response: answered(
        response,
        response.headers.with_set("content-type", "text/html; charset=utf-8")
        if (response.headers.get("content-type") or "").startswith("text/plain")
        else None,
    ),
    "the error's detail is told": lambda response: answered(
        response, body=response.body + b" swordfish" if response.status == 500 else None
    ),
    "compressed bodies are unpacked": lambda response: answered(
        response, response.headers.without("content-encoding")
    ),
    "204 has a body's type": lambda response: answered(
        response,
        response.headers.with_set("content-type", "application/json")
        if response.status == 204
        else None,
    ),
    "redirects are followed": lambda response: answered(
        response, response.headers.without("location")
    ),
}


@pytest.mark.parametrize("defect", REQUEST_DEFECTS.values(), ids=REQUEST_DEFECTS.keys())
def test_a_defect_on_the_way_in_is_caught(defect: RequestDefect) -> None:
    def call(request: Request) -> Response:
        return collected(APPLICATION.call(defect(request)))

    assert "different" in {verdict.outcome for verdict in suite(call)}


@pytest.mark.parametrize("defect", RESPONSE_DEFECTS.values(), ids=RESPONSE_DEFECTS.keys())
def test_a_defect_on_the_way_out_is_caught(defect: ResponseDefect) -> None:
    def call(request: Request) -> Response:
        return defect(collected(APPLICATION.call(request)))

    assert "different" in {verdict.outcome for verdict in suite(call)}


def test_a_stream_that_breaks_off_and_looks_whole_is_caught() -> None:
    def call(request: Request) -> Response:
        response = APPLICATION.call(request)
        pieces: list[bytes] = []
        with suppress(RuntimeError, TypeError):
            pieces.extend(map(chunk_of, response.stream or [response.body]))
        return answered(response, body=b"".join(pieces))

    caught = [v.case.name for v in suite(call) if v.case.expected.breaks and v.outcome != "same"]

    assert "an error in mid-stream" in caught


def test_what_is_no_defect_is_not_caught() -> None:
    def call(request: Request) -> Response:
        return answered(collected(APPLICATION.call(changed(request))))

    assert {"same"} == {verdict.outcome for verdict in suite(call)}
