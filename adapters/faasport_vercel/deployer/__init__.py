"""The deploying half: a Build Output, or a project, to Vercel by its REST API.

What is deployed says whose it is: every deployment in its `meta`, and a project that we made in a
variable of it. The modules that talk to Vercel are loaded when there is something to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from faasport.deployer import client
from faasport.deployer.change import Plan
from faasport.deployer.deployed import Deployed, LogLine, Status
from faasport.deployer.deployer import Asked, CodeOnly, Progress, Setting
from faasport.deployer.faults import Unsupported
from faasport.packager.output import Output
from faasport.project.chosen import function_named
from faasport_vercel.deployer import place

if TYPE_CHECKING:  # it loads the client
    from faasport_vercel.deployer.session import Session

DEPLOYMENTS = "https://vercel.com/docs/deployments"


class VercelDeployer:
    """See `faasport.deployer.deployer.Deployer`."""

    settings: ClassVar[tuple[Setting, ...]] = place.SETTINGS

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._place = place.of(asked)

    def plan(self, output: Output, progress: Progress, code: CodeOnly | None = None) -> Plan:
        if code is not None:
            raise Unsupported(
                self._place.told,
                f"there is no update of {code.function} alone: a deployment on Vercel is the whole "
                f"application, and never changes ({DEPLOYMENTS}).",
                "Leave --function out: what is unchanged is not uploaded again.",
            )
        return self._session.plan(output, progress)

    def apply(self, plan: Plan, progress: Progress) -> Deployed:
        return self._session.apply(plan, progress)

    def abandon(self, plan: Plan) -> None:
        """A plan leaves nothing there."""

    def plan_removal(self, progress: Progress, *, with_data: bool) -> Plan:
        return self._session.plan_removal(progress, with_data=with_data)

    def remove(self, plan: Plan, progress: Progress) -> None:
        self._session.remove(plan, progress)

    def status(self, output: Output | None, progress: Progress) -> Status:  # noqa: ARG002
        return self._session.status(output)

    def logs(self, function: str, since: datetime, *, follow: bool) -> Iterator[LogLine]:
        return self._session.logs(
            function_named(self._asked.project, function), since, follow=follow
        )

    def invoke(self, function: str, trigger: str | None, event: Any) -> Any:
        return self._session.invoke(function_named(self._asked.project, function), trigger, event)

    @cached_property
    def _session(self) -> Session:
        with client.of_extra("vercel"):
            from faasport_vercel.deployer.session import Session
        return Session(self._asked, self._place)
