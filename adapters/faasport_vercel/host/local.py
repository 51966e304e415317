"""The host: a Build Output folder behind its routes, with the headers of Vercel's proxy."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import ClassVar

from faasport.project.model import Project
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.losses import Losses
from faasport.verifier.host import HostError, NotExpressibleError
from faasport.verifier.loopback import Exchange
from faasport_vercel import losses
from faasport_vercel.host import routes
from faasport_vercel.host.function import VercelFunction

ANSWER_SECONDS = 60.0
# https://vercel.com/docs/functions/limitations#request-body-size; a stream is not limited.
MAXIMUM_BODY = 4_500_000
BODY_SOURCE = "https://vercel.com/docs/functions/limitations#request-body-size"
INTERNAL = "x-vercel-internal-"
OUTPUT = ".vercel/output"


class Host:
    """vercel-runtime, as the artifact brings it, one process a `.func` folder."""

    requirements: ClassVar[tuple[str, ...]] = ()
    real: ClassVar[str] = (
        "vercel-runtime, Vercel's own Python runtime out of the artifact, in its IPC mode."
    )
    ours: ClassVar[str] = "Vercel's proxy: routes of config.json, its headers, its body limits."

    source = "https://vercel.com/docs/headers/request-headers"

    def __init__(self, folder: Path, python: Path, project: Project) -> None:  # noqa: ARG002
        output = folder / OUTPUT
        self._routes = routes.read(output)
        self._functions = {
            name: VercelFunction(path, python) for name, path in routes.functions(output).items()
        }
        self._numbers = itertools.count(1)
        if not self._functions:
            raise HostError(f"{OUTPUT}/functions holds no .func folder.")

    @property
    def losses(self) -> Losses:
        return losses.HTTP

    @property
    def search_path(self) -> tuple[Path, ...]:
        folders = [function.folder for function in self._functions.values()]
        return (*folders, *(folder / "_vendor" for folder in folders))

    @property
    def environment(self) -> dict[str, str]:
        """Without what steers Python itself: those variables say where the runtime lies."""
        return {
            name: value
            for function in self._functions.values()
            for name, value in function.variables.items()
            if not name.startswith("PYTHON")
        }

    def environment_for(self, request: Request) -> dict[str, str]:  # noqa: ARG002  # one unit
        return self.environment

    def start(self) -> None:
        for function in self._functions.values():
            function.port()

    def open(self, request: Request) -> Exchange:
        """The answer as it arrives: status and headers now, chunks as they come."""
        _check(len(request.body), "request")
        name = routes.select(self._routes, tuple(self._functions), request.method, request.raw_path)
        if name is None:
            raise HostError(f"no route of config.json leads {request.raw_path} to a function")
        return Exchange(
            self._functions[name].port(),
            request,
            timeout=ANSWER_SECONDS,
            extra=self._proxy_headers(request),
        )

    def _proxy_headers(self, request: Request) -> list[tuple[str, str]]:
        """https://vercel.com/docs/headers/request-headers, and those that the runtime takes off."""
        number = str(next(self._numbers))
        headers = [
            ("x-vercel-id", f"iad1::iad1::local-{number}"),
            (f"{INTERNAL}invocation-id", f"local-{number}"),
            (f"{INTERNAL}request-id", number),
        ]
        host = request.headers.get("host")
        if host and "x-forwarded-host" not in request.headers:
            headers.append(("x-forwarded-host", host))
        return headers

    def send(self, request: Request) -> Response:
        exchange = self.open(request)
        streamed = any(name.lower() == "transfer-encoding" for name, _ in exchange.headers)
        response = exchange.collected()
        if not streamed:
            _check(len(response.body), "response")
        response.headers = response.headers.without(
            *(name for name in response.headers.names() if name.startswith(INTERNAL))
        )
        return response

    def stop(self) -> None:
        for function in self._functions.values():
            function.stop()


def _check(size: int, what: str) -> None:
    if size > MAXIMUM_BODY:
        raise NotExpressibleError(
            f"a {what} body of {size} bytes; the platform takes {MAXIMUM_BODY}", BODY_SOURCE
        )
