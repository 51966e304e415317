"""A loopback stand-in for the HTTP API of Vercel Queues: it grants every lease, and notes what is
done to it. (Vercel's own emulator is run in the tests of this project; it is no part of a host.)
"""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

_LEASE = re.compile(r"/api/v3/topic/[^/]+/consumer/[^/]+/lease/([^/]+)")
_SENT = re.compile(r"/api/v3/topic/([^/]+)")


class LeaseServer:
    """`settled` has what was done last to the lease of each receipt, `sent` the topic that the
    last message went to."""

    def __init__(self) -> None:
        self.settled: dict[str, dict[str, Any]] = {}
        self.sent: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        # It looks that often, in seconds, whether it is to stop.
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def forget(self) -> None:
        self.settled.clear()
        self.sent.clear()

    def answered(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Status and body for one request."""
        if lease := _LEASE.fullmatch(path):
            told = {"method": method, **({"body": json.loads(body)} if body else {})}
            self.settled[unquote(lease[1])] = told
            return (204, b"") if method == "DELETE" else (200, b'{"success":true}')
        if method == "POST" and (sent := _SENT.fullmatch(path)):
            self.sent.append(unquote(sent[1]))
            return 201, b'{"messageId":"msg_local"}'
        return 404, b'{"error":"not here"}'

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(leases: LeaseServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, said = leases.answered(self.command, self.path, body)
            self.send_response(status)
            if status != 204:
                self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815  # the names are http.server's

        def log_message(self, *_: Any) -> None:
            """Say nothing: standard output is the verifier's."""

    return Handler
