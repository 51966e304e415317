"""The targets that are installed, found by the entry-point group `faasport.adapters`."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points

from faasport.packager.target import Target
from faasport.project.config import Config, StageSettings
from faasport.project.config_file import ConfigFile
from faasport.project.problem import Problem, ProblemsFound, did_you_mean, refuse

GROUP = "faasport.adapters"
ALL = "all"


def installed() -> dict[str, EntryPoint]:
    """Name to entry point, sorted; a name that two distributions claim is refused."""
    found: dict[str, dict[str, EntryPoint]] = defaultdict(dict)
    for point in _points(tuple(sys.path)):
        found[point.name][point.value] = point
    refuse(_clash(name, points) for name, points in sorted(found.items()) if len(points) > 1)
    return {name: next(iter(points.values())) for name, points in sorted(found.items())}


@lru_cache(maxsize=1)
def _points(_import_path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """All metadata is read for it, and many ask for it in a run."""
    return tuple(entry_points(group=GROUP))


def select(names: Iterable[str]) -> list[Target]:
    """The targets of these names, in their order and each once; "all" means all installed."""
    known = installed()
    every = tuple(known) or (ALL,)
    wanted = [name for given in names for name in (every if given == ALL else (given,))]
    refuse(unknown(name, known, f"--target {name}") for name in wanted if name not in known)
    return [load(known[name]) for name in dict.fromkeys(wanted)]


def load(point: EntryPoint) -> Target:
    """Import one adapter and make its target."""
    try:
        target: object = point.load()()
    except Exception as error:
        message = f"the adapter does not load: {type(error).__name__}: {error}."
        raise ProblemsFound([_broken(point, message)]) from error
    if not isinstance(target, Target):
        raise ProblemsFound([_broken(point, "the adapter is not a faasport target.")])
    return target


def unknown(name: str, known: Iterable[str], where: str) -> Problem:
    """A problem that lists the targets which are installed."""
    names = sorted(known)
    listed = ", ".join(names) or "none"
    fix = did_you_mean(name, names) if names else ""
    return Problem(
        code="unknown-target",
        where=where,
        message=f"there is no target {name!r}; installed: {listed}.",
        fix=fix if fix.startswith("Did") else "Name one of them, or install its adapter.",
    )


def unmatched(file: ConfigFile) -> list[Problem]:
    """Tables of the configuration for targets that nobody has installed."""
    known = installed()
    return [
        unknown(name, known, f"{file.name}: {file.table}{table}.{name}")
        for table, names in _tables(file.config)
        for name in names
        if name not in known
    ]


def _tables(config: Config) -> Iterator[tuple[str, Iterable[str]]]:
    """Every table whose keys are targets, by its place."""
    tables: dict[str, Config | StageSettings] = {"": config}
    tables.update({f"stages.{name}.": stage for name, stage in config.stages.items()})
    for place, each in tables.items():
        yield f"{place}targets", each.targets
        yield f"{place}permissions", each.permissions
        for name, function in each.functions.items():
            yield f"{place}functions.{name}.permissions", function.permissions


def _clash(name: str, points: Iterable[str]) -> Problem:
    return Problem(
        code="duplicate-target",
        where=f"entry-point group {GROUP}",
        message=f"several adapters call themselves {name!r}: {', '.join(sorted(points))}.",
        fix="Uninstall all but one of them.",
    )


def _broken(point: EntryPoint, message: str) -> Problem:
    distribution = point.dist.name if point.dist else "its distribution"
    return Problem(
        code="broken-adapter",
        where=f"target {point.name} ({point.value})",
        message=message,
        fix=f"Reinstall {distribution}.",
    )
