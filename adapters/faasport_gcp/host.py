"""Cloud Run functions on the developer's machine: Google's own Functions Framework on loopback."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from faasport.profiler.start import Start
from faasport.project.model import Consumer, Project
from faasport.runtime import wire
from faasport.runtime.change_event import ChangeEvent
from faasport.runtime.errors import PayloadError
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome, Verdict
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.event_losses import EventLosses
from faasport.testing.losses import Losses
from faasport.verifier.host import HostError, NotExpressibleError
from faasport.verifier.loopback import Exchange
from faasport_gcp import codecs, losses
from faasport_gcp.deliveries import one_by_one
from faasport_gcp.framework import Framework
from faasport_gcp.manifest import Manifest
from faasport_gcp.packager.units import ENTRY_POINT, application, entry_point
from faasport_gcp.runtime import firestore
from faasport_gcp.starts import starts_of

# https://cloud.google.com/functions/quotas and https://cloud.google.com/run/quotas
# (HTTP/1 request and response size)
MAXIMUM_BODY = 32 * 1024 * 1024
BODY_SOURCE = "https://cloud.google.com/run/quotas"
# https://cloud.google.com/pubsub/quotas#resource_limits: of a message, and Eventarc's are messages.
MAXIMUM_EVENT = 10_000_000
EVENT_SOURCE = "https://cloud.google.com/pubsub/quotas#resource_limits"
KEPT = 8
"""Functions of events that run at one time; each has a server of its own."""
DOCUMENT_SOURCE = "https://cloud.google.com/firestore/quotas#collections_documents_and_fields"
FRAMEWORK = "https://github.com/GoogleCloudPlatform/functions-framework-python"
# The framework answers these itself with 404 (functions_framework/__init__.py, _configure_app).
OWN_PATHS = frozenset({"/robots.txt", "/favicon.ico"})
# What the framework routes to the function: werkzeug's default rules take any method, its aio side
# only these (functions_framework/aio/__init__.py).
AIO_METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"})
# What the callers of event functions send beside the event: Cloud Run checks the token, and the
# function is given its header with the signature taken out.
# https://cloud.google.com/run/docs/authenticating/service-to-service
TOKEN = ["authorization", "Bearer local.local.SIGNATURE_REMOVED_BY_GOOGLE"]


class Host:
    """functions-framework on main.py, a process for each function that is deployed."""

    requirements: ClassVar[tuple[str, ...]] = ("functions-framework==3.10.2",)
    real: ClassVar[str] = "functions-framework, Google's own Python runtime, with its server."
    ours: ClassVar[str] = (
        "Google's front end (we send HTTP/1.1 to the container's port), Pub/Sub, Eventarc and "
        "Scheduler (we send what they send), and the image's build."
    )

    source = "https://cloud.google.com/run/docs/container-contract"

    def __init__(self, folder: Path, python: Path, project: Project) -> None:
        self._python = python
        self._folder = folder
        self._project = project
        self._manifest = Manifest(folder)
        answering = application(project).functions
        self._is_async = any(function.is_async for function in answering)
        # What is not known to listen to events answers HTTP, under whatever name.
        targets = {entry_point(consumer) for consumer in project.consumers}
        self._target = next(
            (found for found in map(_target, self._manifest.functions) if found not in targets),
            None,
        )
        self._running: dict[str, Framework] = {}

    @property
    def losses(self) -> Losses:
        return losses.HTTP if self._is_async else losses.FLASK

    def event_losses(self, consumer: Consumer) -> EventLosses:
        return codecs.losses_of(consumer.trigger.kind)

    @property
    def search_path(self) -> tuple[Path, ...]:
        return tuple(self._folder / archive for archive in self._manifest.archives)

    @property
    def starts(self) -> tuple[Start, ...]:
        return starts_of(self._folder, self._manifest, self._project)

    @property
    def environment(self) -> dict[str, str]:
        every = map(self._manifest.environment, self._manifest.functions)
        return {name: value for variables in every for name, value in variables.items()}

    def environment_for(self, request: Request) -> dict[str, str]:  # noqa: ARG002  # one unit
        return self._environment(self.target)

    def environment_for_consumer(self, consumer: Consumer) -> dict[str, str]:
        return self._environment(entry_point(consumer))

    @property
    def target(self) -> str:
        """What answers HTTP."""
        return self._target or ENTRY_POINT

    def start(self) -> None:
        """What answers HTTP; a function of events starts with the first event that it is given."""
        if self._target is not None:
            self._framework(self._target)

    def open(self, request: Request) -> Exchange:
        """The answer as it arrives: status and headers now, chunks as they come."""
        self._check(request)
        if self.target not in self._running:
            raise HostError("the host is not started")
        return self._running[self.target].open(request)

    def send(self, request: Request) -> Response:
        response = self.open(request).collected()
        if len(response.body) > MAXIMUM_BODY:
            reason = f"a response of {len(response.body)} bytes; the platform sends {MAXIMUM_BODY}"
            raise NotExpressibleError(reason, BODY_SOURCE)
        return response

    def deliver(self, consumer: Consumer, events: Sequence[Event]) -> Outcome:
        """Each event in a request of its own, as Google's services deliver them."""
        codec = codecs.codec_of(consumer.trigger.kind)
        framework = self._framework(entry_point(consumer))

        def one(event: Event) -> Verdict:
            _check_event(event)
            native = codec.encode_events((event,))
            response = framework.open(request_of(native)).collected()
            outcome: Outcome = codec.decode_outcome(wire.encode_response(response), (event,))
            return outcome.verdicts[0]

        return one_by_one(events, one, ordered=bool(consumer.trigger.options.get("ordered")))

    def stop(self) -> None:
        for framework in self._running.values():
            framework.stop()

    def _environment(self, target: str) -> dict[str, str]:
        return self._manifest.environment(self._manifest.function(target))

    def _framework(self, target: str) -> Framework:
        """The process of one function, started if it is not running."""
        if target not in self._running:
            self._make_room()
            function = self._manifest.function(target)
            environment = self._manifest.environment(function)
            code = self._folder / self._manifest.archive(function)
            made = Framework(self._python, code, function, environment)
            self._running[target] = made
            made.await_port()
        return self._running[target]

    def _make_room(self) -> None:
        """Of many functions of events, the one that started first ends; it would start again."""
        listening = [target for target in self._running if target != self._target]
        if len(listening) >= KEPT:
            self._running.pop(listening[0]).stop()

    def _check(self, request: Request) -> None:
        if request.path in OWN_PATHS:
            reason = f"the framework answers {request.path} itself, with 404"
            raise NotExpressibleError(reason, FRAMEWORK)
        if self._is_async and request.method not in AIO_METHODS:
            reason = f"the framework's async side refuses {request.method} itself, with 405"
            raise NotExpressibleError(reason, FRAMEWORK)
        if len(request.body) > MAXIMUM_BODY:
            reason = f"a request body of {len(request.body)} bytes; it takes {MAXIMUM_BODY}"
            raise NotExpressibleError(reason, BODY_SOURCE)


def _target(function: Any) -> str:
    found: str = function["build_config"]["entry_point"]
    return found


def _check_event(event: Event) -> None:
    """https://cloud.google.com/firestore/quotas#collections_documents_and_fields"""
    if isinstance(event, ChangeEvent):
        found = firestore.id_of(event.key)
        if not found or "/" in found or found in {".", ".."}:
            raise NotExpressibleError(f"{found!r} is no id of a document", DOCUMENT_SOURCE)


def request_of(native: dict[str, Any]) -> Request:
    """What the service sends, with the token that it shows."""
    headers = [*native["headers"], TOKEN, ["host", "localhost"]]
    try:
        request = wire.decode_request({**native, "headers": headers})
    except PayloadError as fault:
        raise HostError(str(fault)) from fault
    if len(request.body) > MAXIMUM_EVENT:
        reason = f"an event of {len(request.body)} bytes; it takes {MAXIMUM_EVENT}"
        raise NotExpressibleError(reason, EVENT_SOURCE)
    return request
