"""`cold_start_ms`: what a unit may take, and where the configuration says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from faasport.project.model import Project

KEY = "cold_start_ms"


@dataclass(frozen=True)
class Budget:
    """Milliseconds, and the key that says them."""

    most: int
    where: str


def is_set(project: Project, targets: Iterable[str]) -> bool:
    """Whether anything is to be held to one on these targets: else nothing is measured."""
    functions = (None, *project.config.functions)
    return any(_told(project, target, each) for target in targets for each in functions) or any(
        _told(project, target, each)
        for target in targets
        for each in _table(project.options(target), "functions")
    )


def of_unit(project: Project, target: str, functions: Iterable[str]) -> Budget | None:
    """What holds for a unit that serves these functions: the least of theirs, or, where it serves
    none of the user's, what the project and the target say."""
    told = [_told(project, target, each) for each in functions] or [_told(project, target, None)]
    return min((each for each in told if each), key=lambda each: each.most, default=None)


def _told(project: Project, target: str, function: str | None) -> Budget | None:
    """What is said last: the project, the target, the function, the function on that target."""
    found = [
        Budget(table[KEY], f"{project.config_file}: {project.config_table}{place}{KEY}")
        for place, table in _tables(project, target, function)
        if isinstance(table.get(KEY), int)
    ]
    return found[-1] if found else None


def _tables(
    project: Project, target: str, function: str | None
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    options = project.options(target)
    yield "", {KEY: project.config.cold_start_ms}
    yield f"targets.{target}.", options
    own = project.config.functions.get(function or "")
    if function and own is not None:
        yield f"functions.{function}.", {KEY: own.cold_start_ms}
    if function:
        table = _table(_table(options, "functions"), function)
        yield f"targets.{target}.functions.{function}.", table


def _table(parent: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = parent.get(key)
    return found if isinstance(found, Mapping) else {}
