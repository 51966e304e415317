"""What a guest of Lambda returned, as its front reads it."""

from __future__ import annotations

from typing import Any

import pytest

ANSWERS = "def handler(event, context):\n    return {0}\n"


def answer(declared: Any, route: Any, result: str, payload: str = "") -> Any:
    return declared(ANSWERS.replace("{0}", result), route(), payload=payload).ask()


@pytest.mark.parametrize(
    ("result", "body"),
    [
        ("'hello'", b"hello"),
        ("{'a': 1}", b'{"a":1}'),
        ("[1, 2]", b"[1,2]"),
        ("None", b"null"),
        ("(1, True)", b"[1,true]"),
        ("{1: 2}", b'{"1":2}'),
        ("{'n': __import__('decimal').Decimal('1')}", b'{"n":1}'),
    ],
)
def test_a_bare_result_of_payload_2_is_json(
    declared: Any, route: Any, result: str, body: bytes
) -> None:
    response = answer(declared, route, result)

    assert response.status == 200
    assert response.headers.get("content-type") == "application/json"
    assert response.body == body


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ("http-api-2.0", "text/plain;charset=UTF-8"),
        ("function-url", "application/json"),
        ("rest-api-1.0", "application/json"),
        ("alb", None),
    ],
)
def test_a_body_without_a_type_gets_that_of_its_front(
    declared: Any, route: Any, payload: str, kind: str | None
) -> None:
    response = answer(declared, route, "{'statusCode': 200, 'body': 'x'}", payload)

    assert response.headers.get("content-type") == kind


@pytest.mark.parametrize(
    ("payload", "status"),
    [
        ("http-api-2.0", 500),
        ("function-url", 502),
        ("rest-api-1.0", 502),
        ("alb", 502),
        ("alb-single", 502),
    ],
)
@pytest.mark.parametrize(
    "result",
    [
        "{'statusCode': 'abc'}",
        "{'statusCode': 200, 'body': {'a': 1}}",
        "{'statusCode': 200, 'headers': []}",
        "{'statusCode': 200, 'body': '!', 'isBase64Encoded': True}",
    ],
    ids=["status", "body", "headers", "base64"],
)
def test_a_result_that_a_front_cannot_read_is_answered_by_it(
    declared: Any,
    route: Any,
    caplog: pytest.LogCaptureFixture,
    result: str,
    payload: str,
    status: int,
) -> None:
    response = answer(declared, route, result, payload)

    assert response.status == status
    assert "f returned what its front cannot send" in caplog.text


@pytest.mark.parametrize("payload", ["rest-api-1.0", "alb"])
def test_only_payload_2_makes_a_body_of_a_bare_result(
    declared: Any, route: Any, payload: str
) -> None:
    assert answer(declared, route, "None", payload).status == 502


@pytest.mark.parametrize(
    "result",
    [
        "{'statusCode': 200, 'at': object()}",
        "{1, 2}",
        "b'bytes'",
        "1 / 0",
        "__import__('sys').exit()",
    ],
    ids=["member", "set", "bytes", "exception", "exit"],
)
def test_what_fails_over_there_is_a_500(declared: Any, route: Any, result: str) -> None:
    response = answer(declared, route, result)

    assert response.status == 500
    assert response.headers.get("content-type") == "application/problem+json"


def test_a_status_may_be_an_enumeration_or_a_text(declared: Any, route: Any) -> None:
    enumerated = "{'statusCode': __import__('http').HTTPStatus.CREATED}"

    assert answer(declared, route, enumerated).status == 201
    assert answer(declared, route, "{'statusCode': '202'}").status == 202


def test_every_cookie_leaves(declared: Any, route: Any) -> None:
    two = "{'statusCode': 200, 'cookies': ['a=1', 'b=2'], 'headers': {'Set-Cookie': 'c=3'}}"
    multi = "{'statusCode': 200, 'multiValueHeaders': {'Set-Cookie': ['a=1', 'b=2']}}"

    assert len(answer(declared, route, two).headers.get_all("set-cookie")) == 3
    assert len(answer(declared, route, multi, "rest-api-1.0").headers.get_all("set-cookie")) == 2


def test_bytes_leave_as_they_are(declared: Any, route: Any) -> None:
    result = "{'statusCode': 200, 'body': 'AAH/', 'isBase64Encoded': True}"

    assert answer(declared, route, result).body == b"\x00\x01\xff"


def test_header_values_are_written_as_json_has_them(declared: Any, route: Any) -> None:
    told = "{'statusCode': 200, 'headers': {'x-is': True, 'x-n': 5, 'x-no': None}}"

    headers = answer(declared, route, told).headers

    assert (headers.get("x-is"), headers.get("x-n"), headers.get("x-no")) == ("true", "5", None)


@pytest.mark.parametrize(("payload", "status"), [("http-api-2.0", 500), ("rest-api-1.0", 502)])
def test_a_header_that_is_no_text_is_refused(
    declared: Any, route: Any, payload: str, status: int
) -> None:
    told = "{'statusCode': 200, 'headers': {'x-list': ['a', 'b']}}"

    assert answer(declared, route, told, payload).status == status


def test_both_maps_of_headers_are_merged(declared: Any, route: Any) -> None:
    told = (
        "{'statusCode': 200, 'headers': {'set-cookie': 'c=3', 'x-a': '1', 'x-b': '2'}, "
        "'multiValueHeaders': {'Set-Cookie': ['a=1', 'b=2'], 'X-A': ['1']}}"
    )

    headers = answer(declared, route, told, "rest-api-1.0").headers

    assert headers.get_all("set-cookie") == ["a=1", "b=2", "c=3"]
    assert (headers.get_all("x-a"), headers.get_all("x-b")) == (["1"], ["2"])


@pytest.mark.parametrize("result", ["{'a': float('nan')}", "'\\ud800'"])
def test_a_bare_result_that_is_no_json_is_answered_by_the_front(
    declared: Any, route: Any, result: str
) -> None:
    response = answer(declared, route, result)

    assert (response.status, response.body) == (500, b'{"message":"Internal Server Error"}')
