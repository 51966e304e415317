"""One request to an ASGI application: what it receives, what it sends, and when that is over.

https://asgi.readthedocs.io/en/latest/specs/www.html

Theory. The application runs as a task of its own. An answer that is whole is a plain response;
one that is sent piece by piece is a stream. Either ends when the application has: what it does
after its answer (background tasks) is part of the invocation, since platforms freeze an instance
that has answered.
"""

from __future__ import annotations

import asyncio

from .application import BODILESS
from .errors import ResultError
from .hop import end_to_end
from .logs import logger
from .response import Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    App = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

# So long a whole answer waits for its application to end. One that goes on is sent before that,
# where the platform streams.
PATIENCE_SECONDS = 0.05
# So long an application has to clean up after a client that has gone, in seconds.
GRACE_SECONDS = 5
_END = object()


async def answered(app: App, scope: dict[str, Any], body: bytes) -> Response:
    """The response. Raises what the application raised before it began one."""
    call = Call(app, scope, body)
    try:
        return await call.response()
    except BaseException:
        await call.aclose()
        raise


class Call:
    """One run of the application. As the stream of a response it gives the pieces that follow."""

    def __init__(self, app: App, scope: dict[str, Any], body: bytes) -> None:
        self._name = scope["path"]
        self._head = scope["method"] == "HEAD"
        self._body: bytes | None = body
        self._status = 0
        self._headers: list[tuple[str, str]] = []
        # One piece at a time: who sends more than is taken has to wait.
        self._pieces: asyncio.Queue[Any] = asyncio.Queue(1)
        self._ahead: list[bytes] = []
        self._complete = asyncio.Event()
        self._gone = asyncio.Event()
        self._fault: BaseException | None = None
        self._task = asyncio.ensure_future(self._run(app, scope))

    async def response(self) -> Response:
        """Plain if it is whole or has no body, else a stream of which this is the source."""
        piece = await self._next()
        response = Response(b"", self._status, self._headers)
        if self._head or self._status in BODILESS:
            while await self._next() is not _END:
                pass
            await self._ended()
            return response
        if piece is not _END:
            self._ahead.append(piece)
        if self._whole(response) and await self._over():
            response.body = b"".join(self._ahead)
            return response
        response.stream = self
        return response

    def __aiter__(self) -> Call:
        return self

    async def __anext__(self) -> bytes:
        if self._ahead:
            return self._ahead.pop()
        piece = await self._next()
        if piece is _END:
            await self._ended()
            raise StopAsyncIteration
        return bytes(piece)

    async def aclose(self) -> None:
        """Whoever asked has gone: tell the application, and wait until it has cleaned up."""
        self._gone.set()
        self._ahead.clear()
        if not self._pieces.empty():
            self._pieces.get_nowait()  # the application may wait for it to be taken
        await asyncio.wait({self._task}, timeout=GRACE_SECONDS)
        if not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=GRACE_SECONDS)

    def _whole(self, response: Response) -> bool:
        """Whether all has been sent: as the application says, or as much as it has announced."""
        if self._complete.is_set():
            return True
        length = response.headers.get("content-length")
        return length is not None and length == str(sum(map(len, self._ahead)))

    async def _over(self) -> bool:
        """Whether the application has ended, or does so soon."""
        while not self._complete.is_set():
            if await self._next():  # pieces may be empty
                raise ResultError("The application sent more than its Content-Length.")
        await asyncio.wait({self._task}, timeout=PATIENCE_SECONDS)
        if self._task.done():
            await self._ended()
        return self._task.done()

    async def _next(self) -> Any:
        """The next piece, or the end. Raises what broke the answer off."""
        if self._complete.is_set() and self._pieces.empty():
            return _END
        piece = await self._pieces.get()
        if piece is _END and not self._complete.is_set():
            raise self._fault or ResultError(
                "The application ended before its answer did: it sent no "
                + ("http.response.start." if not self._status else "last http.response.body.")
            )
        return piece

    async def _ended(self) -> None:
        """Wait for the application. What it raises after its answer changes nothing in that."""
        await asyncio.wait({self._task})
        if self._fault is not None:
            logger.error("%s: after the answer", self._name, exc_info=self._fault)

    async def _run(self, app: App, scope: dict[str, Any]) -> None:
        try:
            await app(scope, self._receive, self._send)
        except (Exception, SystemExit) as fault:
            self._fault = fault
        except asyncio.CancelledError:
            if not self._gone.is_set():
                self._fault = RuntimeError("The application was cancelled.")
        if not self._complete.is_set() and not self._gone.is_set():
            await self._pieces.put(_END)

    async def _receive(self) -> dict[str, Any]:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        ends = [asyncio.ensure_future(each.wait()) for each in (self._complete, self._gone)]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in ends:
                each.cancel()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        kind = message["type"]
        if self._gone.is_set():
            raise OSError("The client has gone.")
        if self._complete.is_set():
            raise RuntimeError(f"{kind} was sent after the end of the response.")
        if not self._status:
            self._start(kind, message)
            return
        if kind != "http.response.body":
            raise RuntimeError(f"http.response.body is to follow, not {kind}.")
        piece = bytes(message.get("body", b""))
        more = message.get("more_body", False)
        if piece or not more:
            await self._pieces.put(piece)
        if not more:
            self._complete.set()

    def _start(self, kind: str, message: dict[str, Any]) -> None:
        if kind != "http.response.start":
            raise RuntimeError(f"http.response.start comes first, not {kind}.")
        told = message.get("headers") or ()
        pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in told]
        self._status = message["status"]
        self._headers = end_to_end(pairs)
