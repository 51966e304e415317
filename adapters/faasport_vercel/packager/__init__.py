"""The build half: a project as a Build Output folder."""

from __future__ import annotations

from typing import ClassVar

from faasport.packager import runtimes, unit
from faasport.packager.limit import too_large
from faasport.packager.platform import Platform
from faasport.packager.runtimes import Runtimes
from faasport.packager.target import Artifact, Files, Plan
from faasport.project.model import Project
from faasport.project.problem import Problem, refuse
from faasport_vercel.packager import build_output, check, limits, vercel_json
from faasport_vercel.packager.entries import entries
from faasport_vercel.packager.options import VercelOptions


class VercelTarget(Platform[VercelOptions]):
    """Vercel Functions: one function serves the whole application, over ASGI."""

    name: ClassVar[str] = "vercel"
    runtime_package: ClassVar[str] = "faasport_vercel"
    host: ClassVar[str] = "faasport_vercel.host:Host"
    # vercel-runtime has no older one.
    minimum_python: ClassVar[str] = "3.12"
    runtimes: ClassVar[Runtimes] = limits.RUNTIMES
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

    def entries(self, project: Project) -> Files:  # noqa: ARG002
        return entries()

    def plan(self, project: Project, code: Files, dependencies: Files) -> Plan:
        project, options = self.read(project)
        python = self.python(project)
        settings = unit.shared(project, options)
        refuse(too_large(f"{self.name}: {build_output.FUNCTION}.func", {**dependencies, **code},
                         limits.UNZIPPED))  # fmt: skip
        function = build_output.function(project, options, settings, python)
        artifact = Artifact(
            build_output.FOLDER,
            build_output.output(function, code, dependencies),
            tuple(function.name for function in project.functions),
            archive=False,
        )
        manifest = build_output.rendered(vercel_json.configuration())
        warnings = runtimes.raised(self.name, project, self.minimum_python)
        return Plan((artifact,), {vercel_json.FILE: manifest}, warnings)

    def problems(self, project: Project, options: VercelOptions) -> list[Problem]:
        return check.problems(project, options)
