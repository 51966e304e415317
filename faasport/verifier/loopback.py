"""Exact HTTP/1.1 on loopback: the target, the header lines and the body go out as they are."""

from __future__ import annotations

import contextlib
import http.client
import socket
import time
from collections.abc import Iterable, Iterator

from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.verifier.host import BrokenAnswerError, HostError

ADDRESS = "127.0.0.1"
CHUNK = 65536
_FRAMING = frozenset({"content-length", "transfer-encoding", "connection"})


def target_of(request: Request) -> str:
    """Path and query as they stand in the request line."""
    return f"{request.raw_path}?{request.raw_query}" if request.raw_query else request.raw_path


class Exchange:
    """One request on a connection of its own. The body is read when asked for, so that a stream
    is seen as it arrives."""

    def __init__(
        self,
        port: int,
        request: Request,
        *,
        timeout: float,
        extra: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._connection = http.client.HTTPConnection(ADDRESS, port, timeout=timeout)
        try:
            self._answer = self._send(request, extra)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise HostError(f"no answer: {type(error).__name__}: {error}") from error

    def _send(self, request: Request, extra: Iterable[tuple[str, str]]) -> http.client.HTTPResponse:
        link = self._connection
        link.putrequest(
            request.method, target_of(request), skip_host=True, skip_accept_encoding=True
        )
        for name, value in (*_end_to_end(request), *extra):
            link.putheader(name, _octets(value))
        if request.body or request.method in {"POST", "PUT", "PATCH"}:
            link.putheader("content-length", str(len(request.body)))
        link.endheaders(request.body or None)
        return link.getresponse()

    @property
    def status(self) -> int:
        return self._answer.status

    @property
    def headers(self) -> list[tuple[str, str]]:
        return self._answer.getheaders()

    def chunks(self) -> Iterator[bytes]:
        """The body as it arrives; BrokenAnswerError where the connection breaks before its end."""
        try:
            while chunk := self._answer.read1(CHUNK):
                yield chunk
            if self._answer.length:
                raise BrokenAnswerError(f"{self._answer.length} bytes of the body did not come")
        except (OSError, http.client.HTTPException) as error:
            raise BrokenAnswerError(f"{type(error).__name__}: {error}") from error
        finally:
            self.close()

    def collected(self) -> Response:
        """The whole answer, with the header lines that came and no other."""
        response = Response(b"", self.status, self.headers)
        response.body = b"".join(self.chunks())
        return response

    def close(self) -> None:
        self._connection.close()


def _end_to_end(request: Request) -> list[tuple[str, str]]:
    """The request's own lines, but those that frame one hop; `host` first, as clients send it."""
    pairs = [pair for pair in request.headers.items() if pair[0].lower() not in _FRAMING]
    return sorted(pairs, key=lambda pair: pair[0].lower() != "host")


def _octets(value: str) -> bytes:
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode()


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port: int = probe.getsockname()[1]
    return port


def listening(port: int) -> bool:
    """Whether a server accepts connections on this port."""
    with contextlib.suppress(OSError), socket.create_connection((ADDRESS, port), timeout=1):
        return True
    time.sleep(0.01)
    return False
