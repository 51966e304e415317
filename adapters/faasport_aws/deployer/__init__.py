"""The deploying half: a packaged folder as a stack of CloudFormation's, which rolls back by itself.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacks.html
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from faasport.deployer.change import Plan
from faasport.deployer.deployed import Deployed, LogLine, Status
from faasport.deployer.deployer import Asked, CodeOnly, Progress, Setting
from faasport.packager.output import Output
from faasport_aws.deployer import code_only, deploying, invocation, logs, removal, standing
from faasport_aws.deployer.explained import explained
from faasport_aws.deployer.settings import SETTINGS
from faasport_aws.deployer.site import Site

Made = TypeVar("Made", bound=Plan)


class AwsDeployer:
    """A project at one stage in one account and region."""

    settings: ClassVar[tuple[Setting, ...]] = SETTINGS

    def __init__(self, asked: Asked) -> None:
        self._site = Site(asked)

    def plan(self, output: Output, progress: Progress, code: CodeOnly | None = None) -> Plan:
        with explained(self._site):
            if code:
                return code_only.plan(self._site, output, progress, code)
            return deploying.plan(self._site, output, progress)

    def apply(self, plan: Plan, progress: Progress) -> Deployed:
        with explained(self._site):
            if isinstance(plan, code_only.Update):
                return code_only.apply(self._site, plan, progress)
            return deploying.apply(self._site, _own(plan, deploying.Deployment), progress)

    def abandon(self, plan: Plan) -> None:
        with explained(self._site):
            if isinstance(plan, deploying.Deployment):
                deploying.abandon(self._site, plan)

    def plan_removal(self, progress: Progress, *, with_data: bool) -> Plan:
        self._site.chosen.refuse_unknown()
        with explained(self._site):
            return removal.plan(self._site, progress, with_data=with_data)

    def remove(self, plan: Plan, progress: Progress) -> None:
        with explained(self._site):
            removal.remove(self._site, _own(plan, removal.Removal), progress)

    def status(self, output: Output | None, progress: Progress) -> Status:
        self._site.chosen.refuse_unknown()
        with explained(self._site):
            return standing.status(self._site, output, progress)

    def logs(self, function: str, since: datetime, *, follow: bool) -> Iterator[LogLine]:
        self._site.chosen.refuse_unknown()
        with explained(self._site):
            yield from logs.lines(self._site, function, since, follow=follow)

    def invoke(self, function: str, trigger: str | None, event: Any) -> Any:
        self._site.chosen.refuse_unknown()
        with explained(self._site):
            return invocation.answer(self._site, function, trigger, event)


def _own(plan: Plan, kind: type[Made]) -> Made:
    if not isinstance(plan, kind):
        raise TypeError(f"{plan.place} was planned by somebody else.")
    return plan
