"""The baseline: the original function app in Microsoft's library, with nothing of ours between.

Its functions are indexed from the user's own function_app.py, or function.json files, out of the
packaged app. Our generated file is not read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from faasport.project import guests
from faasport.project.guests import Guest
from faasport.project.model import Consumer, Project
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.runtime.response import Response
from faasport.verifier.host import HostError, NotExpressibleError
from faasport_azure.host import local, original_events, worker
from faasport_azure.packager import host_json, script
from faasport_azure.runtime import guest_folder

MIXED = (
    "https://github.com/Azure/azure-functions-host/blob/v4.1037.0/"
    "src/WebJobs.Script/Host/WorkerFunctionMetadataProvider.cs"
)


class Baseline(local.Host):
    """The worker on the app as it was."""

    dialects: ClassVar[tuple[str, ...]] = ("azure",)
    requirements: ClassVar[tuple[str, ...]] = (
        *local.Host.requirements,
        "azure-functions-runtime-v1==1.2.0",
    )
    real: ClassVar[str] = (
        "azure-functions-runtime and azure-functions-runtime-v1, Microsoft's own worker libraries, "
        "on the original app."
    )

    def __init__(self, folder: Path, python: Path, project: Project) -> None:
        super().__init__(folder, python, project)
        self._guests = {
            each.name: each for each in guests.of(project.config) if each.dialect in self.dialects
        }
        self._root = next((each.root for each in self._guests.values() if each.root), "")
        own = (project.source_root or project.root) / self._root
        host = own / host_json.FILE
        self._prefix = local.route_prefix(host) if host.is_file() else local.DEFAULT_PREFIX
        # Where there is one, the host asks the worker alone, and looks for no function.json.
        self._in_folders = not (own / script.USUAL).is_file()
        self._settings = {
            name: value for name, value in self._settings.items() if name != script.SETTING
        }

    @property
    def root(self) -> Path:
        return self._app / self._root

    @property
    def arguments(self) -> tuple[str, ...]:
        return (str(self.root), str(self._app), *((worker.FOLDERS,) if self._in_folders else ()))

    def failed(self, why: str) -> Response:  # noqa: ARG002  # the host tells no client
        """A function of the user's may raise: the host answers for it."""
        return Response(b"", 500)

    def deliver(self, consumer: Consumer, events: Sequence[Event]) -> Outcome:
        function = self._function_of(self._guests[consumer.function.name])
        return original_events.deliver(function, events, self.invoke)

    def _function_of(self, guest: Guest) -> Mapping[str, Any]:
        """The function that the worker indexed for this handler."""
        path, _, name = guest.handler.partition(":")
        module = path.removeprefix(f"{self._root}/").removesuffix(".py").replace("/", ".")
        wanted = f"{module.removesuffix('.__init__')}:{name}"
        for function in self._functions.values():
            if function["handler"].removeprefix("__app__.") == wanted:
                return function
        if (self.root / path).with_name(guest_folder.FILE).is_file() and not self._in_folders:
            raise NotExpressibleError(
                "a function.json beside functions of the v2 model, which the host leaves out", MIXED
            )
        raise HostError(f"{guest.handler} is not among the functions that the worker indexed.")
