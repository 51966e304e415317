from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from faasport.runtime.query import QueryParams, format_query, parse_query

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@pytest.mark.parametrize(
    ("raw", "pairs"),
    [
        ("", []),
        ("a=1&a=2", [("a", "1"), ("a", "2")]),
        ("a", [("a", "")]),
        ("a=", [("a", "")]),
        ("=1", [("", "1")]),
        ("&&a=1&", [("a", "1")]),
        ("a=b=c", [("a", "b=c")]),
        ("a+b=c+d", [("a b", "c d")]),
        ("a=%2B+%26%3d", [("a", "+ &=")]),
        ("a=%E2%98%83", [("a", "☃")]),
        ("a=%ff", [("a", "\ufffd")]),
        ("a=100%&b=%zz", [("a", "100%"), ("b", "%zz")]),
        ("a=1;b=2", [("a", "1;b=2")]),
    ],
)
def test_a_query_is_decoded_once(raw: str, pairs: list[tuple[str, str]]) -> None:
    assert pairs == parse_query(raw)


@given(st.lists(st.tuples(TEXT, TEXT).filter(any)))
def test_formatting_is_the_inverse_of_parsing(pairs: list[tuple[str, str]]) -> None:
    assert pairs == parse_query(format_query(pairs))


def test_look_up_gives_the_first_or_all() -> None:
    query = QueryParams([("a", "1"), ("b", ""), ("a", "2")])

    assert (query.get("a"), query["a"], query.get_all("a")) == ("1", "1", ["1", "2"])
    assert (query.get("b"), query.get("c"), query.get("c", "d")) == ("", None, "d")
    assert query.get_all("c") == []
    assert [("a", "1"), ("b", ""), ("a", "2")] == query.items() == list(query)
    assert "b" in query
    assert "A" not in query
    assert len(query) == 3


def test_equal_pairs_are_equal_queries() -> None:
    one, other = QueryParams([("a", "1")]), QueryParams([("a", "1")])

    assert one == other
    assert hash(one) == hash(other)
    assert one != QueryParams([("A", "1")])
    assert repr(one) == "QueryParams([('a', '1')])"


def test_what_is_no_utf_8_is_encoded_none_the_less() -> None:
    assert format_query([("a", "\ud800")]) == "a=%ED%A0%80"
