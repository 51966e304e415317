import json
from typing import Annotated, Any, Union

import pytest
from pydantic import AfterValidator, BaseModel, Field

import faasport
from faasport.runtime.binding import plan_for
from faasport.runtime.errors import DeclarationError
from faasport.runtime.request import Request

Page = Annotated[int, Field(ge=1, le=100)]


class Card(BaseModel):
    number: str


class Voucher(BaseModel):
    code: str


def bound(handler: Any, **request: Any) -> Any:
    return plan_for(handler, ()).call(Request(**request))


def faults_of(handler: Any, **request: Any) -> list[list[Any]]:
    answer = bound(handler, **request)
    assert answer.status == 422
    return [[*error["loc"], error["type"]] for error in json.loads(answer.body)["errors"]]


def find(page: Page = 1, sizes: list[Annotated[int, Field(gt=0)]] = []) -> Any:  # noqa: B006
    return page, sizes


def even(number: int) -> int:
    if number % 2:
        raise ValueError("is odd")
    return number


def test_a_constrained_value_that_fits_is_converted():
    assert bound(find, raw_query="page=7&sizes=1&sizes=2") == (7, [1, 2])
    assert bound(find) == (1, [])


def test_every_broken_constraint_is_named_at_once():
    faults = faults_of(find, raw_query="page=0&sizes=1&sizes=0")

    assert faults == [
        ["query", "page", "greater_than_equal"],
        ["query", "sizes", 1, "greater_than"],
    ]


def test_a_constrained_header_without_a_default_is_required():
    def handler(size: Annotated[int, Field(gt=0), faasport.Header("x-size")]) -> int:
        return size

    assert faults_of(handler) == [["header", "x-size", "missing"]]
    assert bound(handler, headers={"X-Size": "3"}) == 3


def test_a_validator_of_the_users_runs():
    def handler(number: Annotated[int, AfterValidator(even)]) -> int:
        return number

    assert bound(handler, raw_query="number=4") == 4
    assert faults_of(handler, raw_query="number=5") == [["query", "number", "value_error"]]


def test_a_body_may_be_constrained_too():
    def handler(cards: Annotated[list[Card], Field(max_length=1)]) -> int:
        return len(cards)

    two = b'[{"number": "1"}, {"number": "2"}]'

    assert bound(handler, body=b'[{"number": "1"}]') == 1
    assert faults_of(handler, body=two) == [["body", "too_long"]]


def test_one_of_two_models_may_be_the_body():
    def handler(payment: Union[Card, Voucher]) -> str:  # noqa: UP007
        return type(payment).__name__

    assert bound(handler, body=b'{"code": "x"}') == "Voucher"
    assert bound(handler, body=b'{"number": "x"}') == "Card"


@pytest.mark.parametrize("default", [faasport.Query("q"), Field(1, gt=0)])
def test_a_marker_as_a_default_is_refused(default):
    def handler(value: int = default) -> int:
        return value

    with pytest.raises(DeclarationError, match="Annotated"):
        plan_for(handler, ())


def test_what_is_no_function_is_refused():
    class Handler:
        def __call__(self) -> None: ...

    with pytest.raises(DeclarationError, match="is no function"):
        faasport.http("GET", "/")(Handler())
