"""A response's stream: iterated where the platform streams, collected where it does not."""

from __future__ import annotations

from . import loops
from .errors import ResultError
from .response import Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from typing import Any

    from .request import Request

_END = object()


def body_of(response: Response) -> bytes:
    """The whole body; a stream is collected, on a host without an event loop."""
    stream = response.stream
    if stream is None:
        return response.body
    if hasattr(stream, "__aiter__"):
        return bytes(loops.run(_gathered(response)))
    return b"".join(chunks(response))


def chunks(response: Response) -> Iterator[bytes]:
    """The body piece by piece, for a sync host that streams."""
    stream = response.stream
    if stream is None:
        yield response.body
    elif hasattr(stream, "__aiter__"):
        ahead = stream.__aiter__()
        try:
            while (piece := loops.run(_next(ahead))) is not _END:
                yield chunk_of(piece)
        finally:
            loops.run(close(response))
    else:
        try:
            yield from map(chunk_of, stream)
        finally:
            closed(stream)


async def achunks(response: Response) -> AsyncIterator[bytes]:
    """The body piece by piece, for a host with an event loop; a sync stream runs in a thread."""
    stream = response.stream
    if stream is None:
        yield response.body
    elif hasattr(stream, "__aiter__"):
        async for piece in stream:
            yield chunk_of(piece)
    else:
        ahead = iter(stream)
        while (piece := await loops.in_thread(next, ahead, _END)) is not _END:
            yield chunk_of(piece)


async def close(response: Response) -> None:
    """Let an unfinished stream clean up: the client has gone, or asked with HEAD."""
    if hasattr(response.stream, "aclose"):
        await response.stream.aclose()
    else:
        closed(response.stream)


def closed(stream: Any) -> None:
    """Let a sync stream clean up; what cannot be closed is left alone."""
    if not hasattr(stream, "close"):
        return
    try:
        stream.close()
    except ValueError:
        # A generator that its thread is still in cannot be closed; it is when it is forgotten.
        if not getattr(stream, "gi_running", False):
            raise


def chunk_of(piece: Any) -> bytes:
    """A piece as bytes; text is UTF-8."""
    if isinstance(piece, str):
        return piece.encode()
    if isinstance(piece, (bytes, bytearray, memoryview)):
        return bytes(piece)
    raise ResultError(f"A stream yields bytes or text, not {type(piece).__name__}.")


async def _gathered(response: Response) -> bytes:
    try:
        return b"".join([chunk async for chunk in achunks(response)])
    finally:
        await close(response)


async def _next(ahead: Any) -> Any:
    try:
        return await ahead.__anext__()
    except StopAsyncIteration:
        return _END


def collected(response: Response, request: Request) -> Response:
    """``response`` without a stream, for a platform that takes one body. A stream that fails is a
    500: nothing has been sent yet."""
    if response.stream is None:
        return response
    try:
        body = body_of(response)
    except Exception:
        return _failed(request)
    return Response._checked(body, response.status, response.headers)


async def acollected(response: Response, request: Request) -> Response:
    """The same on an event loop."""
    if response.stream is None:
        return response
    try:
        body = await _gathered(response)
    except Exception:
        return _failed(request)
    return Response._checked(body, response.status, response.headers)


def _failed(request: Request) -> Response:
    from .problems import uncaught

    return uncaught(request, "its stream")
