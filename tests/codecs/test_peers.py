"""Defects of other adapters, named after them, that must not be ours."""

from __future__ import annotations

import json
from typing import Any

import pytest

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport_aws.runtime import alb, http_v1, http_v2

LAMBDA = (http_v1, http_v2, alb)
BALANCER = (
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html"
)
COOKIES = ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2; Path=/"]


def test_mangum_s_comma_joined_cookies(row: Any) -> None:
    native = row.codec.encode_response(Response("x", cookies=COOKIES))

    assert len(row.codec.decode_response(native).cookies) == 2


def test_mangum_s_decoded_slash(row: Any) -> None:
    native = json.loads(json.dumps(row.codec.encode_request(Request(raw_path="/files/a%2Fb/"))))

    request = row.codec.decode_request(native)

    assert (request.raw_path, request.path) == ("/files/a%2Fb/", "/files/a/b/")


@pytest.mark.parametrize("codec", LAMBDA)
def test_apig_wsgi_s_crash_on_bad_base64(codec: Any) -> None:
    event = codec.encode_request(Request(method="POST"))

    event.update(body="not really base64", isBase64Encoded=True)

    assert codec.decode_request(event).body == b"not really base64"


@pytest.mark.parametrize("codec", LAMBDA)
def test_mangum_s_crash_on_numbers_in_headers(codec: Any) -> None:
    event = codec.encode_request(Request())

    event.update(headers={"content-length": 13}, multiValueHeaders=None)

    assert codec.decode_request(event).headers.get("content-length") == "13"


def test_mangum_s_refusal_without_a_request_context() -> None:
    assert http_v1.decode_request({"httpMethod": "GET", "path": "/todos/1"}).path == "/todos/1"


def test_agraffe_s_lost_repeats(row: Any) -> None:
    if row.codec.__name__.endswith("alb_single"):
        pytest.skip(f"not expressible: it sends the last value of a name alone ({BALANCER})")
    sent = Request(raw_query="a=1&a=2", headers=[("x-a", "1"), ("x-a", "2")])

    request = row.codec.decode_request(json.loads(json.dumps(row.codec.encode_request(sent))))

    assert request.query.get_all("a") == ["1", "2"]
    assert ",".join(request.headers.get_all("x-a")) == "1,2"


def test_azure_s_and_agraffe_s_maps_of_response_headers(row: Any) -> None:
    answer = Response("x", 200, [("Link", "<a>"), ("link", "<b>")])

    response = row.codec.decode_response(row.codec.encode_response(answer))

    assert ", ".join(response.headers.get_all("link")) == "<a>, <b>"


def test_chalice_s_and_serverless_wsgi_s_text_that_is_bytes(row: Any) -> None:
    answer = Response(b"", 200, {"content-type": "text/plain"})
    answer.body = b"\xff\xfe\x00"

    response = row.codec.decode_response(json.loads(json.dumps(row.codec.encode_response(answer))))

    assert response.body == b"\xff\xfe\x00"
