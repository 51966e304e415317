"""Project in, output folders out: the steps of `faasport package`, in their order.

Everything up to the last step makes data. With several targets nothing is written if any fails.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from faasport.packager import build, marker, output, write
from faasport.packager.inputs import Attempt, Inputs
from faasport.packager.marker import Marker
from faasport.packager.observed import observed
from faasport.packager.output import Package
from faasport.packager.target import Target
from faasport.packager.wheels.workspace import Workspace
from faasport.project import digest, discovery, interpreters
from faasport.project.config import DEFAULT_STAGE
from faasport.project.model import Project
from faasport.project.problem import Problem, ProblemsFound, refuse, together

Progress = Callable[[str], None]
Inspect = Callable[[Package], None]
_AT_ONCE = 4


def silent(_step: str) -> None:
    """The progress of a run that nobody watches."""


def unseen(_made: Package) -> None:
    """What inspects nothing. Other such functions are given a package before its folders move to
    their places, and may refuse it: then nothing is written."""


def package(
    root: Path,
    targets: Sequence[Target],
    *,
    out: Path | None = None,
    stage: str = DEFAULT_STAGE,
    progress: Progress = silent,
    inspect: Inspect = unseen,
) -> Package:
    """Make and write the artifacts of these targets; raises ProblemsFound with every problem."""
    found, seen = observed(root, out, stage, targets)
    made = _made(_sound(found, targets, progress), targets, progress, inspect, anew=True)
    return replace(made, observed=seen)


def ensure(
    root: Path,
    targets: Sequence[Target],
    *,
    out: Path | None = None,
    stage: str = DEFAULT_STAGE,
    progress: Progress = silent,
    inspect: Inspect = unseen,
) -> Package:
    """As `package`, but what is there already, whole and from the same inputs, is kept."""
    found, seen = observed(root, out, stage, targets)
    inputs = _sound(found, targets, progress)
    kept = {target.name: _fresh(inputs, target) for target in targets}
    stale = [target for target in targets if kept[target.name] is None]
    there = _there(inputs, [found for found in kept.values() if found is not None])
    inspect(there)
    made = _made(inputs, stale, progress, inspect) if stale else there
    outputs = {each.target: each for each in (*there.outputs, *made.outputs)}
    every = tuple(outputs[target.name] for target in targets)
    return Package(made.project, every, seen, made.asked)


def _there(inputs: Inputs, markers: Sequence[Marker]) -> Package:
    """What is kept, as it was declared when it was made."""
    declared = next((found.declared for found in markers), [])
    project = replace(inputs.project, functions=discovery.functions_from(declared))
    outputs = (output.of_marker(inputs.out, found, unchanged=True) for found in markers)
    return Package(project, tuple(outputs))


def _sound(found: Attempt, targets: Sequence[Target], progress: Progress) -> Inputs:
    """The inputs; or, of a configuration that is wrong, also what only the code shows to be wrong
    in it."""
    if found.problems:
        further = _further(found.inputs, targets, progress) if found.is_readable else ()
        raise ProblemsFound([*found.problems, *further])
    return found.inputs


def _further(inputs: Inputs, targets: Sequence[Target], progress: Progress) -> tuple[Problem, ...]:
    """Nothing where the code does not load: without what is missing here, it cannot be blamed."""
    try:
        with tempfile.TemporaryDirectory(prefix="faasport-") as folder:
            workspace = Workspace(Path(folder), inputs.project.root)
            project = _discovered(inputs, targets, workspace, progress)
            # A trigger that is wrong is none, and has been told.
            return tuple(
                each for each in _mistakes(project, targets) if each.code != "no-functions"
            )
    except ProblemsFound:
        return ()


def _made(
    inputs: Inputs,
    targets: Sequence[Target],
    progress: Progress,
    inspect: Inspect,
    *,
    anew: bool = False,
) -> Package:
    refuse(
        problem
        for target in targets
        for problem in marker.foreign(inputs.out / target.name, target.tool_files)
    )
    with tempfile.TemporaryDirectory(prefix="faasport-") as folder, digest.once():
        workspace = Workspace(Path(folder), inputs.project.root, anew=anew)
        project = _discovered(inputs, targets, workspace, progress)
        refuse(_mistakes(project, targets))
        builds = build.prepared(project, targets, inputs.requirements)
        planned = together(
            partial(_planned, each, project, inputs, workspace, progress) for each in builds
        )
    progress("Writing")
    folders = {found.target: files for found, files in planned}
    markers = [found for found, _ in planned]
    write.replace(
        inputs.out,
        folders,
        {target.name: target.tool_files for target in targets},
        lambda drafts: inspect(_package(project, drafts, markers)),
    )
    return replace(_package(project, inputs.out, markers), asked=workspace.asked)


def _package(project: Project, out: Path, markers: Sequence[Marker]) -> Package:
    return Package(project, tuple(output.of_marker(out, found) for found in markers))


def _discovered(
    inputs: Inputs, targets: Sequence[Target], workspace: Workspace, progress: Progress
) -> Project:
    """The project with its functions."""
    builds = build.prepared(inputs.project, targets, inputs.requirements)
    build.begin(builds, inputs.sources, workspace)
    progress("Resolving dependencies")
    _resolve(builds, workspace)
    progress("Reading the functions")
    return build.discovered(inputs.project, inputs.sources, builds, workspace)


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
    release = interpreters.release(target.wheels(inputs.project).python)
    if release and release != found.python:
        # One that was missing, or another one.
        return None
    return found if marker.is_intact(folder, found, target.tool_files) else None
