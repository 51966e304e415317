"""A payload of the wrong shape is a PayloadError or a request that can be read: nothing else."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from faasport.runtime.errors import PayloadError
from faasport.runtime.request import Request
from faasport.runtime.response import Response

ODD = (None, True, 0, -1.5, "", "text", [], [1], ["x", None], {}, {"a": 1}, {"value": None})
FULL = Request(
    method="POST",
    raw_path="/a%2Fb",
    raw_query="a=1&a=2&b",
    headers=[("Host", "x.example"), ("Cookie", "a=1; b=2"), ("Content-Type", "text/plain")],
    body=b"text",
    client_ip="203.0.113.7",
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)


def read(request: Request) -> None:
    """Everything that a handler can ask of a request without judging the body."""
    request.headers.items(), request.query.items(), request.cookies, request.body, request.notes
    request.url, request.path, request.client_ip, request.host, request.scheme  # noqa: B018
    request.platform, request.user, request.time, request.context, repr(request)


def variations(native: Any) -> Iterator[Any]:
    """``native`` with each of its members, at any depth, replaced by each odd value."""
    for path in paths(native):
        for odd in ODD:
            changed = copy.deepcopy(native)
            parent = changed
            for step in path[:-1]:
                parent = parent[step]
            parent[path[-1]] = odd
            yield changed


def paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield (*before, key)
        yield from paths(value[key], (*before, key))


def test_every_member_may_be_anything(row: Any) -> None:
    native = json.loads(json.dumps(row.codec.encode_request(FULL)))

    for changed in variations(native):
        try:
            request = row.codec.decode_request(changed)
        except PayloadError as refusal:
            assert len(str(refusal)) > 20
        else:
            read(request)


def test_every_member_of_a_response_may_be_anything(row: Any) -> None:
    answer = Response("text", 200, {"x-a": "1"}, cookies=["a=1; Path=/; Max-Age=5; SameSite=Lax"])
    native = json.loads(json.dumps(row.codec.encode_response(answer)))

    for changed in variations(native):
        try:
            response = row.codec.decode_response(changed)
        except PayloadError as refusal:
            assert len(str(refusal)) > 20
        else:
            assert isinstance(response.body, bytes)
            assert response.headers.items() is not None


@settings(max_examples=200, deadline=None)
@given(native=ANYTHING)
def test_any_json_is_refused_or_read(row: Any, native: Any) -> None:
    try:
        request = row.codec.decode_request(native)
    except PayloadError as refusal:
        assert len(str(refusal)) > 20
    else:
        read(request)


@pytest.mark.parametrize("native", [None, 5, "text", [], {}, {"Records": [5]}, {"body": "{}"}])
def test_what_is_no_request_at_all_is_refused(row: Any, native: Any) -> None:
    with pytest.raises(PayloadError):
        row.codec.decode_request(native)


@pytest.mark.parametrize("native", [5, [], {}, {"statusCode": "x"}, {"status": 99}, {"http": 1}])
def test_what_is_no_response_is_refused(row: Any, native: Any) -> None:
    if row.codec.__name__.endswith("http_v2") and "statusCode" not in str(native):
        return  # without a statusCode the gateway takes any value as the body

    with pytest.raises(PayloadError):
        row.codec.decode_response(native)
