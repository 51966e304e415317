"""The build half: a project as source.zip and a Terraform configuration."""

from __future__ import annotations

from typing import ClassVar

from faasport.packager.capability import Capabilities
from faasport.packager.limit import too_large
from faasport.packager.platform import Platform
from faasport.packager.runtimes import Runtimes
from faasport.packager.target import Artifact, Dependencies, Files, Plan
from faasport.project.model import Project
from faasport.project.problem import Problem, refuse
from faasport_gcp.packager import (
    check,
    compiled,
    dead_letters,
    eventarc,
    installed,
    limits,
    terraform,
)
from faasport_gcp.packager.capabilities import CAPABILITIES
from faasport_gcp.packager.entries import entries
from faasport_gcp.packager.options import GcpOptions
from faasport_gcp.packager.units import units_of


class GcpTarget(Platform[GcpOptions]):
    """Cloud Run functions: one serves all that is HTTP, and one each event trigger."""

    name: ClassVar[str] = "gcp"
    runtime_package: ClassVar[str] = "faasport_gcp"
    host: ClassVar[str] = "faasport_gcp.host:Host"
    minimum_python: ClassVar[str] = "3.10"
    runtimes: ClassVar[Runtimes] = limits.RUNTIMES
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    tool_files: ClassVar[tuple[str, ...]] = (
        ".terraform/*",
        ".terraform.lock.hcl",
        "*.tfstate",
        "*.tfstate.*",
        "*.tfvars",
        "*.tfvars.json",
        "*.tfplan",
    )
    options = GcpOptions

    def entries(self, project: Project) -> Files:
        return entries(project)

    def plan(self, project: Project, code: Files, dependencies: Dependencies) -> Plan:
        project, options = self.read(project)
        faulty = compiled.uncompiled(dependencies.files)
        kept = {path: content for path, content in dependencies.files.items() if path not in faulty}
        files = {**kept, **code, **installed.files(dependencies.files)}
        refuse(too_large(f"{self.name}: {terraform.ARCHIVE}", files, limits.UNZIPPED))
        artifact = Artifact(
            terraform.ARCHIVE, files, tuple(function.name for function in project.functions)
        )
        data = terraform.configuration(project, options, self.minimum_python)
        manifests = {"main.tf.json": terraform.rendered(data)}
        units = units_of(project)
        warnings = (
            *compiled.warnings(faulty),
            *dead_letters.warnings(units),
            *eventarc.warnings(units),
        )
        return Plan((artifact,), manifests, warnings)

    def problems(self, project: Project, options: GcpOptions) -> list[Problem]:
        return check.problems(project, options)
