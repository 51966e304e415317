"""vercel-runtime, as it lies in the function's own folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.runtimes.asked import GET, told
from faasport.verifier.loopback import Exchange
from faasport_vercel.host.function import VercelFunction

SECONDS = 60.0
HEADERS = (
    ("x-vercel-id", "iad1::iad1::local-1"),
    ("x-vercel-internal-invocation-id", "local-1"),
    ("x-vercel-internal-request-id", "1"),
)


class OnVercel:
    """A `.func` folder."""

    def __init__(self, folder: Path, python: Path, spec: str, event: object) -> None:  # noqa: ARG002
        self._function = VercelFunction(folder, python)

    def ask(self) -> Mapping[str, Any]:
        """The answer over HTTP."""
        port = self._function.port()
        exchange = Exchange(port, GET, timeout=SECONDS, extra=HEADERS)
        return told(exchange.collected())

    def stop(self) -> None:
        """End the process."""
        self._function.stop()
