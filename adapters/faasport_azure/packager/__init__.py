"""The build half: a project as app.zip and an ARM template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from faasport.packager import name, runtimes, sizes, unit
from faasport.packager.capability import Capabilities
from faasport.packager.dialect import Dialect
from faasport.packager.limit_table import Limits
from faasport.packager.platform import Platform
from faasport.packager.runtimes import Runtimes
from faasport.packager.target import Artifact, Dependencies, Files, Plan
from faasport.project.model import Project, Settings
from faasport.project.problem import Problem
from faasport_azure.packager import (
    check,
    event_functions,
    host_json,
    limits,
    remarks,
    routes,
    script,
    subscriptions,
)
from faasport_azure.packager.arm import references, template
from faasport_azure.packager.capabilities import CAPABILITIES
from faasport_azure.packager.dialect import DIALECT
from faasport_azure.packager.entries import entries
from faasport_azure.packager.limit_table import LIMITS
from faasport_azure.packager.options import AzureOptions, Manifest
from faasport_azure.packager.routes import functions_of
from faasport_azure.packager.terraform import manifest

ARCHIVE = "app.zip"
DEPENDENCIES = ".python_packages/lib/site-packages"


class AzureTarget(Platform[AzureOptions]):
    """Azure Functions on the Flex Consumption plan, in the v2 programming model."""

    name: ClassVar[str] = "azure"
    runtime_package: ClassVar[str] = "faasport_azure"
    host: ClassVar[str] = "faasport_azure.host:Host"
    deployer: ClassVar[str] = "faasport_azure.deployer:AzureDeployer"
    # azure-functions-runtime, the worker that we prove artifacts on, has no older one.
    minimum_python: ClassVar[str] = "3.13"
    runtimes: ClassVar[Runtimes] = limits.RUNTIMES
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    limits: ClassVar[Limits] = LIMITS
    dialect: ClassVar[Dialect] = DIALECT
    tool_files: ClassVar[tuple[str, ...]] = manifest.TOOL_FILES
    options = AzureOptions

    def requirements(self, project: Project) -> tuple[str, ...]:
        # Of Event Grid's two schemas earlier ones know but one.
        grid = {consumer.trigger.kind for consumer in project.consumers} & {"bucket", "event"}
        return ("azure-functions>=2.3" if grid else "azure-functions>=2.0",)

    def entries(self, project: Project) -> Files:
        project, options = self.read(project)
        settings = unit.shared(project, options)
        events = event_functions.functions_of(project, options)
        return {
            **entries(
                script.file_of(project),
                functions_of(project, options),
                events,
                routes.keys(project, options),
                settings.secrets,
            ),
            host_json.FILE: host_json.rendered(settings.timeout, events),
        }

    def plan(self, project: Project, code: Files, dependencies: Dependencies) -> Plan:
        project, options = self.read(project)
        python = self.python(project)
        # One app has the groups of all its functions.
        wheels = dependencies.of(*(function.name for function in project.functions))
        below = {f"{DEPENDENCIES}/{path}": content for path, content in wheels.items()}
        files = {**below, **code}
        artifact = Artifact(
            path=ARCHIVE,
            files=files,
            functions=tuple(function.name for function in project.functions),
            limits=(sizes.unpacked(limits.UNZIPPED),),
        )
        settings = unit.shared(project, options)
        warnings = (
            *runtimes.raised(self.name, project, self.minimum_python),
            *remarks.of(project, options),
        )
        manifests = _LANGUAGES[options.manifest](project, options, settings, python)
        return Plan((artifact,), manifests, warnings)

    def problems(self, project: Project, options: AzureOptions) -> list[Problem]:
        return check.problems(project, options)


def _templates(
    project: Project, options: AzureOptions, settings: Settings, python: str
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The template, and that of what is deployed after the code, if there is any."""
    made = template.template(project, options, settings, python)
    events = subscriptions.needed(event_functions.functions_of(project, options))
    base = name.resource(project, limit=limits.SITE_NAME)
    return made, subscriptions.template(base, events, made) if events else None


def _arm(project: Project, options: AzureOptions, settings: Settings, python: str) -> Files:
    made, later = _templates(project, options, settings, python)
    whole = template.with_own(made, options, references.ids(project, options))
    after = {} if later is None else {subscriptions.FILE: template.rendered(later)}
    return {template.FILE: template.rendered(whole), **after}


def _terraform(project: Project, options: AzureOptions, settings: Settings, python: str) -> Files:
    made, later = _templates(project, options, settings, python)
    return manifest.manifests(made, later, options, references.ids(project, options))


_LANGUAGES: Mapping[Manifest, Callable[[Project, AzureOptions, Settings, str], Files]] = {
    "arm": _arm,
    "terraform": _terraform,
}
