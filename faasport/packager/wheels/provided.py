"""Distributions that a platform has itself, and that are left out of artifacts on request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from faasport.packager.target import Files, Provided, Target
from faasport.packager.wheels.distributions import Distribution
from faasport.packager.wheels.groups import normalised
from faasport.project.model import Project
from faasport.project.problem import Problem, did_you_mean

KEY = "provided"


def asked(target: Target, project: Project) -> tuple[str, ...]:
    """What the target's table leaves to the platform; normalised names."""
    return tuple(dict.fromkeys(map(normalised, project.options(target.name).get(KEY, ()))))


def unknown(target: Target, project: Project) -> Iterator[Problem]:
    """Problems for what the platform has not."""
    where = f"{project.config_file}: {project.config_table}targets.{target.name}.{KEY}"
    for index, name in enumerate(project.options(target.name).get(KEY, ())):
        if normalised(name) in target.provided:
            continue
        has = "no distribution of its own" if not target.provided else "no such distribution"
        yield Problem(
            code="not-provided",
            where=f"{where}[{index}]",
            message=f"{target.name} has {has}: without {name} in the artifact, nothing has it.",
            fix=did_you_mean(name, target.provided) or f"Take {name} out of the list.",
        )


@dataclass(frozen=True)
class Split:
    """Distributions that go into an artifact, and those that are left to the platform. `stay` are
    of the kept ones those that the platform's own would load from the artifact."""

    kept: tuple[Distribution, ...]
    left_out: tuple[Distribution, ...]
    stay: Mapping[str, tuple[str, ...]]


def split(
    found: tuple[Distribution, ...],
    names: Iterable[str],
    known: Mapping[str, Provided],
    direct: Iterable[str],
) -> Split:
    """Leave out what is named, and what only that needs; what the project asks for itself, or
    another distribution, stays."""
    by_key = {each.key: each for each in found}
    named = set(names) & by_key.keys()
    beneath = _reached(named, by_key, lambda _key: True) - named
    needed = {need for each in found for need in each.requires if each.key != need}
    roots = ({*direct} & by_key.keys()) | (by_key.keys() - needed)
    kept = _reached(roots - named, by_key, lambda key: key not in named)
    out = named | {key for key in beneath - kept if key in known}
    stay = {
        str(by_key[key]): tuple(sorted(each.name for each in found if _asks(each, key, out)))
        for key in sorted(beneath - out)
        if key in known
    }
    return Split(
        tuple(each for each in found if each.key not in out),
        tuple(each for each in found if each.key in out),
        stay,
    )


def without(files: Files, owners: Mapping[str, Distribution], out: Iterable[Distribution]) -> Files:
    """The files, less those of some distributions."""
    gone = {each.key for each in out}
    return {
        path: content
        for path, content in files.items()
        if path not in owners or owners[path].key not in gone
    }


def warnings(target: Target, names: Iterable[str], found: Split) -> Iterator[str]:
    """Each distribution that is left out, by what the platform says of its own, and what there is
    to know of the others."""
    gone = {each.key: each for each in found.left_out}
    told: dict[Provided, list[str]] = defaultdict(list)
    for key, each in sorted(gone.items()):
        told[target.provided[key]].append(str(each))
    for fact, versions in told.items():
        yield (
            f"Left out, since {target.name} has its own, {fact.version} ({fact.source}): "
            f"{', '.join(versions)}."
        )
    for key in names:
        if key not in gone:
            yield f"{KEY}: nothing here depends on {key}, so nothing was left out for it."
    for kept, needed_by in found.stay.items():
        reason = f"{', '.join(needed_by)} needs it" if needed_by else "the project asks for it"
        yield (
            f"{kept} stays, since {reason}: what {target.name} has of its own will load this one."
        )


def _asks(each: Distribution, key: str, out: set[str]) -> bool:
    return key in each.requires and each.key not in out and each.key != key


def _reached(
    start: Iterable[str], by_key: Mapping[str, Distribution], enters: Callable[[str], bool]
) -> set[str]:
    """These, and all that they need."""
    reached: set[str] = set()
    ahead = list(start)
    while ahead:
        key = ahead.pop()
        if key in by_key and key not in reached and enters(key):
            reached.add(key)
            ahead.extend(by_key[key].requires)
    return reached
