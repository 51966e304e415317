"""Project in, output folders out: the steps of `faasport package`, in their order.

Everything up to the last step makes data. With several targets nothing is written if any fails.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from faasport.packager import build, fingerprint, marker, registry, requirements, write
from faasport.packager.marker import Built, Marker
from faasport.packager.target import Target
from faasport.packager.workspace import Workspace
from faasport.project import config_file, discovery, sources, stages
from faasport.project.config import DEFAULT_STAGE
from faasport.project.model import Project
from faasport.project.problem import Problem, refuse, together
from faasport.project.sources import Sources

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Output:
    """What one target's folder holds; artifact and manifest paths are relative to it."""

    target: str
    directory: Path
    artifacts: tuple[Built, ...]
    manifests: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Package:
    """A project with its functions, and one output for each target."""

    project: Project
    outputs: tuple[Output, ...]


@dataclass(frozen=True)
class Inputs:
    """What is read before anything is made."""

    project: Project
    sources: Sources
    requirements: tuple[str, ...]
    out: Path

    def fingerprint(self, target: Target) -> str:
        return fingerprint.of_inputs(self.project, target, self.sources, self.requirements)


def silent(_step: str) -> None:
    """The progress of a run that nobody watches."""


def package(
    root: Path,
    targets: Sequence[Target],
    *,
    out: Path | None = None,
    stage: str = DEFAULT_STAGE,
    progress: Progress = silent,
) -> Package:
    """Make and write the artifacts of these targets; raises ProblemsFound with every problem."""
    return _made(read(root, out, stage), targets, progress)


def ensure(
    root: Path,
    targets: Sequence[Target],
    *,
    out: Path | None = None,
    stage: str = DEFAULT_STAGE,
    progress: Progress = silent,
) -> Package:
    """As `package`, but what is there already, whole and from the same inputs, is kept."""
    inputs = read(root, out, stage)
    kept = {target.name: _fresh(inputs, target) for target in targets}
    stale = [target for target in targets if kept[target.name] is None]
    made = _made(inputs, stale, progress) if stale else None
    new = {output.target: output for output in made.outputs} if made else {}
    markers = {name: found for name, found in kept.items() if found is not None}
    outputs = tuple(
        new.get(target.name) or _output(inputs.out, markers[target.name]) for target in targets
    )
    if made:
        return Package(made.project, outputs)
    declared = next((found.declared for found in markers.values()), [])
    project = replace(inputs.project, functions=discovery.functions_from(declared))
    return Package(project, outputs)


def read(root: Path, out: Path | None, stage: str) -> Inputs:
    """The project's configuration, sources and requirements."""
    root = root.resolve()
    out = (out or root / "dist").resolve()
    file = config_file.read(root)
    config = stages.at_stage(file, stage)
    refuse(_unknown_targets(file))
    found = sources.collect(root, file, out)
    project = Project(
        root=root,
        config=config,
        stage=stage,
        source_root=found.root,
        config_file=file.name,
        config_table=file.table,
    )
    return Inputs(project, found, requirements.of_project(root), out)


def _made(inputs: Inputs, targets: Sequence[Target], progress: Progress) -> Package:
    refuse(
        problem
        for target in targets
        for problem in marker.foreign(inputs.out / target.name, target.tool_files)
    )
    with tempfile.TemporaryDirectory(prefix="faasport-") as folder:
        workspace = Workspace(Path(folder), inputs.project.root)
        builds = build.prepared(inputs.project, targets, inputs.requirements)
        progress("Resolving dependencies")
        together(partial(each.resolve, workspace) for each in builds)
        progress("Reading the functions")
        project = build.discovered(inputs.project, inputs.sources, builds, workspace)
        refuse(problem for target in targets for problem in target.check(project))
        planned = together(
            partial(_planned, each, project, inputs, workspace, progress) for each in builds
        )
    progress("Writing")
    folders = {found.target: files for found, files in planned}
    write.replace(inputs.out, folders, {target.name: target.tool_files for target in targets})
    return Package(project, tuple(_output(inputs.out, found) for found, _ in planned))


def _planned(
    each: build.Build, project: Project, inputs: Inputs, workspace: Workspace, progress: Progress
) -> tuple[Marker, dict[str, bytes]]:
    progress(f"Packaging for {each.target.name}")
    result = each.plan(project, inputs.sources, workspace)
    declared = [asdict(function) for function in project.functions]
    return build.finished(result, each.target, project, inputs.fingerprint(each.target), declared)


def _fresh(inputs: Inputs, target: Target) -> Marker | None:
    folder = inputs.out / target.name
    found = marker.read(folder)
    if found is None or found.inputs != inputs.fingerprint(target):
        return None
    return found if marker.is_intact(folder, found, target.tool_files) else None


def _output(out: Path, found: Marker) -> Output:
    return Output(
        target=found.target,
        directory=out / found.target,
        artifacts=found.artifacts,
        manifests=found.manifests,
        warnings=found.warnings,
    )


def _unknown_targets(file: config_file.ConfigFile) -> list[Problem]:
    """Tables of the configuration for targets that nobody has installed."""
    known = registry.installed()
    stage_tables = {
        f"stages.{name}.targets": stage.targets for name, stage in file.config.stages.items()
    }
    return [
        registry.unknown(name, known, f"{file.name}: {file.table}{table}.{name}")
        for table, tables in {"targets": file.config.targets, **stage_tables}.items()
        for name in tables
        if name not in known
    ]
