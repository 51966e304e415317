"""The host: a packaged folder behind its front and its event sources."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import ClassVar

from faasport.profiler.start import Start
from faasport.project.model import Consumer, Project
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.event_losses import EventLosses
from faasport.testing.losses import Losses
from faasport.verifier.host import HostError
from faasport_aws.event_codecs import EVENT_CODECS
from faasport_aws.event_losses import LOSSES
from faasport_aws.host import limits, template, terraform
from faasport_aws.host.deliveries import Deliveries, each_alone
from faasport_aws.host.event_source import EventSource
from faasport_aws.host.fronts import FRONTS, Front, event_for
from faasport_aws.host.function import REGION, LambdaFunction
from faasport_aws.host.routes import select
from faasport_aws.host.starts import starts_of


class Host:
    """The functions of the manifest, each a process of AWS's runtime client."""

    requirements: ClassVar[tuple[str, ...]] = ("awslambdaric==4.2.2",)
    given: ClassVar[Mapping[str, str]] = {"AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION}
    real: ClassVar[str] = (
        "awslambdaric, AWS's own Python runtime client, one process a function of the manifest."
    )
    ours: ClassVar[str] = (
        "The Lambda Runtime API, the HTTP front (routes, event, limits), and of queues, topics, "
        "buckets, tables, buses and schedules their events. No IAM, no file system of Lambda's, "
        "and no boto3 but what the artifact holds."
    )

    def __init__(self, folder: Path, python: Path, project: Project) -> None:
        file = folder / terraform.MANIFEST
        self._deployment = (
            terraform.read(file) if file.is_file() else template.read(folder / "template.yaml")
        )
        self._project = project
        self._functions = {
            key: LambdaFunction(resource, python)
            for key, resource in self._deployment.functions.items()
        }

    @property
    def front(self) -> Front:
        if not self._deployment.front:
            raise HostError("The manifest has no HTTP front: no function answers HTTP.")
        return FRONTS[self._deployment.front]

    @property
    def search_path(self) -> tuple[Path, ...]:
        paths = [resource.search_path for resource in self._deployment.functions.values()]
        return tuple(dict.fromkeys(path for each in paths for path in each))

    @property
    def starts(self) -> tuple[Start, ...]:
        return starts_of(self._functions.values(), self._project)

    @property
    def environment(self) -> dict[str, str]:
        variables: dict[str, str] = {}
        for resource in self._deployment.functions.values():
            variables.update(resource.variables)
        return variables

    def environment_for(self, request: Request) -> dict[str, str]:
        found = select(self._deployment.routes, request.method, request.raw_path)
        return dict(self._deployment.functions[found[0].function].variables) if found else {}

    def environment_for_consumer(self, consumer: Consumer) -> dict[str, str]:
        source = self._source(consumer)
        return dict(self._deployment.functions[source.function].variables)

    @property
    def source(self) -> str:
        return self.front.source

    @property
    def losses(self) -> Losses:
        return self.front.losses

    def event_losses(self, consumer: Consumer) -> EventLosses:
        losses = LOSSES[EVENT_CODECS[consumer.trigger.kind]]
        return each_alone(losses) if self._source(consumer).is_asynchronous else losses

    def start(self) -> None:
        """Functions start at their first event, as on the service."""

    def send(self, request: Request) -> Response:
        front = self.front
        limits.check_body(self._deployment.front, request.body)
        path = request.raw_path
        found = select(self._deployment.routes, request.method, path)
        if found is None:
            return front.unrouted()
        event = event_for(front, request, *found)
        result = self._functions[found[0].function].invoke(_octets(event))
        if self._deployment.front.startswith("alb"):
            limits.check_alb_result(result)
        response: Response = front.codec.decode_response(json.loads(result))
        return response

    def deliver(self, consumer: Consumer, events: Sequence[Event]) -> Outcome:
        source = self._source(consumer)
        codec = import_module(f"faasport_aws.runtime.{EVENT_CODECS[consumer.trigger.kind]}")
        deliveries = Deliveries(source, codec, self._functions[source.function].invoke)
        return deliveries.deliver(events, whole=consumer.trigger.takes_batch)

    def _source(self, consumer: Consumer) -> EventSource:
        """What the manifest has for this trigger; its function's handler is named after it."""
        handler = f"faasport_entry.{consumer.symbol}.handler"
        for source in self._deployment.sources:
            if self._deployment.functions[source.function].handler == handler:
                return source
        raise HostError(f"The manifest has no function with an event source for {consumer.label}.")

    def stop(self) -> None:
        for function in self._functions.values():
            function.stop()


def _octets(event: object) -> bytes:
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()
