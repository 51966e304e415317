from __future__ import annotations

import http

import pytest

import faasport
from faasport.runtime.errors import HTTPError
from faasport.runtime.problems import TITLES, problem

FIXED = {
    faasport.BadRequest: 400,
    faasport.Unauthorized: 401,
    faasport.Forbidden: 403,
    faasport.NotFound: 404,
    faasport.MethodNotAllowed: 405,
    faasport.Conflict: 409,
    faasport.PayloadTooLarge: 413,
    faasport.UnprocessableContent: 422,
    faasport.TooManyRequests: 429,
}


def test_a_problem_byte_for_byte() -> None:
    error = HTTPError(409, "é", title="T", type="/t", headers={"x-a": "1"}, balance=3)

    response = problem(error)

    assert response.status == 409
    assert (
        response.body == '{"type":"/t","title":"T","status":409,"detail":"é","balance":3}'.encode()
    )
    assert response.headers.items() == [("content-type", "application/problem+json"), ("x-a", "1")]


@pytest.mark.parametrize(("kind", "status"), FIXED.items())
def test_a_named_error_has_its_status(kind: type[HTTPError], status: int) -> None:
    error = kind("why")  # type: ignore[arg-type, call-arg]  # its status is its class

    assert (error.status, error.detail, problem(error).status) == (status, "why", status)
    assert str(error) == f"{status}: why"


def test_every_status_has_a_title() -> None:
    known = {status.value for status in http.HTTPStatus if status.value >= 400}

    without = known - set(TITLES) - {418, 505, 506, 507, 508, 510, 511}

    assert without == set()


@pytest.mark.parametrize("status", [200, 302, 399, 600])
def test_an_error_is_400_to_599(status: int) -> None:
    with pytest.raises(ValueError, match="from 400 to 599"):
        HTTPError(status)


def test_a_status_without_a_phrase_is_an_error() -> None:
    assert problem(HTTPError(499)).body == b'{"type":"about:blank","title":"Error","status":499}'


def test_an_error_without_a_detail_is_its_status() -> None:
    assert str(HTTPError(503)) == "503"
