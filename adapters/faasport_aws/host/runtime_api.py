"""The Lambda Runtime API of one function, on loopback.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html

The runtime client asks for the next invocation on a connection that it keeps open, and posts the
result. Without TCP_NODELAY and one write an answer each round costs 40 ms (delayed ACK).
"""

from __future__ import annotations

import json
import queue
import threading
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from faasport_aws.host.limits import SYNCHRONOUS_PAYLOAD

VERSION = "/2018-06-01/runtime"
_Headers = Iterable[tuple[str, str]]


@dataclass
class Invocation:
    """One event on its way: what came back is in exactly one of the last three."""

    payload: bytes
    deadline: float
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    done: threading.Event = field(default_factory=threading.Event)
    result: bytes | None = None
    error: dict[str, Any] | None = None
    too_large: int = 0


class RuntimeApi:
    """A server for one runtime process. `init_error` is set if its start failed."""

    def __init__(self, function_arn: str) -> None:
        self._arn = function_arn
        self._waiting: queue.Queue[Invocation | None] = queue.Queue()
        self._running: dict[str, Invocation] = {}
        self.init_error: dict[str, Any] | None = None
        self._server = _Server(self)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    def submit(self, invocation: Invocation) -> None:
        self._running[invocation.request_id] = invocation
        self._waiting.put(invocation)

    def close(self) -> None:
        self._waiting.put(None)
        self._server.shutdown()
        self._server.server_close()

    # What the runtime client asks.

    def next(self) -> tuple[bytes, _Headers] | None:
        """The next event and its headers; None when we are closing."""
        invocation = self._waiting.get()
        if invocation is None:
            return None
        return invocation.payload, (
            ("Content-Type", "application/json"),
            ("Lambda-Runtime-Aws-Request-Id", invocation.request_id),
            ("Lambda-Runtime-Deadline-Ms", str(int(invocation.deadline * 1000))),
            ("Lambda-Runtime-Invoked-Function-Arn", self._arn),
            ("Lambda-Runtime-Trace-Id", _trace_id()),
        )

    def posted(self, path: str, body: bytes) -> int:
        """Take what the runtime client posted to `path`; the status to answer with."""
        match path.removeprefix(VERSION).strip("/").split("/"):
            case ["init" | "restore", "error"]:
                self.init_error = json.loads(body)
                self._fail_all(self.init_error or {})
                return 202
            case ["invocation", request_id, kind] if request_id in self._running:
                return _settle(self._running.pop(request_id), kind, body)
            case _:
                return 400

    def _fail_all(self, error: dict[str, Any]) -> None:
        for invocation in tuple(self._running.values()):
            invocation.error = error
            invocation.done.set()
        self._running.clear()


def _settle(invocation: Invocation, kind: str, body: bytes) -> int:
    status = 202
    if kind == "error":
        invocation.error = json.loads(body)
    elif len(body) > SYNCHRONOUS_PAYLOAD:
        invocation.too_large, status = len(body), 413
    else:
        invocation.result = body
    invocation.done.set()
    return status


def _trace_id() -> str:
    root = f"1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]}"
    return f"Root={root};Parent={uuid.uuid4().hex[:16]};Sampled=0"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, api: RuntimeApi) -> None:
        self.api = api
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks because the runtime ended is told of by the process itself."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server  # type: ignore[mutable-override]  # the only server that makes one
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base's name
        """Nothing: the report is the log."""

    def do_GET(self) -> None:
        if not self.path.endswith("/invocation/next"):
            self._answer(200)
        elif (found := self.server.api.next()) is not None:
            self._answer(200, *found)
        else:
            self.close_connection = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        status = self.server.api.posted(self.path, body)
        self._answer(status, b'{"status":"OK"}', [("Content-Type", "application/json")])

    def _answer(self, status: int, body: bytes = b"", headers: _Headers = ()) -> None:
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
