"""One command's talk with Vercel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from faasport.deployer.change import Plan
from faasport.deployer.deployed import Deployed, LogLine, Status
from faasport.deployer.deployer import Asked, Progress
from faasport.packager.output import Output
from faasport.project import chosen
from faasport.project.model import DeclaredFunction
from faasport_vercel.deployer import (
    invocation,
    logs,
    making,
    naming,
    planning,
    removal,
    report,
    standing,
    token,
)
from faasport_vercel.deployer.api import Api
from faasport_vercel.deployer.deployments import Deployment
from faasport_vercel.deployer.place import Place
from faasport_vercel.deployer.plan import RemovalPlan, VercelPlan
from faasport_vercel.deployer.projects import Target

Made = TypeVar("Made", bound=Plan)


class Session:
    """The methods of a `Deployer`, once its client is loaded and a token found."""

    def __init__(self, asked: Asked, place: Place) -> None:
        self._asked = asked
        self._api = Api(place, token.found())

    def plan(self, output: Output, progress: Progress) -> VercelPlan:
        return planning.plan(self._api, self._asked, output, progress)

    def apply(self, plan: Plan, progress: Progress) -> Deployed:
        own = _own(plan, VercelPlan)
        serving = making.carry_out(self._api, self._asked, own, progress)
        return report.deployed(self._api, own, serving)

    def plan_removal(self, progress: Progress, *, with_data: bool) -> RemovalPlan:
        return removal.plan(self._api, self._asked, progress, with_data=with_data)

    def remove(self, plan: Plan, progress: Progress) -> None:
        removal.carry_out(self._api, _own(plan, RemovalPlan), progress)

    def status(self, output: Output | None) -> Status:
        return report.status(self._api, self._asked, output)

    def logs(
        self, function: DeclaredFunction, since: datetime, *, follow: bool
    ) -> Iterator[LogLine]:
        project, _ = self._serving()
        owns = logs.owner(self._asked, function)
        past = logs.past(self._api, project, since, owns)
        yield from past
        if follow:
            after = past[-1].at if past else since
            yield from logs.coming(self._api, project, lambda: self._serving()[1], after, owns)

    def invoke(self, function: DeclaredFunction, trigger: str | None, event: Any) -> Any:
        project, serving = self._serving()
        consumer = chosen.consumer_of(self._asked.project, function, trigger)
        url = next(iter(naming.endpoints(self._api, serving))).value
        return invocation.send(self._api.place, project, url, consumer, event)

    def _serving(self) -> tuple[Target, Deployment]:
        now = standing.of(self._api, self._asked)
        if now.project is None or now.serving is None:
            raise invocation.refuse_undeployed(self._api.place)
        return now.project, now.serving


def _own(plan: Plan, kind: type[Made]) -> Made:
    if not isinstance(plan, kind):
        raise TypeError(f"{plan.place} was planned by somebody else.")
    return plan
