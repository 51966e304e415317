"""The contract of a platform's real runtime on the developer's machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from faasport.project.model import Consumer, Project
from faasport.runtime.event import Event
from faasport.runtime.outcome import Outcome
from faasport.runtime.request import Request
from faasport.runtime.response import Response
from faasport.testing.event_losses import EventLosses
from faasport.testing.losses import Losses


class HostError(Exception):
    """The runtime did not start, died or fell silent; the message holds its own words."""


class BrokenAnswerError(HostError):
    """An answer that began and did not end: the connection broke in mid-stream."""


class NotExpressibleError(Exception):
    """The platform cannot carry this request, answer or event: why, and who says so."""

    def __init__(self, reason: str, source: str) -> None:
        super().__init__(f"{reason} ({source})")
        self.reason = reason
        self.source = source


@runtime_checkable
class Host(Protocol):
    """One vendor's runtime, started on an unpacked artifact and asked over its native wire.

    It is made with a clean folder (`dist/<target>` in which each archive `code.zip` is unpacked as
    the folder `code`), with the Python of an environment that holds `requirements`, and with the
    project. What it runs it reads from the manifests in that folder, since they are deployed.
    """

    requirements: ClassVar[tuple[str, ...]]
    """Pinned; installed by uv into an environment that holds nothing else."""
    # Also, if there are any, `given: ClassVar[Mapping[str, str]]`: the platform's own variables;
    # and, for `faasport package --profile`, what `faasport.profiler.start` says.
    real: ClassVar[str]
    """What of the vendor's runs here, in one sentence for the report."""
    ours: ClassVar[str]
    """What stands in for the parts of the platform that cannot run here."""

    def __init__(self, folder: Path, python: Path, project: Project) -> None: ...

    @property
    def search_path(self) -> tuple[Path, ...]:
        """Where the artifact's code and dependencies lie, first wins: for neutral dispatch."""
        ...

    @property
    def environment(self) -> dict[str, str]:
        """The variables that the manifests set, of all deployed units together: the user's, and
        those that name what we create, as far as a name is known before that."""
        ...

    def environment_for(self, request: Request) -> dict[str, str]:
        """Those of the unit that answers this request: a part of them, with its own values."""
        ...

    def environment_for_consumer(self, consumer: Consumer) -> dict[str, str]:
        """Those of the unit that handles the events of this trigger."""
        ...

    @property
    def source(self) -> str:
        """The platform's own page on what its payload holds."""
        ...

    @property
    def losses(self) -> Losses:
        """What the platform loses of requests and responses: the adapter's own list."""
        ...

    def event_losses(self, consumer: Consumer) -> EventLosses:
        """What it loses of the events of this trigger, and of the verdicts on them."""
        ...

    def start(self) -> None:
        """Start what is needed to answer; HostError with the runtime's own words if it fails."""
        ...

    def send(self, request: Request) -> Response:
        """Neutral request to native payload, through the real runtime, and back."""
        ...

    def deliver(self, consumer: Consumer, events: Sequence[Event]) -> Outcome:
        """Neutral events to one native payload, through the real runtime, and the verdicts that
        the platform would read from its answer.

        NotExpressibleError where the platform cannot carry them; HostError if the runtime dies.
        """
        ...

    def stop(self) -> None:
        """End every process that was started; never fails, may be called twice."""
        ...
