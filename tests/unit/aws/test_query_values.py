"""One query value read by itself is the one that the whole query holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from faasport.runtime.request import SHORT, Request
from faasport_aws.runtime.alb import AlbRequest
from faasport_aws.runtime.http_v1 import HttpV1Request

NAME = st.sampled_from(["a", "A", "b", "%61", "a+", "a=", "a&b", ""])
VALUE = st.sampled_from(["", "1", "%31", "+", "1&a=2", "#", None, 3, ["x"]])
SINGLE = st.none() | st.dictionaries(NAME, VALUE, max_size=3)
MULTI = st.none() | st.dictionaries(NAME, st.lists(VALUE, max_size=2) | VALUE, max_size=3)


@pytest.mark.parametrize("kind", [AlbRequest, HttpV1Request])
@given(SINGLE, MULTI, st.sampled_from(["a", "A", "b", "a&b", "c"]))
def test_a_value_is_that_of_the_whole_map(
    kind: type[Request], single: dict[str, Any] | None, multi: dict[str, Any] | None, name: str
) -> None:
    native = {"queryStringParameters": single, "multiValueQueryStringParameters": multi}
    request = kind(native=native, raw_query=None)

    assert request._read_query_value(name) == request.query.get(name)


@given(st.text("ab=&%1+", max_size=12), st.sampled_from(["a", "b", "ab"]), st.booleans())
def test_a_value_is_that_of_the_whole_query(raw: str, name: str, long: bool) -> None:
    request = Request(raw_query=raw + ("&z" * SHORT if long else ""))

    assert request._read_query_value(name) == request.query.get(name)
