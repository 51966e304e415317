"""One target's share of a run: its wheels, its code, its plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from faasport.packager import (
    archive,
    bytecode,
    contents,
    entry,
    guests,
    modules,
    sbom,
    sent,
    sizes,
    vendor,
)
from faasport.packager.linker import link
from faasport.packager.marker import Built, Marker
from faasport.packager.sbom import Parts
from faasport.packager.target import Artifact, Files, Plan, Target, WheelTarget
from faasport.packager.wheels import provided, resolution
from faasport.packager.wheels.distributions import Distribution
from faasport.packager.wheels.requirements import Requirements
from faasport.packager.wheels.resolution import Resolution
from faasport.packager.wheels.workspace import Wheels, Workspace, own_python, runs_here
from faasport.project import ahead, discovery, interpreters, version
from faasport.project.model import Project
from faasport.project.problem import Problem, ProblemsFound, refuse, together
from faasport.project.sources import Sources
from faasport.project.tree import MARKER


@dataclass(frozen=True)
class Made:
    """A target's plan, and the distributions that its artifacts hold."""

    plan: Plan
    distributions: tuple[Distribution, ...]
    asked: frozenset[str]
    python: str
    """The release whose bytecode it has, or nothing."""
    shipped: Files
    """Of faasport and its adapters, in every artifact."""


@dataclass(frozen=True)
class Build:
    """A target with what it needs of wheels."""

    target: Target
    wheels: WheelTarget
    requirements: Requirements
    needed: tuple[str, ...]
    """What the platform itself wants in an artifact."""

    def resolve(self, workspace: Workspace) -> Resolution:
        return resolution.resolved(workspace, self.wheels, self.requirements, self.needed)

    def plan(self, project: Project, sources: Sources, workspace: Workspace) -> Made:
        """The target's plan, with a warning if its code goes without bytecode."""
        entries = self.target.entries(project)
        generated = {**entry.application(project, entries), **entries}
        prefix = discovery.prefix(project)
        halves = packages(self.target, project)
        refuse(modules.taken(project, self.target, sources.files, (*halves, *generated)))
        wheels = self.resolve(workspace)
        shipped = resolution.shipped(project, self.target, wheels, self.requirements)
        refuse(modules.clashes(sources.files, shipped.every, prefix))
        ours = link.linked(project, halves, generated, sources.files, [shipped.every])
        packed = (*halves, link.home(generated))
        code: Files = {**sources.files, **generated, **ours}
        interpreter = workspace.interpreter(self.wheels.python)
        workspace.settle()
        made = bytecode.compile_all(code, interpreter) if interpreter else None
        if made:
            refuse(bytecode.syntax_problems(made.faults, prefix))
            code = {**code, **made.files}
        plan = self.target.plan(project, code, shipped.dependencies)
        warnings = (
            *plan.warnings,
            *sent.warnings(project, self.target),
            *shipped.warnings,
            *modules.hidden(sources.files, prefix),
            *(() if made else (self._without_bytecode(),)),
        )
        whole = replace(plan, warnings=tuple(dict.fromkeys(warnings)))
        return Made(
            plan=whole,
            distributions=wheels.distributions,
            asked=self.requirements.asked,
            python=interpreters.release_of(interpreter, self.wheels.python) if interpreter else "",
            shipped={path: ours[path] for path in ours if path.partition("/")[0] in packed},
        )

    def _without_bytecode(self) -> str:
        return (
            f"There is no bytecode in it, so cold starts are slower: this machine has no Python "
            f"{self.wheels.python}, and uv could not download one."
        )


def prepared(
    project: Project, targets: Sequence[Target], requirements: Requirements
) -> list[Build]:
    """A build for each target; its options may already be wrong. What the platform needs may depend
    on the functions, so a project that has them now is prepared anew."""

    def prepare(target: Target) -> Build:
        wheels = target.wheels(project)
        refuse(provided.unknown(target, project))
        return Build(target, wheels, requirements, tuple(target.requirements(project)))

    return together(partial(prepare, target) for target in targets)


