"""The contract of an adapter's deploying half."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from faasport.deployer.change import Plan
from faasport.deployer.deployed import Deployed, LogLine, Status
from faasport.packager.output import Output
from faasport.project.model import Project

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Setting:
    """One thing that `--set NAME=VALUE` or `targets.<target>.deploy` may say."""

    name: str
    says: str


@dataclass(frozen=True)
class Asked:
    """What is to be deployed, and how.

    `project` has its functions where an artifact is there or its code could be read; to remove it,
    its name and stage are enough. `given` is what the command line sets. With `wait`, a deployment
    by somebody else is waited for, and not refused.
    """

    project: Project
    given: Mapping[str, str] = field(default_factory=dict)
    wait: bool = False


@dataclass(frozen=True)
class CodeOnly:
    """An update of one function's code, without its configuration.

    `canary` is the percentage of calls that the new version gets: None for all of them, 0 to take
    an earlier canary back.
    """

    function: str
    canary: int | None = None


class Deployer(Protocol):
    """One platform, for one project at one stage. Making one calls nothing.

    What goes wrong over there is raised as a `Fault` (see `faults`), and nothing else. Every
    method may be called again after any of them was killed at any point.
    """

    settings: ClassVar[tuple[Setting, ...]]

    def __init__(self, asked: Asked) -> None: ...

    def plan(self, output: Output, progress: Progress, code: CodeOnly | None = None) -> Plan:
        """What it takes to make the platform as this output is. Raises Busy if somebody else is
        deploying. Nothing that serves anybody is changed; what breaks it off, be it Ctrl-C,
        leaves nothing of the plan on the platform."""
        ...

    def apply(self, plan: Plan, progress: Progress) -> Deployed:
        """Carry it out; what fails is undone, as far as the platform lets us, before the Fault is
        raised that says what and why. An empty plan tells what is there."""
        ...

    def abandon(self, plan: Plan) -> None:
        """Clear away what `plan` had to leave on the platform (a change set)."""
        ...

    def plan_removal(self, progress: Progress, *, with_data: bool) -> Plan:
        """Everything that this project and stage own, and nothing else. What holds data is kept
        unless `with_data`."""
        ...

    def remove(self, plan: Plan, progress: Progress) -> None:
        """Carry that out."""
        ...

    def status(self, output: Output | None, progress: Progress) -> Status:
        """What is deployed, beside what is packaged here."""
        ...

    def logs(self, function: str, since: datetime, *, follow: bool) -> Iterator[LogLine]:
        """The log of one function of the user's, oldest first; with `follow` it does not end."""
        ...

    def invoke(self, function: str, trigger: str | None, event: Any) -> Any:
        """Send a native event of the platform's to what is deployed; its native answer."""
        ...
