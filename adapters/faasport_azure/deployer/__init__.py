"""Azure Functions on Flex Consumption, deployed by ARM and One Deploy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, cast

from faasport.deployer import faults
from faasport.deployer.change import Plan
from faasport.deployer.deployed import Deployed, LogLine, Status
from faasport.deployer.deployer import Asked, CodeOnly, Progress, Setting
from faasport.packager.output import Output
from faasport.project.chosen import function_named
from faasport_azure.deployer import (
    app as apps,
    applying,
    functions,
    group as groups,
    invocation,
    logs,
    manifest,
    place,
    planning,
    record,
    removal,
    removing,
    standing,
)
from faasport_azure.deployer.app import App
from faasport_azure.deployer.applying import Applying
from faasport_azure.deployer.arm import Arm
from faasport_azure.deployer.lock import Lock
from faasport_azure.deployer.planning import AzurePlan
from faasport_azure.deployer.record import Content
from faasport_azure.deployer.removal import Removal


class AzureDeployer:
    """One resource group, or the part of one that is ours."""

    settings: ClassVar[tuple[Setting, ...]] = place.SETTINGS

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    @cached_property
    def arm(self) -> Arm:
        return Arm(place.of(self.asked))

    @cached_property
    def lock(self) -> Lock:
        return Lock(self.arm, wait=self.asked.wait)

    def plan(self, output: Output, progress: Progress, code: CodeOnly | None = None) -> Plan:
        sent = manifest.read(output, self.arm.place)
        progress("Looking at what is deployed")
        group = groups.found(self.arm, progress)
        found = self.lock.free() if group is not None else None
        before = found.content if found else Content()
        if code is None:
            progress("Asking what would change")
            return planning.whole(self.arm, sent, before, group=group)
        function_named(self.arm.place.project, code.function)
        if code.canary is not None:
            raise faults.Unsupported(
                "azure: --canary",
                "an app on the Flex Consumption plan has no slots, so that all calls go to one "
                "version (https://learn.microsoft.com/azure/azure-functions/"
                "flex-consumption-plan#considerations).",
                "Deploy a second stage, and part the traffic in front of both.",
            )
        return planning.code_only(self.arm, sent, before)

    def apply(self, plan: Plan, progress: Progress) -> Deployed:
        plan = cast(AzurePlan, plan)
        if plan.is_empty:
            return Deployed(applying.endpoints(self._unlocked()))
        return Applying(self.arm, self.lock, plan, progress).run()

    def abandon(self, plan: Plan) -> None:
        """A plan leaves nothing there."""

    def plan_removal(self, progress: Progress, *, with_data: bool) -> Plan:
        progress("Looking at what is deployed")
        found = self.lock.free() if groups.found(self.arm, progress) else None
        return removal.plan(self.arm, found.content if found else Content(), with_data=with_data)

    def remove(self, plan: Plan, progress: Progress) -> None:
        plan = cast(Removal, plan)
        removing.remove(self.arm, self.lock, plan, progress)

    def status(self, output: Output | None, progress: Progress) -> Status:
        progress("Looking at what is deployed")
        return standing.of(self.arm, self.lock, output)

    def logs(self, function: str, since: datetime, *, follow: bool) -> Iterator[LogLine]:
        content, _ = self._deployed()
        here = self.arm.place
        names = functions.of(here.project, here.options, function)
        return logs.of(self.arm, content, names, since, follow=follow)

    def invoke(self, function: str, trigger: str | None, event: Any) -> Any:
        _, app = self._deployed()
        return invocation.of(self.arm, app, function, trigger, event)

    def _unlocked(self) -> Content:
        """What is deployed, without the hold of a run that was cut off when all was done."""
        found = record.read(self.arm)
        if found is not None and found.state == record.WORKING:
            self.lock.take()
            self.lock.release()
        return found.content if found else Content()

    def _deployed(self) -> tuple[Content, App]:
        found = record.read(self.arm)
        content = found.content if found else Content()
        app = apps.of(self.arm, str(content.outputs.get("name") or ""))
        if app is None:
            raise removal.nothing(self.arm)
        return content, app