def begin(builds: Sequence[Build], sources: Sources, workspace: Workspace) -> None:
    """Have the user's sources compiled meanwhile. Kept, that is at hand when a target is planned;
    what fails fails again there, and is told."""
    for python in dict.fromkeys(build.wheels.python for build in builds):
        if interpreter := workspace.interpreter(python):
            workspace.beside(partial(bytecode.compile_all, sources.files, interpreter))


def discovered(
    project: Project, sources: Sources, builds: Sequence[Build], workspace: Workspace
) -> Project:
    """The project with its functions, imported as a target will import them, if any can be here."""
    for build in builds:
        ours = (*packages(build.target, project), entry.FILE)
        refuse(modules.taken(project, build.target, sources.files, ours))
    interpreter, wheels = _ground(builds, workspace)
    code = ahead.code(sources.files) or workspace.lay_out("code", sources.files)
    shipped = vendor.shipped(vendor.CORE, *guests.packages(project.config))
    core = workspace.importable("core", shipped, interpreter)
    missing = guests.placeholders(project.config)
    # What is not kept has another name each time, and mostly there is nothing in it.
    path = [core, *([wheels.folder] if wheels.files else [])]
    asked = discovery.question(project, interpreter, code, path, missing)
    workspace.asked = asked
    return discovery.told(project, discovery.answered(asked, workspace.folder))


def packages(target: Target, project: Project) -> tuple[str, ...]:
    """Packages whose runtime halves are in an artifact."""
    every = (vendor.CORE, target.runtime_package, *guests.packages(project.config))
    return tuple(dict.fromkeys(every))


def _ground(builds: Sequence[Build], workspace: Workspace) -> tuple[Path, Wheels]:
    """An interpreter and wheels of all groups that it can load: a target's, or the like for this
    machine."""
    for build in builds:
        interpreter = workspace.interpreter(build.wheels.python)
        if interpreter and runs_here(build.wheels):
            return interpreter, build.resolve(workspace).whole
    first = builds[0]
    python = first.wheels.python
    interpreter = workspace.interpreter(python)
    if interpreter is None:
        python = own_python()
        interpreter = workspace.interpreter(python)
    if interpreter is None:
        message, fix = (
            "no interpreter of this version runs here.",
            f"Run: uv python install {python}.",
        )
        raise ProblemsFound([Problem("no-interpreter", f"Python {python}", message, fix)])
    return interpreter, workspace.installed(WheelTarget(python, ""), first.requirements.whole)


def finished(
    made: Made, target: Target, project: Project, inputs: str, declared: list[dict[str, Any]]
) -> tuple[Marker, dict[str, bytes]]:
    """The files of the target's folder, and the marker that is one of them."""
    plan = made.plan
    written = {each.path: archive.written(each) for each in plan.artifacts}
    built = {each.path: _built(each, written[each.path]) for each in plan.artifacts}
    known = {each.path: contents.of(each.files, made.distributions) for each in plan.artifacts}
    sent = {path: each.bytes for path, each in built.items()}
    near = list(sizes.compared(plan.artifacts, known, sent))
    refuse(sizes.problems(target.name, near))
    parts = [Parts(path, each.sha256, known[path]) for path, each in built.items()]
    files: dict[str, bytes] = {
        **plan.manifests,
        **{path: data for each in written.values() for path, data in each.items()},
        sbom.FILE: sbom.rendered(project, made.shipped, parts, made.asked),
    }
    marker = Marker(
        tool=version.tool(),
        target=target.name,
        stage=project.stage,
        inputs=inputs,
        artifacts=tuple(built.values()),
        manifests=tuple(sorted(plan.manifests)),
        warnings=(*plan.warnings, *sizes.warnings(near)),
        sizes=tuple(sizes.measured(each, known[each.path]) for each in plan.artifacts),
        python=made.python,
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
