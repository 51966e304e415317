"""One run against one place: the clients, and how they are asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, TypeVar

from faasport.deployer import waiting
from faasport.deployer.deployer import Progress
from faasport.deployer.faults import Unsettled
from faasport_gcp.deployer import patience
from faasport_gcp.deployer.clients import ONCE, Clients
from faasport_gcp.deployer.place import Place
from faasport_gcp.deployer.trouble import Ended

T = TypeVar("T")
Policy = dict[str, Any]
# A build has 20 minutes, and what follows it some: https://cloud.google.com/functions/quotas
LONGEST = 1800.0


def _nothing() -> None:
    """Where no lease is held."""


@dataclass
class Session:
    """`beat` is called again and again while something is waited for. `policies` are those that
    were read, by the kind of grant and what they are of."""

    place: Place
    clients: Clients
    progress: Progress
    beat: Callable[[], None] = _nothing
    policies: dict[tuple[str, str], Policy] = field(default_factory=dict)
    number: str = ""
    has_sources: bool = False
    """Whether the bucket of the sources is known to be ours."""
    regions: frozenset[str] = frozenset()
    """Where something of ours was, beside the region of now."""

    def where(self, what: str) -> str:
        return f"gcp, {self.place.told}: {what}"

    def numbered(self) -> str:
        """The project's number.

        https://cloud.google.com/resource-manager/docs/creating-managing-projects#identifying_projects
        """
        if not self.number:
            client = self.clients.of("projects")
            request = {"name": self.place.within()}
            found = self.asked(
                f"project {self.place.project}",
                "resourcemanager.projects.get",
                lambda: client.get_project(request=request, **ONCE),
            )
            self.number = found.name.rpartition("/")[2]
        return self.number

    def asked(self, what: str, action: str, ask: Callable[[], T]) -> T:
        """The answer to a question, which is asked again where that may help."""
        return patience.asked(self.where(what), action, ask)

    def looked_up(self, what: str, action: str, ask: Callable[[], T]) -> T | None:
        """The answer to a question about something that may not be there."""
        from google.api_core.exceptions import NotFound

        def answered() -> T | None:
            try:
                return ask()
            except NotFound:
                return None

        return self.asked(what, action, answered)

    def finished(self, client: Any, operation: Any, what: str, action: str) -> None:
        """Wait for a long-running operation; Ended, if it fails."""
        exceptions = import_module("google.api_core.exceptions")
        name = operation.operation.name
        now = waiting.until(lambda: self._done(client, name, what, action), within=LONGEST)
        if now is None:
            raise Unsettled(
                self.where(what),
                f"the operation {name} has not ended in {LONGEST / 60:.0f} minutes.",
                "Give the same command again later: it goes on where this one ended.",
            )
        if now.HasField("error"):
            raise Ended(exceptions.from_grpc_status(now.error.code, now.error.message))

    def _done(self, client: Any, name: str, what: str, action: str) -> Any | None:
        self.beat()
        found = self.asked(
            what, action, lambda: client.get_operation(request={"name": name}, **ONCE)
        )
        return found if found.done else None
