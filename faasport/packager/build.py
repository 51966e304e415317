"""One target's share of a run: its wheels, its code, its plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from faasport.packager import archive, bytecode, entry, modules, vendor
from faasport.packager.marker import Built, Marker
from faasport.packager.target import Artifact, Dependencies, Files, Plan, Target, WheelTarget
from faasport.packager.workspace import Workspace, own_python, runs_here
from faasport.project import discovery, version
from faasport.project.model import Project
from faasport.project.problem import Problem, ProblemsFound, refuse, together
from faasport.project.sources import MARKER, Sources


@dataclass(frozen=True)
class Build:
    """A target with what it needs of wheels."""

    target: Target
    wheels: WheelTarget
    requirements: tuple[str, ...]
    """The project's, and what the platform itself needs."""
    own: tuple[str, ...]
    """The project's alone."""

    def resolve(self, workspace: Workspace) -> Path:
        return workspace.wheels(self.wheels, self.requirements)

    def plan(self, project: Project, sources: Sources, workspace: Workspace) -> Plan:
        """The target's plan, with a warning if its code goes without bytecode."""
        generated = {
            **vendor.shipped(vendor.CORE, self.target.runtime_package),
            **entry.application(project),
            **self.target.entries(project),
        }
        refuse(_taken(project, self.target, sources.files, generated))
        dependencies = workspace.dependencies(self.wheels, self.requirements)
        refuse(modules.clashes(sources.files, dependencies, discovery.prefix(project)))
        code: Files = {**sources.files, **generated}
        interpreter = workspace.interpreter(self.wheels.python)
        made = bytecode.compile_all(code, interpreter) if interpreter else None
        if made:
            prefix = discovery.prefix(project)
            refuse(bytecode.syntax_problems(made.faults, prefix))
            code = {**code, **made.files}
        plan = self.target.plan(project, code, Dependencies(dependencies))
        warnings = (
            *plan.warnings,
            *modules.hidden(sources.files, discovery.prefix(project)),
            *(() if made else (self._without_bytecode(),)),
        )
        return Plan(plan.artifacts, plan.manifests, warnings)

    def _without_bytecode(self) -> str:
        return (
            f"There is no bytecode in it, so cold starts are slower: this machine has no Python "
            f"{self.wheels.python}, and uv could not download one."
        )


def prepared(
    project: Project, targets: Sequence[Target], requirements: Sequence[str]
) -> list[Build]:
    """A build for each target; its options may already be wrong."""

    def prepare(target: Target) -> Build:
        every = (*requirements, *target.requirements(project))
        return Build(target, target.wheels(project), every, tuple(requirements))

    return together(partial(prepare, target) for target in targets)


def discovered(
    project: Project, sources: Sources, builds: Sequence[Build], workspace: Workspace
) -> Project:
    """The project with its functions, imported as a target will import them, if any can be here."""
    for build in builds:
        ours = (vendor.CORE, build.target.runtime_package, entry.FILE)
        refuse(_taken(project, build.target, sources.files, ours))
    interpreter, wheels = _ground(builds, workspace)
    code = workspace.lay_out("code", sources.files)
    core = workspace.lay_out("core", vendor.shipped(vendor.CORE))
    return discovery.discover(project, interpreter, code, [core, wheels], workspace.folder)


def _ground(builds: Sequence[Build], workspace: Workspace) -> tuple[Path, Path]:
    """An interpreter and wheels that it can load: a target's, or the like for this machine."""
    for build in builds:
        interpreter = workspace.interpreter(build.wheels.python)
        if interpreter and runs_here(build.wheels):
            return interpreter, build.resolve(workspace)
    first = builds[0]
    python = first.wheels.python
    interpreter = workspace.interpreter(python)
    if interpreter is None:
        python = own_python()
        interpreter = workspace.interpreter(python)
    if interpreter is None:
        raise ProblemsFound([Problem("no-interpreter", python, "no interpreter runs here.", "")])
    return interpreter, workspace.wheels(WheelTarget(python, ""), first.own)


def finished(
    plan: Plan, target: Target, project: Project, inputs: str, declared: list[dict[str, Any]]
) -> tuple[Marker, dict[str, bytes]]:
    """The files of the target's folder, and the marker that is one of them."""
    files: dict[str, bytes] = dict(plan.manifests)
    artifacts = []
    for artifact in plan.artifacts:
        written = archive.written(artifact)
        artifacts.append(_built(artifact, written))
        files.update(written)
    marker = Marker(
        tool=version.tool(),
        target=target.name,
        stage=project.stage,
        inputs=inputs,
        artifacts=tuple(artifacts),
        manifests=tuple(sorted(plan.manifests)),
        warnings=plan.warnings,
        files={path: archive.sha256(content) for path, content in sorted(files.items())},
        declared=declared,
    )
    return marker, {**files, MARKER: marker.as_bytes()}


def _built(artifact: Artifact, written: Mapping[str, bytes]) -> Built:
    return Built(
        path=artifact.path,
        sha256=archive.digest(artifact, written),
        bytes=sum(map(len, written.values())),
        functions=artifact.functions,
    )


def _taken(
    project: Project, target: Target, sources: Files, generated: Iterable[str]
) -> list[Problem]:
    """User's modules whose name is that of one which we generate or ship."""
    ours = {_module(path) for path in generated}
    theirs = {path.partition("/")[0] for path in sources if path.endswith(".py")}
    return [
        Problem(
            code="name-taken",
            where=discovery.prefix(project) + name,
            message=f"an artifact for {target.name} has a module {_module(name)!r} of its own.",
            fix="Rename this one, or keep it out with `exclude`.",
        )
        for name in sorted(theirs)
        if _module(name) in ours
    ]


def _module(path: str) -> str:
    return path.partition("/")[0].removesuffix(".py")
