"""Deploying to Google Cloud: what `main.tf.json` says, through Google's own clients."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from faasport.deployer import digest
from faasport.deployer.change import Plan
from faasport.deployer.deployed import Deployed, LogLine, Status
from faasport.deployer.deployer import Asked, CodeOnly, Progress, Setting
from faasport.deployer.faults import BadSetting, Unsupported
from faasport.packager.output import Output
from faasport_gcp.deployer import (
    applying,
    completed,
    invocation,
    lease,
    logs,
    manifest,
    planning,
    removal,
    settings,
    standing,
    terraform,
)
from faasport_gcp.deployer.clients import Clients
from faasport_gcp.deployer.kinds import FUNCTIONS
from faasport_gcp.deployer.manifest import Manifest
from faasport_gcp.deployer.place import Place
from faasport_gcp.deployer.planning import GcpPlan
from faasport_gcp.deployer.removal import Removal
from faasport_gcp.deployer.session import Session
from faasport_gcp.deployer.terraform import TerraformPlan
from faasport_gcp.packager.terraform import source_bucket


def _silent(_said: str) -> None:
    """For what is answered at once."""


class GcpDeployer:
    """Cloud Run functions and what calls them."""

    settings: ClassVar[tuple[Setting, ...]] = settings.SETTINGS

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._said = settings.said(asked)

    def plan(self, output: Output, progress: Progress, code: CodeOnly | None = None) -> Plan:
        settings.checked(self._asked, output)
        if self._said.tool == "terraform":
            _refuse_code(code)
            return terraform.plan(self._said, output, self._project, progress)
        session = self._session(progress)
        lease.refuse(session, wait=self._asked.wait)
        progress("Reading what is there ...")
        only = None if code is None else self._only(session.place, code)
        found = self._manifest(output, session.place)
        return planning.plan(session, found, digest.of(output), only)

    def apply(self, plan: Plan, progress: Progress) -> Deployed:
        if isinstance(plan, TerraformPlan):
            return terraform.applied(plan, progress)
        assert isinstance(plan, GcpPlan)  # noqa: S101
        return applying.applied(self._session(progress), plan, wait=self._asked.wait)

    def abandon(self, plan: Plan) -> None:
        """A plan leaves nothing over there."""
        if isinstance(plan, TerraformPlan):
            terraform.abandon(plan)

    def plan_removal(self, progress: Progress, *, with_data: bool) -> Plan:
        settings.checked(self._asked)
        if self._said.tool == "terraform":
            raise Unsupported(
                "target gcp",
                "what Terraform has made, Terraform removes, by its own state.",
                "Run: terraform destroy, in the output folder, or leave --set tool out.",
            )
        session = self._session(progress)
        removal.refuse(session, wait=self._asked.wait)
        progress("Reading what is there ...")
        return removal.plan(session, with_data=with_data)

    def remove(self, plan: Plan, progress: Progress) -> None:
        assert isinstance(plan, Removal)  # noqa: S101
        removal.carry_out(self._session(progress), plan, wait=self._asked.wait)

    def status(self, output: Output | None, progress: Progress) -> Status:
        session = self._session(progress)
        found = None
        if output is not None:
            found = self._manifest(output, session.place)
        return standing.status(session, self._asked.project, self._said.options, output, found)

    def logs(self, function: str, since: datetime, *, follow: bool) -> Iterator[LogLine]:
        names = invocation.deployed_of(self._asked.project, self._said.options, function)
        return logs.lines(self._session(_silent), names, since, follow=follow)

    def invoke(self, function: str, trigger: str | None, event: Any) -> Any:
        session = self._session(_silent)
        return invocation.called(session, self._asked.project, function, trigger, event)

    @property
    def _project(self) -> str:
        """The project of Google Cloud: as it is said, or as the credentials have it."""
        found = self._said.project or self._clients.project
        if not found:
            raise BadSetting(
                "target gcp",
                "nobody says which project of Google Cloud it is.",
                "Give it: --set project=ID, targets.gcp.deploy.project, or the variable "
                "GOOGLE_CLOUD_PROJECT.",
            )
        return found

    @cached_property
    def _clients(self) -> Clients:
        return Clients(self._said.project, self._said.transport)

    def _session(self, progress: Progress) -> Session:
        project, own = self._project, self._asked.project
        place = Place(
            project=project,
            region=self._said.region,
            app=own.name,
            stage=own.stage,
            bucket=f"{project}-{source_bucket(own)}",
            adopts=self._said.adopts,
        )
        return Session(place, self._clients, progress)

    def _manifest(self, output: Output, place: Place) -> Manifest:
        found = manifest.read(output, self._said.variables(place.project))
        return completed.manifest(found, self._asked.project, self._said.options)

    def _only(self, place: Place, code: CodeOnly) -> frozenset[str]:
        """The functions of Google's that this one of the user's is in."""
        if code.canary is not None:
            raise Unsupported(
                "gcp: --canary",
                "a function has one version that answers: its service divides no traffic that "
                "functions are deployed to.",
                "Deploy it at another stage, and leave --canary out.",
            )
        found = invocation.deployed_of(self._asked.project, self._said.options, code.function)
        return frozenset(FUNCTIONS.name(place, {"name": each}) for each in found)


def _refuse_code(code: CodeOnly | None) -> None:
    if code is not None:
        raise Unsupported(
            "gcp: --function",
            "Terraform applies the whole of a manifest.",
            "Leave --function out, or --set tool.",
        )


__all__ = ["GcpDeployer"]
