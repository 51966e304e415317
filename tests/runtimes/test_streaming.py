"""What streams on its platform arrives in pieces, and what breaks off is seen to break."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from faasport.runtime.request import Request
from faasport.verifier.host import BrokenAnswerError

PAUSE = 0.25
PIECES = 4


STREAMING = [
    ("gcp", "/streams/slow"),
    ("gcp", "/waiting/slow"),
    ("gcp_sync", "/streams/slow"),
    ("vercel", "/streams/slow"),
    ("vercel", "/waiting/slow"),
]


@pytest.mark.parametrize(("name", "path"), STREAMING)
def test_a_stream_arrives_in_pieces(request: pytest.FixtureRequest, name: str, path: str) -> None:
    host = request.getfixturevalue(name).host

    arrived = list(timed(host.open(asked(path)).chunks()))

    assert b"".join(piece for _, piece in arrived) == b"0;1;2;3;"
    first, last = arrived[0][0], arrived[-1][0]
    # Three pauses lie between the first piece and the last; a collected body has none.
    assert last - first > 2 * PAUSE


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("gcp", "/streams/broken"),
        ("gcp", "/waiting/broken"),
        ("gcp_sync", "/streams/broken"),
        ("vercel", "/streams/broken"),
        ("vercel", "/waiting/broken"),
    ],
)
def test_an_error_in_mid_stream_breaks_the_connection(
    request: pytest.FixtureRequest, name: str, path: str
) -> None:
    exchange = request.getfixturevalue(name).host.open(asked(path))
    pieces: list[bytes] = []

    with pytest.raises(BrokenAnswerError):
        pieces.extend(exchange.chunks())

    assert exchange.status == 200
    assert b"".join(pieces) == b"this much "


@pytest.mark.parametrize("name", ["gcp", "gcp_sync", "vercel"])
def test_after_a_broken_stream_the_next_request_is_answered(
    request: pytest.FixtureRequest, name: str
) -> None:
    host = request.getfixturevalue(name).host
    with pytest.raises(BrokenAnswerError):
        host.open(asked("/streams/broken")).collected()

    response = host.send(asked("/streams/text"))

    assert response.body == "one, twö, three".encode()


@pytest.mark.parametrize("name", ["aws", "azure"])
@pytest.mark.parametrize("path", ["/streams/broken", "/waiting/broken"])
def test_where_bodies_are_collected_a_broken_stream_is_a_500(
    request: pytest.FixtureRequest, name: str, path: str
) -> None:
    response = request.getfixturevalue(name).host.send(asked(path))

    assert response.status == 500
    assert b"this much" not in response.body


def asked(path: str) -> Request:
    return Request(raw_path=path, headers={"host": "api.example.com"})


def timed(chunks: Iterator[bytes]) -> Iterator[tuple[float, bytes]]:
    for chunk in chunks:
        yield time.monotonic(), chunk
