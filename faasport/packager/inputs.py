"""What is read of a project before anything is made, and all that is wrong with it by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from faasport.packager import brought, fingerprint, guests, registry
from faasport.packager.options import UnsoundTable
from faasport.packager.target import Target, WheelTarget
from faasport.packager.wheels import required_python, requirements
from faasport.packager.wheels.requirements import Requirements
from faasport.project import reading, secret_files, sources
from faasport.project.model import Project
from faasport.project.problem import Problem, Problems, ProblemsFound, refuse
from faasport.project.sources import Sources


@dataclass(frozen=True)
class Inputs:
    """What is read before anything is made."""

    project: Project
    sources: Sources
    requirements: Requirements
    out: Path

    _known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def fingerprint(self, target: Target) -> str:
        if target.name not in self._known:
            self._known[target.name] = fingerprint.of_inputs(
                self.project, target, self.sources, self.requirements
            )
        return self._known[target.name]


@dataclass(frozen=True)
class Attempt:
    """What could be read, the problems with the rest, and whether enough of it is sound for the
    code to be read all the same."""

    inputs: Inputs
    problems: tuple[Problem, ...]
    is_readable: bool


def attempt(root: Path, out: Path | None, stage: str, targets: Sequence[Target] = ()) -> Attempt:
    """The project's configuration, sources and requirements, and every problem that shows before
    anything is resolved or imported, with those of these targets' own tables."""
    root = root.resolve()
    out = (out or root / "dist").resolve()
    told = reading.read(root, stage)
    later = Problems()
    made = guests.generated(told.config)
    found = later.of(partial(sources.collect, root, told.file, out, made), Sources(root, {}))
    project = told.project(root, stage, found.root)
    problems = Problems(
        [*told.problems, *registry.unmatched(told.file), *guests.unsound(told.file)]
    )
    problems += later
    problems += secret_files.holding(found, root, told.secrets)
    for target in targets:
        project, wheels = _wheels(project, target, problems, later)
        problems += required_python.unfit(project, target.name, wheels.python) if wheels else ()
    wanted = later.of(partial(requirements.read, project), Requirements(()))
    wanted = brought.added(wanted, told.config, found.files)
    every = tuple(dict.fromkeys((*problems, *later)))
    return Attempt(Inputs(project, found, wanted, out), every, bool(found.files) and not later)


def read(root: Path, out: Path | None, stage: str, targets: Sequence[Target] = ()) -> Inputs:
    """What is read of a project, if all of it is sound; ProblemsFound if not."""
    found = attempt(root, out, stage, targets)
    refuse(found.problems)
    return found.inputs


def _wheels(
    project: Project, target: Target, problems: Problems, later: Problems
) -> tuple[Project, WheelTarget | None]:
    """What the wheels of a target must fit, and the project without what is wrong in its table."""
    try:
        return project, target.wheels(project)
    except UnsoundTable as found:
        problems.extend(found.problems)
        return found.project, later.of(partial(target.wheels, found.project), None)
    except ProblemsFound as found:
        later.extend(found.problems)
        return project, None
