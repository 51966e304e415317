"""A loopback server of HTTP/1.1, with or without TLS, whose every call passes a gate."""

from __future__ import annotations

import socket
import ssl
import struct
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import trustme

from tests.deployer.harness.call import Answer, Call
from tests.deployer.harness.gate import Dropped, Gate, Kind, Refused

Service = Callable[[Call], Answer]
"""The platform: what it answers, and remembers."""
Refusal = Callable[[Call, Kind], Answer]
"""How the platform says no."""
PLAIN = {"error": 500, "unavailable": 503, "throttled": 429, "expired": 401, "denied": 403}
# To its end, without a FIN: what is sent after it is answered with RST.
_ABORT = struct.pack("ii", 1, 0)


def plain_refusal(_call: Call, kind: Kind) -> Answer:
    """What every HTTP server might answer."""
    status = PLAIN.get(kind, 403)
    again = {"retry_after": "2"} if kind == "throttled" else {}
    return Answer.of({"error": {"code": kind, "message": f"this is {kind}"}}, status, **again)


@dataclass(frozen=True)
class Served:
    """Where it listens. `roots` is the file with the certificate that clients must trust."""

    port: int
    roots: Path | None = None

    @property
    def url(self) -> str:
        scheme = "https" if self.roots else "http"
        return f"{scheme}://127.0.0.1:{self.port}"


@contextmanager
def serving(
    service: Service,
    gate: Gate,
    *,
    refusal: Refusal = plain_refusal,
    name: str = "",
    names: tuple[str, ...] = ("localhost", "127.0.0.1"),
    folder: Path | None = None,
) -> Iterator[Served]:
    """Serve until the block ends. With a `folder` by TLS, as the hosts in `names`, with the root's
    certificate written there. `name` is the service's, in the journal."""

    class Handler(_Handler):
        answer, passing, refuse, service_name = (
            staticmethod(service),
            gate,
            staticmethod(refusal),
            name,
        )

    server = _Server(("127.0.0.1", 0), Handler)
    server.gate = gate
    roots = None
    if folder is not None:
        authority = trustme.CA()
        roots = folder / "roots.pem"
        authority.cert_pem.write_to_path(str(roots))
        server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*names).configure_cert(server.context)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Served(server.server_port, roots)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # clients that were killed leave connections behind
    request_queue_size = 64
    context: ssl.SSLContext | None = None
    gate: Gate

    def finish_request(self, request: Any, client_address: Any) -> None:
        """In the thread of the connection: a handshake may take as long as the client likes."""
        if self.context is None:
            super().finish_request(request, client_address)
            return
        with suppress(OSError):  # a client that does not trust us, or was killed
            secured = self.context.wrap_socket(request, server_side=True)
            with secured:
                super().finish_request(secured, client_address)  # type: ignore[arg-type]

    def shutdown_request(self, request: Any) -> None:
        with suppress(OSError):
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever was cut or killed does not read to the end; all else is a fault of the fake's."""
        if not isinstance(sys.exc_info()[1], OSError):
            self.gate.broken.append(traceback.format_exc())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer is two writes, and the second must not wait for the client's acknowledgement.
    disable_nagle_algorithm = True
    answer: Service
    passing: Gate
    refuse: Refusal
    service_name = ""

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(1 << 16)
        if not self.raw_requestline:
            self.close_connection = True
            return
        if not self.parse_request():
            return
        try:
            self._answered()
        except Dropped:
            self.close_connection = True
            with suppress(OSError):
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
                self.connection.close()

    def _answered(self) -> None:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): text for name, text in self.headers.items()}
        upcoming = _Upcoming(self.rfile, headers)
        head = Call(self.command, path, query, headers, b"", self.service_name)
        if self.passing.cuts_in_body(head):
            upcoming.half()
            raise Dropped
        whole = replace(head, body=upcoming.rest())
        try:
            answer = self.passing.through(whole, lambda: self.answer(whole))
        except Refused as refused:
            answer = self.refuse(whole, refused.kind)
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        for name, text in answer.headers.items():
            self.send_header(name, text)
        said = {name.lower() for name in answer.headers}
        if "date" not in said:
            self.send_header("date", self.date_time_string())
        if "content-length" not in said:
            self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)
        self.wfile.flush()

    def log_message(self, *_arguments: object) -> None:
        pass


class _Upcoming:
    """The body of a request, which may come in chunks."""

    def __init__(self, stream: Any, headers: dict[str, str]) -> None:
        self._stream = stream
        self._length = int(headers.get("content-length", 0))
        self._chunked = "chunked" in headers.get("transfer-encoding", "").lower()

    def half(self) -> bytes:
        if self._chunked:
            return self._chunk()
        body: bytes = self._stream.read(self._length // 2)
        return body

    def rest(self) -> bytes:
        if not self._chunked:
            body: bytes = self._stream.read(self._length)
            return body
        return b"".join(iter(self._chunk, b""))

    def _chunk(self) -> bytes:
        size = int(self._stream.readline().partition(b";")[0], 16)
        chunk: bytes = self._stream.read(size)
        self._stream.readline()
        return chunk
