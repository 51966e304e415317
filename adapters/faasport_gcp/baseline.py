"""Functions of Google's as they were: the Functions Framework on the very file that they are in,
and nothing of ours between."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from faasport.project import guests
from faasport.project.guests import Guest
from faasport.project.model import Consumer, Project
from faasport.runtime.application import BODILESS, OF_BODIES
from faasport.runtime.event import Event
from faasport.runtime.outcome import DONE, RETRY, Outcome, Verdict
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.runtime.routing import Router
from faasport.verifier.child import closed
from faasport.verifier.host import HostError
from faasport.verifier.loopback import Exchange
from faasport_gcp.deliveries import one_by_one
from faasport_gcp.framework import Framework
from faasport_gcp.host import Host, request_of
from faasport_gcp.packager.units import entry_point
from faasport_gcp.runtime.guest_deliveries import Deliveries
from faasport_gcp.runtime.guest_mount import below, mount_of

LOOK_SECONDS = 60.0
# It tells how each function would be called, which only importing it shows; then it ends.
_LOOK = """
import json, sys
asked = json.loads(sys.argv[1])
sys.path.insert(0, ".")
from faasport_gcp.runtime.guest_framework import Framed
told = {each["name"]: Framed(**each).signature for each in asked}
print("\\n" + json.dumps(told))
"""


class Baseline(Host):
    """functions-framework on the original functions, a process for each."""

    dialects: ClassVar[tuple[str, ...]] = ("gcp",)

    def __init__(self, folder: Path, python: Path, project: Project) -> None:
        super().__init__(folder, python, project)
        found = guests.of(project.config)
        self._guests = {each.name: each for each in found if each.dialect in self.dialects}
        self._router = Router()
        for methods, path, target, _, _ in project.routes:
            self._router.add(methods, path, (target.partition(":")[2], mount_of(path)))

    def start(self) -> None:
        """Each starts with the first that it is asked."""

    def open(self, request: Request) -> Exchange:
        """The answer as it arrives."""
        self._check(request)
        found = self._router.find(request.method, request.raw_path)
        if found is None:
            raise HostError(f"No function answers {request.method} {request.raw_path}.")
        name, mount = found[0]
        return self._original(name, self.target).open(_unmounted(request, mount))

    def send(self, request: Request) -> Response:
        """Flask tells the type of a body that no response of this status has; ours leaves it out,
        and no client reads it."""
        response = super().send(request)
        if response.status not in BODILESS:
            return response
        return response.with_headers(response.headers.without(*OF_BODIES))

    def deliver(self, consumer: Consumer, events: Sequence[Event]) -> Outcome:
        """Each event in a request of its own, as its service would deliver it to the original."""
        guest = self._guest(consumer.function.name)
        framework = self._original(guest.name, entry_point(consumer))
        # As the function itself was made: the guest has a declared trigger of the same words.
        deliveries = Deliveries(
            consumer.trigger, self._signatures[guest.name], guest.payload, _told(guest, consumer)
        )

        def one(event: Event) -> Verdict:
            response = framework.open(request_of(deliveries.of(event))).collected()
            # Whatever is no success is delivered again, 4xx as well.
            return DONE if 200 <= response.status <= 299 else RETRY

        return one_by_one(events, one, ordered=bool(consumer.trigger.options.get("ordered")))

    def _guest(self, name: str) -> Guest:
        if name not in self._guests:
            raise HostError(f"{name} was not written for Google Cloud.")
        return self._guests[name]

    def _original(self, name: str, unit: str) -> Framework:
        """The process of one function, with the variables of the unit that it is deployed in."""
        guest = self._guest(name)
        # As Google starts another instance in place of one that the function has ended.
        if name not in self._running or not self._running[name].alive:
            self._make_room()
            deployed = self._manifest.function(unit)
            code = self._folder / self._manifest.archive(deployed)
            variables = {
                "FUNCTION_SIGNATURE_TYPE": self._signatures[name],
                **self._manifest.environment(deployed),
            }
            made = Framework(self._python, code, _function(guest, code), variables)
            self._running[name] = made
            made.await_port()
        return self._running[name]

    @cached_property
    def _signatures(self) -> Mapping[str, str]:
        """How the framework calls each function, by its name."""
        names = ("handler", "name", "payload", "root")
        asked = [{key: getattr(each, key) for key in names} for each in self._guests.values()]
        done = subprocess.run(  # noqa: S603  # the environment's interpreter
            [self._python, "-c", _LOOK, json.dumps(asked)],
            cwd=self._folder / self._manifest.archives[0],
            env=closed(self.environment),
            capture_output=True,
            text=True,
            timeout=LOOK_SECONDS,
            check=False,
        )
        if done.returncode != 0:
            raise HostError(f"The original functions cannot be imported: {done.stderr.strip()}")
        found: Mapping[str, str] = json.loads(done.stdout.splitlines()[-1])
        return found


def _unmounted(request: Request, mount: str) -> Request:
    """The request as Google's front end would send it, which has the name in its address alone."""
    return Request(
        method=request.method,
        raw_path=below(mount, request.raw_path),
        raw_query=request.raw_query,
        headers=request.headers,
        body=request.body,
    )


def _function(guest: Guest, code: Path) -> Mapping[str, Any]:
    """What was deployed over there: the file, and the function in it."""
    path, _, name = guest.handler.partition(":")
    file = path if path.endswith(".py") else f"{path.replace('.', '/')}.py"
    if guest.root and not file.startswith(f"{guest.root}/"):
        file = f"{guest.root}/{file}"
    if not (code / file).is_file():
        file = file.removesuffix(".py") + "/__init__.py"
    variables = {"GOOGLE_FUNCTION_SOURCE": file}
    build = {"entry_point": name, "environment_variables": variables}
    return {"name": guest.name, "build_config": build}


def _told(guest: Guest, consumer: Consumer) -> dict[str, Any]:
    """What its dialect alone is to know of a trigger."""
    index = consumer.index
    _, _, told = guest.triggers[index]
    return told
