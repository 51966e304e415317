import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from faasport.runtime.errors import ResultError
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.runtime.streams import achunks, acollected, body_of, chunks, close, collected

PIECES = [b"a", "é", bytearray(b"c"), memoryview(b"d")]
OCTETS = [b"a", "é".encode(), b"c", b"d"]


def sync_pieces() -> Iterator[Any]:
    yield from PIECES


async def async_pieces() -> AsyncIterator[Any]:
    for piece in PIECES:
        await asyncio.sleep(0)
        yield piece


def broken() -> Iterator[bytes]:
    yield b"a"
    raise OSError("gone")


async def list_of(response: Response) -> list[bytes]:
    return [chunk async for chunk in achunks(response)]


@pytest.mark.parametrize("make", [sync_pieces, async_pieces])
def test_pieces_come_one_by_one_on_every_host(make: Any) -> None:
    assert list(chunks(Response(make()))) == OCTETS
    assert asyncio.run(list_of(Response(make()))) == OCTETS


@pytest.mark.parametrize("make", [sync_pieces, async_pieces])
def test_a_body_is_all_its_pieces(make: Any) -> None:
    assert b"".join(OCTETS) == body_of(Response(make()))


def test_a_body_that_is_no_stream_is_one_piece() -> None:
    response = Response(b"a")

    assert [b"a"] == list(chunks(response)) == asyncio.run(list_of(response))
    assert body_of(response) == b"a"
    assert collected(response, Request()) is response


def test_a_piece_that_is_no_bytes_is_refused() -> None:
    with pytest.raises(ResultError, match="A stream yields bytes or text, not int"):
        list(chunks(Response(iter([1]))))  # type: ignore[list-item]


@pytest.mark.parametrize("make", [sync_pieces, async_pieces])
def test_collecting_keeps_status_and_headers(make: Any) -> None:
    response = Response(make(), 201, {"x-a": "1"}, cookies=["a=1"])

    whole = collected(response, Request())

    assert (whole.status, whole.stream, whole.body) == (201, None, b"".join(OCTETS))
    assert whole.headers == response.headers


def test_collecting_on_an_event_loop() -> None:
    whole = asyncio.run(acollected(Response(async_pieces()), Request()))

    assert whole.body == b"".join(OCTETS)


@pytest.mark.parametrize("on_a_loop", [True, False])
def test_a_stream_that_fails_while_it_is_collected_is_a_500(
    caplog: pytest.LogCaptureFixture, on_a_loop: bool
) -> None:
    response = Response(broken(), cookies=["a=1"])

    if on_a_loop:
        whole = asyncio.run(acollected(response, Request()))
    else:
        whole = collected(response, Request())

    assert (whole.status, whole.cookies) == (500, [])
    assert "OSError: gone" in caplog.text


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_an_unfinished_stream_is_closed(kind: str) -> None:
    closed: list[str] = []

    def sync() -> Iterator[bytes]:
        try:
            yield b"a"
        finally:
            closed.append("sync")

    async def later() -> AsyncIterator[bytes]:
        try:
            yield b"a"
        finally:
            closed.append("async")

    async def begin_and_close() -> None:
        response = Response(sync() if kind == "sync" else later())
        async for _ in achunks(response):
            break
        await close(response)

    asyncio.run(begin_and_close())

    assert closed == [kind]


class Watched:
    """An iterator, not a generator, that tells when it is closed."""

    closed = False

    def __iter__(self) -> "Watched":
        return self

    def __next__(self) -> bytes:
        return b"a"

    def close(self) -> None:
        self.closed = True


def test_a_stream_that_nobody_reads_to_its_end_is_closed() -> None:
    watched = Watched()
    pieces = chunks(Response(watched))
    next(pieces)

    pieces.close()  # type: ignore[attr-defined]

    assert watched.closed


@pytest.mark.parametrize("on_a_loop", [True, False])
def test_a_stream_that_fails_to_be_collected_is_closed(on_a_loop: bool) -> None:
    class Broken(Watched):
        def __next__(self) -> bytes:
            raise OSError("gone")

    broken = Broken()
    response = Response(broken)

    asyncio.run(acollected(response, Request())) if on_a_loop else collected(response, Request())

    assert broken.closed


def test_a_stream_that_is_cancelled_at_work_ends_as_cancelled() -> None:
    working, go_on = threading.Event(), threading.Event()

    def slow() -> Iterator[bytes]:
        working.set()
        go_on.wait(5)
        yield b"a"

    async def begin_and_leave() -> None:
        response = Response(slow())

        async def send() -> None:
            try:
                await list_of(response)
            finally:
                await close(response)

        sending = asyncio.ensure_future(send())
        await asyncio.to_thread(working.wait, 5)
        sending.cancel()
        try:
            with pytest.raises(asyncio.CancelledError):
                await sending
        finally:
            go_on.set()

    asyncio.run(begin_and_leave())
