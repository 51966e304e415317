"""The build half: a project as code.zip and a SAM template."""

from __future__ import annotations

from typing import ClassVar

from faasport.packager.capability import Capabilities
from faasport.packager.limit import too_large
from faasport.packager.platform import Platform
from faasport.packager.runtimes import Runtimes
from faasport.packager.target import Artifact, Dependencies, Files, Plan
from faasport.project.model import Project
from faasport.project.problem import Problem, refuse
from faasport_aws.packager import check, limits, sam
from faasport_aws.packager.capabilities import CAPABILITIES
from faasport_aws.packager.entries import entries
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.routes import unroutable
from faasport_aws.packager.stack import crowded
from faasport_aws.packager.units import units_of


class AwsTarget(Platform[AwsOptions]):
    """AWS Lambda behind an HTTP API, a REST API, a load balancer or a function URL, and what of
    AWS sends it events."""

    name: ClassVar[str] = "aws"
    runtime_package: ClassVar[str] = "faasport_aws"
    host: ClassVar[str] = "faasport_aws.host:Host"
    minimum_python: ClassVar[str] = "3.10"
    runtimes: ClassVar[Runtimes] = limits.RUNTIMES
    tool_files: ClassVar[tuple[str, ...]] = (".aws-sam/*", "samconfig.toml")
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    options = AwsOptions

    def entries(self, project: Project) -> Files:
        project, options = self.read(project)
        return entries(units_of(project, options), options)

    def plan(self, project: Project, code: Files, dependencies: Dependencies) -> Plan:
        project, options = self.read(project)
        units = units_of(project, options)
        files = {**dependencies.files, **code}
        refuse(too_large(f"{self.name}: {sam.ARCHIVE}", files, limits.UNZIPPED))
        artifact = Artifact(
            sam.ARCHIVE, files, tuple(function.name for function in project.functions)
        )
        template = sam.template(project, options, units)
        routes = () if options.one_unit else unroutable(project)
        manifests = {"template.yaml": sam.rendered(template)}
        return Plan((artifact,), manifests, (*routes, *crowded(template)))

    def problems(self, project: Project, options: AwsOptions) -> list[Problem]:
        return check.problems(project, options)
