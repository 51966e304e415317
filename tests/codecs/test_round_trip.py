"""The law of every codec: `decode(encode(x)) == carry(x)`, in both directions."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.strategies import requests, responses

LAW = settings(max_examples=200, deadline=None)


def sent(native: Any) -> Any:
    """A native value as it arrives elsewhere: as JSON."""
    return json.loads(json.dumps(native))


@LAW
@given(request=requests())
def test_a_request_arrives_as_its_codec_carries_it(row: Any, request: Request) -> None:
    expected = row.losses.carry(request)

    actual = row.codec.decode_request(sent(row.codec.encode_request(request)))

    assert expected == actual
    assert expected.query == actual.query
    assert expected.cookies == actual.cookies
    assert actual.notes == ()


@LAW
@given(response=responses(), request=requests())
def test_a_response_arrives_as_its_codec_carries_it(
    row: Any, response: Response, request: Request
) -> None:
    asked = row.codec.decode_request(sent(row.codec.encode_request(request)))

    native = sent(row.codec.encode_response(response, asked))

    assert row.losses.carry_response(response) == row.codec.decode_response(native)


@LAW
@given(request=requests(), response=responses())
def test_what_was_carried_once_loses_nothing_more(
    row: Any, request: Request, response: Response
) -> None:
    carried, carried_response = row.losses.carry(request), row.losses.carry_response(response)

    again, again_response = row.losses.carry(carried), row.losses.carry_response(carried_response)

    assert carried == again
    assert carried_response == again_response
