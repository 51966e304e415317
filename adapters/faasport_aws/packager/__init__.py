"""The build half: a project as archives or images, and a SAM template or Terraform."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from faasport.packager.capability import Capabilities
from faasport.packager.dialect import Dialect
from faasport.packager.limit_table import Limits
from faasport.packager.platform import Platform
from faasport.packager.runtimes import Runtimes
from faasport.packager.target import Artifact, Dependencies, Files, Plan, Provided
from faasport.packager.terraform import TOOL_FILES
from faasport.project.model import Project
from faasport.project.problem import Problem, refuse
from faasport_aws.packager import check, limits
from faasport_aws.packager.archives import artifacts
from faasport_aws.packager.capabilities import CAPABILITIES
from faasport_aws.packager.cautions import warned
from faasport_aws.packager.dialect import DIALECT
from faasport_aws.packager.entries import entries
from faasport_aws.packager.limit_table import LIMITS
from faasport_aws.packager.options import AwsOptions
from faasport_aws.packager.provided import PROVIDED
from faasport_aws.packager.routes import unroutable
from faasport_aws.packager.sam import mistakes, template as sam_template
from faasport_aws.packager.stack import crowded, heavy
from faasport_aws.packager.units import Unit, units_of

Manifest = tuple[Files, tuple[str, ...]]
"""Its files, and what there is to say about it."""


class AwsTarget(Platform[AwsOptions]):
    """AWS Lambda behind an HTTP API, a REST API, a load balancer or a function URL, and what of
    AWS sends it events."""

    name: ClassVar[str] = "aws"
    runtime_package: ClassVar[str] = "faasport_aws"
    host: ClassVar[str] = "faasport_aws.host:Host"
    deployer: ClassVar[str] = "faasport_aws.deployer:AwsDeployer"
    minimum_python: ClassVar[str] = "3.10"
    runtimes: ClassVar[Runtimes] = limits.RUNTIMES
    tool_files: ClassVar[tuple[str, ...]] = (
        ".aws-sam/*",
        "samconfig.toml",
        # Of Terraform, with what its user says in files beside ours.
        "*.tf",
        *TOOL_FILES,
    )
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    limits: ClassVar[Limits] = LIMITS
    dialect: ClassVar[Dialect] = DIALECT
    provided: ClassVar[Mapping[str, Provided]] = PROVIDED
    options = AwsOptions

    def entries(self, project: Project) -> Files:
        project, options = self.read(project)
        return entries(project, options, units_of(project, options))

    def plan(self, project: Project, code: Files, dependencies: Dependencies) -> Plan:
        project, options = self.read(project)
        units = units_of(project, options)
        made = artifacts(project, options, units, code, dependencies)
        manifests, warnings = MANIFESTS[options.manifest](project, options, units, made)
        routes = () if options.one_unit else unroutable(project)
        return Plan(made, manifests, (*routes, *warned(project, options, units), *warnings))

    def problems(self, project: Project, options: AwsOptions) -> list[Problem]:
        return check.problems(project, options)


def _sam(
    project: Project, options: AwsOptions, units: tuple[Unit, ...], made: tuple[Artifact, ...]
) -> Manifest:
    template = sam_template.template(project, options, units)
    refuse(mistakes.problems(template, [artifact.path for artifact in made]))
    text = sam_template.rendered(template, sam_template.comments(project, options, units))
    return {"template.yaml": text}, (*crowded(template), *heavy(text))


def _terraform(
    project: Project, options: AwsOptions, units: tuple[Unit, ...], made: tuple[Artifact, ...]
) -> Manifest:
    from faasport_aws.packager.terraform import manifest  # SAM does without it

    return manifest.manifest(project, options, units, made), manifest.warnings(
        project, options, units
    )


MANIFESTS: Mapping[
    str, Callable[[Project, AwsOptions, tuple[Unit, ...], tuple[Artifact, ...]], Manifest]
] = {"sam": _sam, "terraform": _terraform}
