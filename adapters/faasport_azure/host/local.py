"""The host: an app folder in Microsoft's library, behind routing and HTTP as the .NET host does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from faasport.profiler.start import Start
from faasport.project.model import Consumer, Project
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.event_losses import EventLosses
from faasport.testing.losses import Losses
from faasport.verifier.child import closed
from faasport.verifier.conversation import Conversation
from faasport.verifier.host import HostError, NotExpressibleError
from faasport_azure.host import addresses, app_settings, deliveries, dotnet, routes, worker
from faasport_azure.packager import script
from faasport_azure.runtime import http as codec

START_SECONDS = 60.0
ANSWER_SECONDS = 230.0
# The front end gives up after 230 s and takes no larger request:
# https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#limits
MAXIMUM_BODY = 100 * 1024 * 1024
BODY_SOURCE = (
    "https://learn.microsoft.com/azure/azure-functions/"
    "functions-bindings-http-webhook-trigger#limits"
)
DEFAULT_PREFIX = "api"
RUNTIME = ("azure.functions", "azure_functions_runtime")
"""Of the worker, what is here: its library. The process around that, with gRPC, is not."""


class Host:
    """azure-functions-runtime in a process of its own (it keeps its app in module globals)."""

    requirements: ClassVar[tuple[str, ...]] = (
        "azure-functions-runtime==1.3.0",
        "azure-functions==2.3.0",
    )
    real: ClassVar[str] = (
        "azure-functions-runtime, Microsoft's own worker library for Python 3.13 and later."
    )
    ours: ClassVar[str] = (
        "The .NET host: routing, RpcHttp both ways, cookies as ASP.NET writes them; queues, Event "
        "Grid and the other sources of events; no gRPC."
    )

    source = dotnet.SOURCE

    def __init__(self, folder: Path, python: Path, project: Project) -> None:
        self._python = python
        self._app = folder / "app"
        self._settings = app_settings.found_in(folder)
        self._project = project
        self._prefix = route_prefix(self._app / "host.json")
        self._conversation: Conversation | None = None
        self._routes: tuple[routes.Route, ...] = ()
        self._functions: dict[str, Mapping[str, Any]] = {}

    @property
    def root(self) -> Path:
        """The folder of the app that runs."""
        return self._app

    @property
    def arguments(self) -> tuple[str, ...]:
        """Those of the worker."""
        return (str(self._app),)

    @property
    def losses(self) -> Losses:
        return dotnet.LOSSES

    @property
    def search_path(self) -> tuple[Path, ...]:
        return (self._app, self._app / ".python_packages" / "lib" / "site-packages")

    @property
    def environment(self) -> dict[str, str]:
        return dict(self._settings)

    @property
    def _variables(self) -> dict[str, str]:
        """What the platform and the manifest give to the worker."""
        return {
            "FUNCTIONS_WORKER_RUNTIME": "python",
            "AzureWebJobsScriptRoot": str(self.root),
            # The library reads a cookie's expiry as local time; Azure runs in UTC.
            "TZ": "UTC",
            **self._settings,
        }

    @property
    def starts(self) -> tuple[Start, ...]:
        """One app, whose worker imports the file that it indexes."""
        return (
            Start(
                unit="app",
                functions=tuple(function.name for function in self._project.functions),
                entry=script.file_of(self._project).removesuffix(".py"),
                code=self._app,
                search_path=self.search_path,
                preloaded=RUNTIME,
                variables=self._variables,
            ),
        )

    def event_losses(self, consumer: Consumer) -> EventLosses:
        return deliveries.losses_of(consumer, self._project)

    def environment_for_consumer(self, consumer: Consumer) -> dict[str, str]:  # noqa: ARG002
        return self.environment

    def environment_for(self, request: Request) -> dict[str, str]:  # noqa: ARG002  # one unit
        return self.environment

    def start(self) -> None:
        self._conversation = Conversation(
            [str(self._python), "-I", worker.__file__, *self.arguments],
            cwd=self.root,
            environment=closed(self._variables),
        )
        said = self._conversation.listen(timeout=START_SECONDS)
        if "failed" in said:
            raise HostError(f"azure-functions-runtime refused the app: {said['failed']}")
        found = said["ready"]["functions"]
        self._routes = routes.index(found, self._prefix)
        self._functions = {function["name"]: function for function in found}

    def send(self, request: Request) -> Response:
        _check(request)
        found = routes.select(self._routes, request.method, addresses.decoded(request.raw_path))
        if found is None:
            return Response(b"", 404)
        route, values = found
        native: dict[str, Any] = codec.encode_request(request)
        http = dotnet.http_of(request, native["input_data"][0]["data"]["http"], values)
        answer = self._ask(
            {
                "function_id": route.function_id,
                "input_data": [{"name": route.binding, "data": {"http": http}}],
                "trigger_metadata": native.get("trigger_metadata") or {},
            }
        )
        if "failed" in answer:
            return self.failed(answer["failed"])
        return dotnet.response_of(dotnet.answered(answer))

    def failed(self, why: str) -> Response:
        """What an invocation that failed comes to: nothing of ours may."""
        raise HostError(f"the invocation failed (the client gets 500): {why}")

    def deliver(self, consumer: Consumer, events: Sequence[Event]) -> Outcome:
        function = self._functions.get(consumer.label)
        if function is None:
            raise HostError(f"{consumer.label} is not among the functions of the packaged app.")
        return deliveries.deliver(function, consumer, events, self.invoke)

    def invoke(
        self, function: Mapping[str, Any], native: Mapping[str, Any], retry_count: int = 0
    ) -> Mapping[str, Any]:
        """What the worker answers to an invocation of a function's trigger: `{"output_data"}`, or
        `{"failed": why}`."""
        name = deliveries.trigger_of(function)["name"]
        given = [{**each, "name": name} for each in native["input_data"]]
        return self._ask(
            {
                "function_id": function["id"],
                "input_data": given,
                "trigger_metadata": native["trigger_metadata"],
                "retry_count": retry_count,
            }
        )

    def _ask(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        if self._conversation is None:
            raise HostError("the host is not started")
        answer: Mapping[str, Any] = self._conversation.ask(question, timeout=ANSWER_SECONDS)
        return answer

    def stop(self) -> None:
        if self._conversation is not None:
            self._conversation.stop()


def _check(request: Request) -> None:
    if len(request.body) > MAXIMUM_BODY:
        raise NotExpressibleError(
            f"a request body of {len(request.body)} bytes; the front end takes {MAXIMUM_BODY}",
            BODY_SOURCE,
        )


def route_prefix(file: Path) -> str:
    """https://learn.microsoft.com/azure/azure-functions/functions-host-json#http"""
    if not file.is_file():
        raise HostError(f"{file.name} is not in the packaged app.")
    http = json.loads(file.read_text(encoding="utf-8")).get("extensions", {}).get("http", {})
    return str(http.get("routePrefix", DEFAULT_PREFIX)).strip("/")
