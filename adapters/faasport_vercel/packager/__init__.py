"""The build half: a project as a Build Output folder."""

from __future__ import annotations

from typing import ClassVar

from faasport.packager import runtimes, sizes
from faasport.packager.capability import Capabilities
from faasport.packager.dialect import Dialect
from faasport.packager.limit_table import Limits
from faasport.packager.platform import Platform
from faasport.packager.runtimes import Runtimes
from faasport.packager.target import Artifact, Dependencies, Files, Plan
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_vercel.packager import (
    build_output,
    check,
    cron,
    limits,
    project_form,
    secrets,
    stated,
    units,
    vercel_json,
)
from faasport_vercel.packager.capabilities import CAPABILITIES
from faasport_vercel.packager.dialect import DIALECT
from faasport_vercel.packager.entries import entries
from faasport_vercel.packager.limit_table import LIMITS
from faasport_vercel.packager.options import VercelOptions

RUNTIME = "vercel-runtime==0.24.1"


class VercelTarget(Platform[VercelOptions]):
    """Vercel Functions: one serves the whole application, over ASGI, and each trigger that is not
    HTTP has a private one."""

    name: ClassVar[str] = "vercel"
    runtime_package: ClassVar[str] = "faasport_vercel"
    host: ClassVar[str] = "faasport_vercel.host:Host"
    deployer: ClassVar[str] = "faasport_vercel.deployer:VercelDeployer"
    # vercel-runtime has no older one.
    minimum_python: ClassVar[str] = "3.12"
    runtimes: ClassVar[Runtimes] = limits.RUNTIMES
    capabilities: ClassVar[Capabilities] = CAPABILITIES
    limits: ClassVar[Limits] = LIMITS
    dialect: ClassVar[Dialect] = DIALECT
    tool_files: ClassVar[tuple[str, ...]] = (
        ".vercel/project.json",
        ".vercel/README.txt",
        ".vercel/.env*",
        ".env.local",
        ".gitignore",
        ".vercel/.gitignore",
        "project/.vercel/*",
        "project/.env.local",
        "project/.gitignore",
        "project/uv.lock",
    )
    options = VercelOptions

    def requirements(self, project: Project) -> tuple[str, ...]:
        # Vercel's builder vendors it; there is no builder behind a prebuilt output.
        _, options = self.read(project)
        return () if options.manifest == "project" else (RUNTIME,)

    def entries(self, project: Project) -> Files:
        project, options = self.read(project)
        return entries(project, options)

    def plan(self, project: Project, code: Files, dependencies: Dependencies) -> Plan:
        project, options = self.read(project)
        planned = _PLANNED[options.manifest]
        artifact, manifests = planned(project, options, self.python(project), code, dependencies)
        warnings = (
            *runtimes.raised(self.name, project, self.minimum_python),
            *(told for each in units.schedules(project) for told in cron.warnings(each)),
            *secrets.warnings(project, options),
            *stated.warnings(project, options),
        )
        return Plan((artifact,), manifests, warnings)

    def problems(self, project: Project, options: VercelOptions) -> list[Problem]:
        return check.problems(project, options)


Planned = tuple[Artifact, dict[str, bytes]]


def _built(
    project: Project, options: VercelOptions, python: str, code: Files, dependencies: Dependencies
) -> Planned:
    """An output that is deployed as it is. The limit is that of each function."""
    needed = build_output.contents(project, options, dependencies)
    configured = build_output.functions(project, options, python)
    config = build_output.config(project, options)
    artifact = Artifact(
        build_output.FOLDER,
        build_output.output(configured, config, code, needed),
        tuple(function.name for function in project.functions),
        archive=False,
        limits=tuple(
            sizes.unpacked(limits.UNZIPPED, within=f"functions/{path}.func/")
            for path in build_output.owners(needed)
        ),
    )
    manifest = build_output.rendered(vercel_json.configuration())
    return artifact, {vercel_json.FILE: manifest}


def _project(
    project: Project, options: VercelOptions, python: str, code: Files, dependencies: Dependencies
) -> Planned:
    """A project that Vercel builds; its vercel.json is in the folder, and so in both."""
    artifact = project_form.artifact(project, options, python, code, dependencies)
    manifest = artifact.files[vercel_json.FILE]
    return artifact, {f"{project_form.FOLDER}/{vercel_json.FILE}": manifest}


_PLANNED = {"build-output": _built, "project": _project}
