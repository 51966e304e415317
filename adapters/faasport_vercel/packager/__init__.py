"""The build half: a project as a Build Output folder."""

from __future__ import annotations

from typing import ClassVar

from faasport.packager import runtimes
from faasport.packager.capability import Capabilities
from faasport.packager.limit import too_large
from faasport.packager.platform import Platform
from faasport.packager.runtimes import Runtimes
from faasport.packager.target import Artifact, Dependencies, Files, Plan
from faasport.project.model import Project
from faasport.project.problem import Problem, refuse
from faasport_vercel.packager import build_output, check, cron, limits, units, vercel_json
from faasport_vercel.packager.capabilities import CAPABILITIES
from faasport_vercel.packager.entries import entries
from faasport_vercel.packager.options import VercelOptions


class VercelTarget(Platform[VercelOptions]):
    """Vercel Functions: one serves the whole application, over ASGI, and each trigger that is not
    HTTP has a private one."""

    name: ClassVar[str] = "vercel"
    runtime_package: ClassVar[str] = "faasport_vercel"
    host: ClassVar[str] = "faasport_vercel.host:Host"
    # vercel-runtime has no older one.
    minimum_python: ClassVar[str] = "3.12"
    runtimes: ClassVar[Runtimes] = limits.RUNTIMES
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    tool_files: ClassVar[tuple[str, ...]] = (
        ".vercel/project.json",
        ".vercel/README.txt",
        ".vercel/.env*",
        ".env.local",
        ".gitignore",
        ".vercel/.gitignore",
    )
    options = VercelOptions

    def requirements(self, project: Project) -> tuple[str, ...]:  # noqa: ARG002
        # Vercel's builder vendors it; there is no builder behind a prebuilt output.
        return ("vercel-runtime==0.24.1",)

    def entries(self, project: Project) -> Files:
        project, options = self.read(project)
        return entries(project, options)

    def plan(self, project: Project, code: Files, dependencies: Dependencies) -> Plan:
        project, options = self.read(project)
        python = self.python(project)
        files = {**dependencies.files, **code}
        refuse(too_large(f"{self.name}: {build_output.FUNCTION}.func", files, limits.UNZIPPED))
        functions = build_output.functions(project, options, python)
        artifact = Artifact(
            build_output.FOLDER,
            build_output.output(functions, build_output.config(project), code, dependencies.files),
            tuple(function.name for function in project.functions),
            archive=False,
        )
        manifest = build_output.rendered(vercel_json.configuration())
        warnings = (
            *runtimes.raised(self.name, project, self.minimum_python),
            *(told for each in units.schedules(project) for told in cron.warnings(each)),
        )
        return Plan((artifact,), {vercel_json.FILE: manifest}, warnings)

    def problems(self, project: Project, options: VercelOptions) -> list[Problem]:
        return check.problems(project, options)
