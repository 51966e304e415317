"""One request to a WSGI application: its status, its headers and the pieces of its body.

https://peps.python.org/pep-3333/

Theory. All of one run has one context: a framework that puts its request into a context variable
takes it out again when the last piece is asked for, which may be in another thread by then.
"""

from __future__ import annotations

from contextvars import copy_context

from .application import BODILESS
from .errors import ResultError
from .hop import end_to_end
from .response import Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    App = Callable[[dict[str, Any], Any], Iterable[bytes]]


def answered(app: App, environ: dict[str, Any]) -> Response:
    """The response: plain if the application gives a list, or has given as much as it announced;
    else a stream. Raises what the application raised before that."""
    call = Call(environ)
    call.enter(app, environ)
    try:
        return call.response()
    except BaseException:
        call.close()
        raise


class Call:
    """One run of the application. As the stream of a response it gives the pieces that follow."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self._head = environ["REQUEST_METHOD"] == "HEAD"
        self._status = 0
        self._headers: list[tuple[str, str]] = []
        self._written: list[bytes] = []
        self._ahead: list[bytes] = []
        self._is_list = False
        self._is_busy = False
        self._is_closing = False
        self._begun = False
        self._result: Any = ()
        self._context = copy_context()
        self._pieces: Iterator[bytes] = iter(())

    def start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], None]:
        """As the standard has it: again only with ``exc_info``, which is raised if it is late."""
        if exc_info is not None and self._begun:
            raise exc_info[1].with_traceback(exc_info[2])
        if exc_info is None and self._status:
            raise RuntimeError("start_response was called twice.")
        code = status.partition(" ")[0]
        if not code.isdecimal():
            raise ResultError(f"A status starts with its number, as in '200 OK', not {status!r}.")
        self._status = int(code)
        self._headers = end_to_end(headers)
        return self._written.append

    def enter(self, app: App, environ: dict[str, Any]) -> None:
        """Call the application."""
        self._result = result = self._context.run(app, environ, self.start_response)
        self._is_list = isinstance(result, (list, tuple))
        self._pieces = self._context.run(iter, result)

    def response(self) -> Response:
        """The response; an application may start it as late as its first piece."""
        first = self._next()
        if not self._status:
            raise ResultError("The application returned before it called start_response.")
        self._begun = True
        response = Response(b"", self._status, self._headers)
        if self._head or self._status in BODILESS:
            self.close()
            return response
        if first is not None:
            self._ahead.append(first)
        if first is None or self._is_list or self._reaches(response.headers.get("content-length")):
            response.body = b"".join(self)
            self.close()
        else:
            response.stream = self
        return response

    def __iter__(self) -> Call:
        return self

    def __next__(self) -> bytes:
        piece = self._ahead.pop(0) if self._ahead else self._next()
        if piece is None:
            raise StopIteration
        return piece

    def close(self) -> None:
        """Let the application clean up, once: now, or when a thread has left it that is in it."""
        self._is_closing = True
        if not self._is_busy:
            self._let_go()

    def _let_go(self) -> None:
        result, self._result = self._result, ()
        self._pieces = iter(())
        close = getattr(result, "close", None)
        if close is not None:
            self._context.run(close)

    def _reaches(self, length: str | None) -> bool:
        """Whether all that was announced has come."""
        return length is not None and length == str(sum(map(len, self._ahead)))

    def _next(self) -> bytes | None:
        """The next piece that holds anything: what was written comes first. None at the end."""
        while (piece := self._piece()) is not None:
            if not isinstance(piece, bytes):
                raise ResultError(f"An application yields bytes, not {type(piece).__name__}.")
            if found := self._flushed() + piece:
                return found
        return self._flushed() or None

    def _piece(self) -> Any:
        self._is_busy = True
        try:
            return self._context.run(next, self._pieces, None)
        finally:
            self._is_busy = False
            if self._is_closing:
                self._let_go()

    def _flushed(self) -> bytes:
        written = b"".join(self._written)
        self._written.clear()
        return written
