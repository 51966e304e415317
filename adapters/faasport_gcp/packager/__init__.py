"""The build half: a project as source archives and a Terraform configuration."""

from __future__ import annotations

from typing import ClassVar

from faasport.packager.capability import Capabilities
from faasport.packager.dialect import Dialect
from faasport.packager.limit_table import Limits
from faasport.packager.platform import Platform
from faasport.packager.runtimes import Runtimes
from faasport.packager.target import Dependencies, Files, Plan
from faasport.packager.terraform import TOOL_FILES
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_gcp.packager import (
    archives,
    callers,
    check,
    dead_letters,
    eventarc,
    labels,
    limits,
    subscriptions,
    terraform,
)
from faasport_gcp.packager.archives import Archive
from faasport_gcp.packager.capabilities import CAPABILITIES
from faasport_gcp.packager.deployment import Deployment
from faasport_gcp.packager.dialect import DIALECT
from faasport_gcp.packager.entries import entries
from faasport_gcp.packager.limit_table import LIMITS
from faasport_gcp.packager.options import GcpOptions
from faasport_gcp.packager.units import every


class GcpTarget(Platform[GcpOptions]):
    """Cloud Run functions: one serves all that is HTTP, and one each event trigger."""

    name: ClassVar[str] = "gcp"
    runtime_package: ClassVar[str] = "faasport_gcp"
    host: ClassVar[str] = "faasport_gcp.host:Host"
    deployer: ClassVar[str] = "faasport_gcp.deployer:GcpDeployer"
    minimum_python: ClassVar[str] = "3.10"
    runtimes: ClassVar[Runtimes] = limits.RUNTIMES
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    limits: ClassVar[Limits] = LIMITS
    dialect: ClassVar[Dialect] = DIALECT
    tool_files: ClassVar[tuple[str, ...]] = TOOL_FILES
    options = GcpOptions

    def entries(self, project: Project) -> Files:
        return entries(project)

    def plan(self, project: Project, code: Files, dependencies: Dependencies) -> Plan:
        project, options = self.read(project)
        packed = archives.archives(every(project, options), dependencies)
        artifacts = tuple(each.artifact(code) for each in packed)
        deployment = Deployment(project, options, self.python(project), archives.by_unit(packed))
        manifest = terraform.rendered(terraform.configuration(deployment))
        return Plan(artifacts, {terraform.FILE: manifest}, _warnings(deployment, packed))

    def problems(self, project: Project, options: GcpOptions) -> list[Problem]:
        return check.problems(project, options)


def _warnings(deployment: Deployment, packed: tuple[Archive, ...]) -> tuple[str, ...]:
    tags = {key: value for each in deployment.every for key, value in each.settings.tags.items()}
    told = (
        *(warning for archive in packed for warning in archive.warnings),
        *callers.warnings(deployment.options, deployment.application),
        *labels.warnings(tags),
        *dead_letters.warnings(deployment.units),
        *eventarc.warnings(deployment.units),
        *eventarc.existing(deployment),
        *subscriptions.warnings(deployment),
    )
    return tuple(dict.fromkeys(told))
