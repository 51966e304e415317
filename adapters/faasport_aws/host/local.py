"""The host: a packaged folder behind its front."""

from __future__ import annotations

import json
from pathlib import Path
from typing import ClassVar

from faasport.project.model import Project
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.losses import Losses
from faasport_aws.host import limits, template
from faasport_aws.host.fronts import FRONTS, Front, event_for
from faasport_aws.host.function import LambdaFunction
from faasport_aws.host.routes import select


class Host:
    """The functions of template.yaml, each a process of AWS's runtime client."""

    requirements: ClassVar[tuple[str, ...]] = ("awslambdaric==4.2.2",)
    real: ClassVar[str] = (
        "awslambdaric, AWS's own Python runtime client, one process a function of template.yaml."
    )
    ours: ClassVar[str] = (
        "The Lambda Runtime API and the HTTP front (routes, event, limits). No IAM, no file system "
        "of Lambda's, and no boto3 but what the artifact holds."
    )

    def __init__(self, folder: Path, python: Path, project: Project) -> None:  # noqa: ARG002
        self._deployment = template.read(folder / "template.yaml")
        self._functions = {
            key: LambdaFunction(resource, python)
            for key, resource in self._deployment.functions.items()
        }

    @property
    def front(self) -> Front:
        return FRONTS[self._deployment.front]

    @property
    def search_path(self) -> tuple[Path, ...]:
        codes = [resource.code for resource in self._deployment.functions.values()]
        return tuple(dict.fromkeys(codes))

    @property
    def environment(self) -> dict[str, str]:
        variables: dict[str, str] = {}
        for resource in self._deployment.functions.values():
            variables.update(resource.variables)
        return variables

    def environment_for(self, request: Request) -> dict[str, str]:
        found = select(self._deployment.routes, request.method, request.raw_path)
        return dict(self._deployment.functions[found[0].function].variables) if found else {}

    @property
    def source(self) -> str:
        return self.front.source

    @property
    def losses(self) -> Losses:
        return self.front.losses

    def start(self) -> None:
        """Functions start at their first event, as on the service."""

    def send(self, request: Request) -> Response:
        limits.check_body(self._deployment.front, request.body)
        path = request.raw_path
        found = select(self._deployment.routes, request.method, path)
        if found is None:
            return self.front.unrouted()
        event = event_for(self.front, request, *found)
        result = self._functions[found[0].function].invoke(_octets(event))
        if self._deployment.front.startswith("alb"):
            limits.check_alb_result(result)
        response: Response = self.front.codec.decode_response(json.loads(result))
        return response

    def stop(self) -> None:
        for function in self._functions.values():
            function.stop()


def _octets(event: object) -> bytes:
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False).encode()
