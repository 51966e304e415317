"""The build half: a project as app.zip and an ARM template."""

from __future__ import annotations

from typing import ClassVar

from faasport.packager import runtimes, unit
from faasport.packager.capability import Capabilities
from faasport.packager.limit import too_large
from faasport.packager.platform import Platform
from faasport.packager.runtimes import Runtimes
from faasport.packager.target import Artifact, Dependencies, Files, Plan
from faasport.project.model import Project
from faasport.project.problem import Problem, refuse
from faasport_azure.packager import arm, check, event_functions, host_json, limits, subscriptions
from faasport_azure.packager.capabilities import CAPABILITIES
from faasport_azure.packager.entries import entries
from faasport_azure.packager.options import AzureOptions
from faasport_azure.packager.routes import functions_of

ARCHIVE = "app.zip"
DEPENDENCIES = ".python_packages/lib/site-packages"


class AzureTarget(Platform[AzureOptions]):
    """Azure Functions on the Flex Consumption plan, in the v2 programming model."""

    name: ClassVar[str] = "azure"
    runtime_package: ClassVar[str] = "faasport_azure"
    host: ClassVar[str] = "faasport_azure.host:Host"
    # azure-functions-runtime, the worker that we prove artifacts on, has no older one.
    minimum_python: ClassVar[str] = "3.13"
    runtimes: ClassVar[Runtimes] = limits.RUNTIMES
    capabilities: ClassVar[Capabilities] = CAPABILITIES
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
            **entries(functions_of(project, options), events),
            host_json.FILE: host_json.rendered(settings.timeout, events),
        }

    def plan(self, project: Project, code: Files, dependencies: Dependencies) -> Plan:
        project, options = self.read(project)
        python = self.python(project)
        below = {f"{DEPENDENCIES}/{path}": content for path, content in dependencies.files.items()}
        files = {**below, **code}
        refuse(too_large(f"{self.name}: {ARCHIVE}", files, limits.UNZIPPED))
        artifact = Artifact(ARCHIVE, files, tuple(function.name for function in project.functions))
        template = arm.template(project, options, unit.shared(project, options), python)
        warnings = runtimes.raised(self.name, project, self.minimum_python)
        manifests = {arm.FILE: arm.rendered(template)}
        if events := subscriptions.needed(event_functions.functions_of(project, options)):
            own = subscriptions.template(events, template)
            manifests[subscriptions.FILE] = arm.rendered(own)
        return Plan((artifact,), manifests, warnings)

    def problems(self, project: Project, options: AzureOptions) -> list[Problem]:
        return check.problems(project, options)
