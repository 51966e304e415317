"""What does not fit is answered alike, whether its handler is awaited or not."""

import pytest

from faasport.runtime.binding import plan_for
from faasport.runtime.http_errors import UnprocessableContent
from faasport.runtime.problems import problem
from faasport.runtime.request import Request

REQUEST = Request(method="POST", body='[{"é": 1}, 1]'.encode(), raw_query="page=x")


def plain(page: int, data: list[dict[str, str]]) -> str:
    return f"{page} {data}"


async def waiting(page: int, data: list[dict[str, str]]) -> str:
    return f"{page} {data}"


def test_a_misfit_is_the_same_answer_from_both_kinds_of_handlers() -> None:
    answer = plan_for(plain, ()).call(REQUEST)
    with pytest.raises(UnprocessableContent) as told:
        plan_for(waiting, ()).call(REQUEST)

    assert answer == problem(told.value)
    assert '"loc":["body",0,"é"]'.encode() in answer.body


def test_of_very_many_faults_the_first_are_told() -> None:
    request = Request(method="POST", body=b"[" + b"1," * 500 + b"1]", raw_query="page=1")

    answer = plan_for(plain, ()).call(request)

    assert answer.body.count(b'"loc"') == 100
