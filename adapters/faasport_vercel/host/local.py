"""The host: a Build Output folder behind its routes, with the headers of Vercel's proxy."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from faasport.profiler.start import Start
from faasport.project import secret_values
from faasport.project.model import Consumer, Project
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.event_losses import EventLosses
from faasport.testing.losses import Losses
from faasport.verifier import secrets
from faasport.verifier.host import HostError, NotExpressibleError
from faasport.verifier.loopback import Exchange
from faasport_vercel import event_losses, losses
from faasport_vercel.host import built, routes
from faasport_vercel.host.deliveries import Deliveries
from faasport_vercel.host.function import VercelFunction
from faasport_vercel.host.starts import starts_of
from faasport_vercel.packager import RUNTIME, paths

ANSWER_SECONDS = 60.0
# https://vercel.com/docs/functions/limitations#request-body-size; a stream is not limited.
MAXIMUM_BODY = 4_500_000
BODY_SOURCE = "https://vercel.com/docs/functions/limitations#request-body-size"
# So many private functions run at once; the platform, too, lets idle ones go.
AWAKE = 4
INTERNAL = "x-vercel-internal-"
OUTPUT = ".vercel/output"


class Host:
    """vercel-runtime, as the artifact brings it, one process a `.func` folder."""

    # Of a project that Vercel builds; an output that is built has its own, which comes first.
    requirements: ClassVar[tuple[str, ...]] = (RUNTIME,)
    real: ClassVar[str] = (
        "vercel-runtime, Vercel's own Python runtime out of the artifact, in its IPC mode."
    )
    ours: ClassVar[str] = (
        "Vercel's proxy: routes of config.json, its headers, its body limits; its schedules and "
        "queues: what they send, and the leases of messages."
    )

    source = "https://vercel.com/docs/headers/request-headers"

    def __init__(self, folder: Path, python: Path, project: Project) -> None:
        built.complete(folder)
        output = folder / OUTPUT
        # Variables of the project, which no manifest tells: every function has them.
        self._project = project
        self._secrets = secret_values.names_in(project.config.model_dump())
        config = routes.config(output)
        self._routes = tuple(config.get("routes") or ())
        self._deliveries = Deliveries(config, self._deliver)
        self._functions = {
            name: VercelFunction(path, python, self._given)
            for name, path in routes.functions(output).items()
        }
        self._awake: list[VercelFunction] = []
        self._numbers = itertools.count(1)
        if not self._functions:
            raise HostError(f"{OUTPUT}/functions holds no .func folder.")

    def _given(self) -> dict[str, str]:
        """What the platform and the project's settings give to every function."""
        return {**self._values(), **self._deliveries.environment}

    def _values(self) -> dict[str, str]:
        return {name: secrets.value(name) for name in sorted(self._secrets)}

    @property
    def losses(self) -> Losses:
        return losses.HTTP

    @property
    def search_path(self) -> tuple[Path, ...]:
        # All hold the same code, and those that share their dependencies are one folder.
        folders = dict.fromkeys(function.folder for function in self._functions.values())
        first = next(iter(folders))
        return (first, *(folder / "_vendor" for folder in folders))

    @property
    def starts(self) -> tuple[Start, ...]:
        return starts_of(self._functions, self._project)

    @property
    def environment(self) -> dict[str, str]:
        own = {
            name: value
            for function in self._functions.values()
            for name, value in _own(function).items()
        }
        return {**self._values(), **own}

    def environment_for(self, request: Request) -> dict[str, str]:
        return {**self._values(), **_own(self._functions[self._route(request)])}

    def environment_for_consumer(self, consumer: Consumer) -> dict[str, str]:
        private = self._functions.get("/" + paths.function(consumer))
        if private is not None:
            return {**self._values(), **_own(private)}
        return self.environment_for(Request(raw_path=paths.cron(consumer)))

    def event_losses(self, consumer: Consumer) -> EventLosses:
        return event_losses.losses_of(consumer)

    def start(self) -> None:
        """Those that HTTP leads to; a private function starts with its first delivery."""
        for function in self._functions.values():
            if not function.is_private:
                function.port()

    def open(self, request: Request) -> Exchange:
        """The answer as it arrives: status and headers now, chunks as they come."""
        _check(len(request.body), "request")
        return self._exchange(self._route(request), request)

    def deliver(self, consumer: Consumer, events: Sequence[Event]) -> Outcome:
        return self._deliveries.deliver(consumer, events)

    def _deliver(self, path: str, request: Request) -> Response:
        """To a private function by its path; to a public one by the routes."""
        _check(len(request.body), "request")
        name = path if path in self._functions else self._route(request)
        if self._functions[name].is_private:
            self._wake(self._functions[name])
        return self._exchange(name, request).collected()

    def _wake(self, function: VercelFunction) -> None:
        """Let it run, and the one end that has been idle longest if there are too many."""
        if function in self._awake:
            self._awake.remove(function)
        elif len(self._awake) == AWAKE:
            self._awake.pop(0).stop()
        self._awake.append(function)

    def _route(self, request: Request) -> str:
        name = routes.select(self._routes, tuple(self._functions), request.method, request.raw_path)
        if name is None:
            raise HostError(f"no route of config.json leads {request.raw_path} to a function")
        if self._functions[name].is_private:
            raise HostError(f"{name} has a trigger, and with it no public address")
        return name

    def _exchange(self, name: str, request: Request) -> Exchange:
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
        self._deliveries.stop()


def _own(function: VercelFunction) -> dict[str, str]:
    """Without what steers Python itself: those variables say where the runtime lies."""
    return {
        name: value for name, value in function.variables.items() if not name.startswith("PYTHON")
    }


def _check(size: int, what: str) -> None:
    if size > MAXIMUM_BODY:
        raise NotExpressibleError(
            f"a {what} body of {size} bytes; the platform takes {MAXIMUM_BODY}", BODY_SOURCE
        )
