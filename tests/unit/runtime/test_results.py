from dataclasses import InitVar, dataclass
from enum import Enum
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel

from faasport.runtime.errors import ResultError
from faasport.runtime.response import Response
from faasport.runtime.results import respond


@dataclass
class Point:
    x: int


@dataclass
class Tagged:
    kind: ClassVar[str] = "tagged"
    count: int
    scale: InitVar[int] = 1


class Model(BaseModel):
    x: int


class Colour(Enum):
    RED = "red"


JSON = "application/json"


@pytest.mark.parametrize(
    ("value", "status", "body", "kind"),
    [
        ({"a": 1}, 200, b'{"a":1}', JSON),
        ([1, "é"], 200, '[1,"é"]'.encode(), JSON),
        ("é", 200, "é".encode(), "text/plain; charset=utf-8"),
        (b"\xff", 200, b"\xff", "application/octet-stream"),
        (bytearray(b"a"), 200, b"a", "application/octet-stream"),
        (None, 204, b"", None),
        (Point(1), 200, b'{"x":1}', JSON),
        (Model(x=1), 200, b'{"x":1}', JSON),
        ([Model(x=1), Point(2)], 200, b'[{"x":1},{"x":2}]', JSON),
        ({"c": Colour.RED}, 200, b'{"c":"red"}', JSON),
        (({"a": 1}, 201), 201, b'{"a":1}', JSON),
        ((None, 202), 202, b"", None),
        (("a", 200, {"content-type": "text/x"}), 200, b"a", "text/x"),
        ((Response("a"), 404), 404, b"a", "text/plain; charset=utf-8"),
    ],
)
def test_a_result_becomes_a_response(
    value: Any, status: int, body: bytes, kind: str | None
) -> None:
    response = respond(value)

    assert (response.status, response.body) == (status, body)
    assert response.headers.get("content-type") == kind


def test_a_response_stays_itself() -> None:
    response = Response("a", 201)

    assert respond(response, 404) is response


@pytest.mark.parametrize(("value", "status"), [({}, 201), ("a", 201), (None, 201), (iter(()), 201)])
def test_the_declared_status_is_that_of_a_result_without_one(value: Any, status: int) -> None:
    assert respond(value, status).status == status


def test_a_generator_streams() -> None:
    response = respond(piece for piece in (b"a", b"b"))

    assert response.stream is not None
    assert list(response.stream) == [b"a", b"b"]


def test_a_stream_with_a_status_still_streams() -> None:
    response = respond((iter([b"a"]), 206, {"content-range": "bytes 0-0/2"}))

    assert (response.status, list(response.stream)) == (206, [b"a"])
    assert response.headers["content-range"] == "bytes 0-0/2"


def test_headers_of_a_triple_replace_and_cookies_stay() -> None:
    made = Response("a", headers={"x-a": "1", "x-b": "1"}, cookies=["c=1"])

    response = respond((made, 200, {"X-A": "2"}))

    assert response.headers.get_all("x-a") == ["2"]
    assert response.headers.get("x-b") == "1"
    assert response.cookies == ["c=1"]


@pytest.mark.parametrize(
    "value",
    [
        1,
        1.5,
        True,
        {1},
        object(),
        Point,
        ("a",),
        ("a", "200"),
        ("a", 200, {}, 4),
        ("a", True),
        ("a", 99),
        ("a", 600),
        ({}, 0),
        {"a": float("nan")},
        {"a": object()},
        {(1, 2): 3},
    ],
)
def test_what_cannot_be_sent_is_a_result_error(value: Any) -> None:
    with pytest.raises(ResultError):
        respond(value)


def test_a_value_that_holds_itself_is_a_result_error() -> None:
    value: list[Any] = []
    value.append(value)

    with pytest.raises(ResultError, match="no JSON form"):
        respond(value)


def test_a_lone_surrogate_is_escaped():
    assert respond({"text": "\ud800é"}).body == b'{"text":"\\ud800\\u00e9"}'


def test_a_dataclass_is_its_fields() -> None:
    assert respond(Tagged(2)).body == b'{"count":2}'


def test_a_circle_is_told() -> None:
    circle: list[Any] = []
    circle.append(circle)

    with pytest.raises(ResultError, match="has no JSON form"):
        respond(circle)
