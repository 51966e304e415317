"""What was written for Vercel, and whole applications, as they were: vercel-runtime on the original
handlers, with nothing of ours between the two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import ClassVar, cast

from faasport.project import guests
from faasport.project.guests import Guest
from faasport.project.model import Consumer, Project
from faasport.runtime.event import Event
from faasport.runtime.message import Message
from faasport.runtime.outcome import DONE, RETRY, Outcome, Verdict
from faasport.runtime.request import Request, routed
from faasport.runtime.response import Response
from faasport.runtime.routing import Router
from faasport.runtime.template import Template
from faasport.runtime.tick import Tick
from faasport.verifier.host import HostError
from faasport_vercel.host.deliveries import SECRET
from faasport_vercel.host.local import Host
from faasport_vercel.original import Original
from faasport_vercel.packager import paths
from faasport_vercel.runtime import guest_cron, guest_request

QUEUES = ("queue", "topic")


class Baseline(Host):
    """The guests of Vercel's dialect and of the standards, each on vercel-runtime by itself."""

    dialects: ClassVar[tuple[str, ...]] = ("vercel", "asgi", "wsgi")
    real: ClassVar[str] = "vercel-runtime, Vercel's own Python runtime, on each original handler."
    ours: ClassVar[str] = (
        f"{Host.ours[:-1]}; and of a WSGI application PATH_INFO, decoded as the standard has it."
    )

    def __init__(self, folder: Path, python: Path, project: Project) -> None:
        super().__init__(folder, python, project)
        found = [each for each in guests.of(project.config) if each.dialect in self.dialects]
        self._guests = {each.name: each for each in found}
        self._project = project
        self._router = _router(found)
        self._functions = {each.name: self._original(each) for each in found}
        self._asked = ""

    def start(self) -> None:
        """Each starts when it is asked first."""

    def _given(self) -> dict[str, str]:
        # Vercel's own packages ask for it; of ours none does.
        return {**super()._given(), "VERCEL_DEPLOYMENT_ID": "dpl_local"}

    def environment_for_consumer(self, consumer: Consumer) -> dict[str, str]:  # noqa: ARG002
        return self.environment

    def send(self, request: Request) -> Response:
        guest, template, caught = self._found(request)
        routed(request, caught, guest.name)
        names = guest_request.caught(guest_request.segments_of(guest.handler), template)
        try:
            return super().send(guest_request.completed(request, names))
        except HostError:
            if not self._functions[guest.name].is_running:
                raise
            # The runtime breaks the connection off, and Vercel's proxy answers.
            return Response(b"", 500, (("x-vercel-error", "FUNCTION_INVOCATION_FAILED"),))

    def deliver(self, consumer: Consumer, events: Sequence[Event]) -> Outcome:
        guest = self._guests[consumer.function.name]
        if consumer.trigger.kind in QUEUES:
            self._asked = guest.name
            sent = [_of_topic(each, consumer.trigger.name) for each in events]
            outcome = super().deliver(consumer, sent)
            return Outcome(events, outcome.verdicts, outcome.native)
        _, _, told = guest.triggers[consumer.index]
        path = guest_cron.path_of(guest.handler, guest.name, told.get("input"))
        expression = consumer.trigger.options["expression"]
        return Outcome(events, [self._fired(guest, path, expression, each) for each in events])

    def _fired(self, guest: Guest, path: str, expression: str, tick: Event) -> Verdict:
        request = guest_cron.request_of(cast("Tick", tick), path, expression)
        secret = ("authorization", f"Bearer {SECRET}")
        request = Request(
            raw_path=request.raw_path,
            raw_query=request.raw_query,
            headers=request.headers.without("authorization").with_added(secret),
            body=b"",
        )
        answer = self._exchange(guest.name, request).collected()
        return DONE if answer.status < 400 else RETRY

    def _deliver(self, path: str, request: Request) -> Response:  # noqa: ARG002
        return self._exchange(self._asked, request).collected()

    def _route(self, request: Request) -> str:
        return self._found(request)[0].name

    def _found(self, request: Request) -> tuple[Guest, Template, dict[str, str]]:
        found = self._router.find(request.method, request.raw_path)
        if found is None:
            raise HostError(f"no original handler answers {request.method} {request.raw_path}")
        (guest, template), caught = found
        return guest, template, caught

    def _original(self, guest: Guest) -> Original:
        """Beside the code that it shares with what was made of it."""
        private = [
            "/" + paths.function(each)
            for each in self._project.consumers
            if each.function.name == guest.name and each.trigger.kind in QUEUES
        ]
        name = next((each for each in private if each in self._functions), None)
        packaged = self._functions[name] if name else next(iter(self._functions.values()))
        return Original(packaged, guest, self._given, is_subscriber=bool(private))


def _of_topic(event: Event, topic: str) -> Message:
    """A message from where its subscriber listens, with the moment that none is without there."""
    told = {name: getattr(event, name) for name in Message.TOLD}
    sent_at = told["sent_at"] or datetime.now(timezone.utc)
    return Message(**{**told, "source": topic, "sent_at": sent_at})


def _router(found: Sequence[Guest]) -> Router:
    """The routes that lead to originals."""
    router = Router()
    for guest in found:
        for kind, told, _ in guest.triggers:
            if kind == "http":
                methods = told.get("method", "ANY")
                methods = [methods] if isinstance(methods, str) else methods
                value = (guest, Template(told["path"]))
                router.add([method.upper() for method in methods], told["path"], value)
    return router
