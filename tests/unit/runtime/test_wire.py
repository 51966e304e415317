from __future__ import annotations

from typing import Any

import pytest

from faasport.runtime import wire
from faasport.runtime.errors import PayloadError
from faasport.runtime.request import Request
from faasport.runtime.response import Response


def test_a_request_is_plain_data() -> None:
    request = Request(
        method="POST", raw_path="/a%2F", raw_query="b=1", headers=[("A", "1")], body=b"\xff"
    )

    assert wire.encode_request(request) == {
        "method": "POST",
        "target": "/a%2F?b=1",
        "headers": [["A", "1"]],
        "body_base64": "/w==",
    }


def test_a_response_is_plain_data() -> None:
    response = Response("é", 201, cookies=["a=1", "b=2"])

    assert wire.encode_response(response) == {
        "status": 201,
        "headers": [
            ["set-cookie", "a=1"],
            ["set-cookie", "b=2"],
            ["content-type", "text/plain; charset=utf-8"],
        ],
        "body": "é",
    }


@pytest.mark.parametrize(
    ("native", "attribute", "value"),
    [
        ({"method": "GET"}, "raw_path", "/"),
        ({"method": "get"}, "method", "GET"),
        ({"method": "GET", "target": "/a?b=c?d#e"}, "raw_query", "b=c?d"),
        ({"method": "GET", "target": "https://h/a?b"}, "raw_path", "/a"),
        ({"method": "GET", "target": "https://h"}, "raw_path", "/"),
        ({"method": "GET", "body": {"a": 1}}, "body", b'{"a":1}'),
        ({"method": "GET", "body": None}, "body", b""),
        ({"method": "GET", "body_base64": "YQ=="}, "body", b"a"),
    ],
)
def test_a_request_is_read_leniently(native: Any, attribute: str, value: Any) -> None:
    assert getattr(wire.decode_request(native), attribute) == value


def test_headers_may_be_an_object_of_texts_or_lists() -> None:
    request = wire.decode_request({"method": "GET", "headers": {"a": "1", "b": ["2", "3"]}})

    assert request.headers.items() == [("a", "1"), ("b", "2"), ("b", "3")]


@pytest.mark.parametrize(
    ("native", "message"),
    [
        (None, "is an object"),
        ([], "is an object"),
        ({}, "is an object"),
        ({"method": 1}, "is an object"),
        ({"method": "GET", "target": 1}, '"target" is the path and query'),
        ({"method": "GET", "headers": "a: 1"}, '"headers" is a list'),
        ({"method": "GET", "headers": [["a"]]}, '"headers" is a list'),
        ({"method": "GET", "body_base64": "!"}, '"body_base64" is not base64'),
        ({"method": "GET", "body_base64": 1}, '"body_base64" is not base64'),
        ({"method": "GET", "body": float("inf")}, "no number of JSON's"),
    ],
)
def test_what_is_no_request_is_a_payload_error(native: Any, message: str) -> None:
    with pytest.raises(PayloadError, match=message):
        wire.decode_request(native)


@pytest.mark.parametrize("native", [None, {}, {"status": "200"}])
def test_what_is_no_response_is_a_payload_error(native: Any) -> None:
    with pytest.raises(PayloadError, match="A wire response is an object"):
        wire.decode_response(native)


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        ("http://example.com/a?b=c", "/a", "b=c"),
        ("http://example.com", "/", ""),
        ("a?next=http://example.com/b", "/a", "next=http://example.com/b"),
    ],
)
def test_only_a_scheme_makes_a_target_absolute(target: str, path: str, query: str) -> None:
    request = wire.decode_request({"method": "GET", "target": target})

    assert (request.raw_path, request.raw_query) == (path, query)
