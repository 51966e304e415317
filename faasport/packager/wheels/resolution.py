"""The wheels of one target: for every function, and for those with dependency groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from faasport.packager.target import Dependencies, Files, Target, WheelTarget
from faasport.packager.wheels import distributions, provided
from faasport.packager.wheels.distributions import Distribution
from faasport.packager.wheels.groups import Groups, of_functions
from faasport.packager.wheels.provided import Split
from faasport.packager.wheels.requirements import Requirements
from faasport.packager.wheels.workspace import Wheels, Workspace
from faasport.project.model import Project
from faasport.project.problem import Problem, refuse


@dataclass(frozen=True)
class Resolution:
    """`whole` has the wheels of all groups in use; every other set is a part of it, in the same
    versions, so that sets can share an artifact."""

    whole: Wheels
    common: Wheels
    sets: Mapping[Groups, Wheels]

    @property
    def distributions(self) -> tuple[Distribution, ...]:
        return self.whole.distributions


def resolved(
    workspace: Workspace, target: WheelTarget, requirements: Requirements, needed: tuple[str, ...]
) -> Resolution:
    """Choose and unpack. `needed` is what the platform wants in every artifact."""
    whole = workspace.installed(target, (*requirements.whole, *needed))
    if not requirements.sets:
        return Resolution(whole, whole, {})
    pins = distributions.pins(whole.distributions)

    def part(lines: tuple[str, ...]) -> Wheels:
        if lines == requirements.whole:
            return whole
        return workspace.installed(target, (*lines, *needed), pins)

    sets = {each: part(lines) for each, lines in requirements.sets.items()}
    made = Resolution(whole, part(requirements.common), sets)
    refuse(_differing(made))
    return made


@dataclass(frozen=True)
class Shipped:
    """What of the wheels goes into artifacts, and what was said about the rest."""

    dependencies: Dependencies
    every: Files
    """Of all sets together."""
    warnings: tuple[str, ...]


def shipped(
    project: Project, target: Target, resolution: Resolution, requirements: Requirements
) -> Shipped:
    """The dependencies without what is left to the platform."""
    names = provided.asked(target, project)
    told: list[str] = []

    def kept(wheels: Wheels) -> Files:
        if not names:
            return wheels.files
        found = provided.split(wheels.distributions, names, target.provided, requirements.asked)
        told.extend(provided.warnings(target, names, found))
        return _without(wheels, found)

    sets = {groups: kept(wheels) for groups, wheels in resolution.sets.items()}
    common = kept(resolution.common)
    groups = {name: sets[each] for name, each in of_functions(project.config).items()}
    every = {path: data for files in (*sets.values(), common) for path, data in files.items()}
    return Shipped(Dependencies(common, groups), every, tuple(dict.fromkeys(told)))


def _without(wheels: Wheels, found: Split) -> Files:
    owners = distributions.owners(wheels.distributions, wheels.files)
    return provided.without(wheels.files, owners, found.left_out)


def _differing(made: Resolution) -> Iterator[Problem]:
    """Only a lock whose groups are declared to conflict can have two versions of one package."""
    versions = {each.key: each.version for each in made.whole.distributions}
    for groups, wheels in {(): made.common, **made.sets}.items():
        for each in wheels.distributions:
            if each.version != versions.get(each.key):
                yield Problem(
                    code="conflicting-groups",
                    where=f"dependency-groups {', '.join(groups)}".strip(),
                    message=(
                        f"{each} is here, and with all groups together it is "
                        f"{versions.get(each.key, 'not there')}: one artifact may serve both."
                    ),
                    fix="Give the groups one version of it.",
                )
