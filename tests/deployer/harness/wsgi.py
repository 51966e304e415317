"""A WSGI application, such as moto's server, as a service."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any

from tests.deployer.harness.call import Answer, Call

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
# https://peps.python.org/pep-3333/#other-http-features: it concerns one connection, not the answer.
_HOP = {"connection", "transfer-encoding"}


def answered(application: Application, call: Call) -> Answer:
    """What the application makes of a call."""
    told: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _fault: Any = None) -> None:
        told.append((status, headers))

    body = b"".join(application(_environment(call), start))
    ((status, headers),) = told
    kept = {name: text for name, text in headers if name.lower() not in _HOP}
    return Answer(int(status.partition(" ")[0]), body, kept)


def _environment(call: Call) -> dict[str, Any]:
    host, _, port = call.host.partition(":")
    headers = {
        _PLAIN.get(name, f"HTTP_{name.upper().replace('-', '_')}"): text
        for name, text in call.headers.items()
    }
    return {
        "REQUEST_METHOD": call.method,
        "SCRIPT_NAME": "",
        # PEP 3333: bytes, each as the character of its number.
        "PATH_INFO": call.plain_path.encode().decode("latin-1"),
        "RAW_URI": f"{call.path}?{call.query}" if call.query else call.path,
        "QUERY_STRING": call.query,
        "SERVER_NAME": host,
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        **headers,
        "CONTENT_LENGTH": str(len(call.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(call.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
