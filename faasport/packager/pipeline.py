"""Project in, output folders out: the steps of `faasport package`, in their order.

Everything up to the last step makes data. With several targets nothing is written if any fails.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from faasport.packager import build, fingerprint, marker, output, registry, write
from faasport.packager.marker import Marker
from faasport.packager.output import Package
from faasport.packager.target import Target
from faasport.packager.wheels import required_python, requirements
from faasport.packager.wheels.requirements import Requirements
from faasport.packager.wheels.workspace import Workspace
from faasport.project import discovery, interpreters, reading, secret_files, sources
from faasport.project.config import DEFAULT_STAGE
from faasport.project.model import Project
from faasport.project.problem import Problem, Problems, ProblemsFound, refuse, together
from faasport.project.sources import Sources

Progress = Callable[[str], None]
_AT_ONCE = 4


@dataclass(frozen=True)
class Inputs:
    """What is read before anything is made."""

    project: Project
    sources: Sources
    requirements: Requirements
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
    return _made(read(root, out, stage, targets), targets, progress)


def ensure(
    root: Path,
    targets: Sequence[Target],
    *,
    out: Path | None = None,
    stage: str = DEFAULT_STAGE,
    progress: Progress = silent,
) -> Package:
    """As `package`, but what is there already, whole and from the same inputs, is kept."""
    inputs = read(root, out, stage, targets)
    kept = {target.name: _fresh(inputs, target) for target in targets}
    stale = [target for target in targets if kept[target.name] is None]
    made = _made(inputs, stale, progress) if stale else None
    new = {each.target: each for each in made.outputs} if made else {}
    markers = {name: found for name, found in kept.items() if found is not None}
    outputs = tuple(
        new.get(target.name) or output.of_marker(inputs.out, markers[target.name], unchanged=True)
        for target in targets
    )
    if made:
        return Package(made.project, outputs)
    declared = next((found.declared for found in markers.values()), [])
    project = replace(inputs.project, functions=discovery.functions_from(declared))
    return Package(project, outputs)


def read(root: Path, out: Path | None, stage: str, targets: Sequence[Target] = ()) -> Inputs:
    """The project's configuration, sources and requirements; or every problem that shows before
    anything is resolved or imported, with those of these targets' own tables."""
    root = root.resolve()
    out = (out or root / "dist").resolve()
    told = reading.read(root, stage)
    problems = Problems([*told.problems, *registry.unmatched(told.file)])
    found = problems.of(partial(sources.collect, root, told.file, out), Sources(root, {}))
    problems += secret_files.holding(found, root, told.secrets)
    project = Project(
        root=root,
        config=told.config,
        stage=stage,
        source_root=found.root,
        config_file=told.file.name,
        config_table=told.file.table,
    )
    for target in targets:
        wheels = problems.of(partial(target.wheels, project), None)
        problems += required_python.unfit(project, target.name, wheels.python) if wheels else ()
    wanted = problems.of(partial(requirements.read, project), Requirements(()))
    refuse(problems)
    return Inputs(project, found, wanted, out)


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
        _resolve(builds, workspace)
        progress("Reading the functions")
        project = build.discovered(inputs.project, inputs.sources, builds, workspace)
        refuse(_mistakes(project, targets))
        builds = build.prepared(project, targets, inputs.requirements)
        planned = together(
            partial(_planned, each, project, inputs, workspace, progress) for each in builds
        )
    progress("Writing")
    folders = {found.target: files for found, files in planned}
    write.replace(inputs.out, folders, {target.name: target.tool_files for target in targets})
    return Package(project, tuple(output.of_marker(inputs.out, found) for found, _ in planned))


def _mistakes(project: Project, targets: Sequence[Target]) -> Iterator[Problem]:
    """What shows once the functions are known."""
    yield from discovery.unmatched(project)
    if project.functions:
        yield from (problem for target in targets for problem in target.check(project))


def _resolve(builds: Sequence[build.Build], workspace: Workspace) -> None:
    """Several targets at once: most of it is waiting for an index."""
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        waited = [workers.submit(each.resolve, workspace) for each in builds]
    together(each.result for each in waited)


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
    if not found.has_bytecode and _compiles_now(inputs.project, target):
        return None
    return found if marker.is_intact(folder, found, target.tool_files) else None


def _compiles_now(project: Project, target: Target) -> bool:
    """Whether there is by now the interpreter that was missing."""
    try:
        interpreters.find(target.wheels(project).python, download=False)
    except ProblemsFound:
        return False
    return True
