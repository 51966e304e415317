"""Declarations held to the rows of a target's table which its own check does not enforce."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from faasport.packager.limit_table import Row
from faasport.packager.target import Target
from faasport.project.model import Project
from faasport.project.problem import Problem

Measured = Iterator[tuple[str, str, int]]
"""Where, what, and how much."""


def beyond(target: Target, project: Project, known: Sequence[Problem]) -> Iterator[Problem]:
    """A problem for each number over its row; what the target has said itself is not said again."""
    said = " ".join(each.message for each in known if each.code == "limit")
    for row in target.limits.rows:
        measure = _MEASURES.get((row.topic, row.of))
        if measure is None or row.state != "limit" or row.source in said:
            continue
        for where, what, count in measure(target, project):
            if count > row.most:
                yield _problem(target, project, row, where, what, count)


def _environments(target: Target, project: Project) -> Measured:
    for name, env in _tables(project):
        size = sum(len(key.encode()) + len(value.encode()) for key, value in env.items())
        yield f"{project.config_table}{name}", "the environment", size


def _tables(project: Project) -> Iterator[tuple[str, Mapping[str, str]]]:
    for function in project.functions:
        own = project.config.functions.get(function.name)
        table = f"functions.{function.name}.env" if own else "env"
        yield table, project.settings(function.name).env


def _routes(target: Target, project: Project) -> Measured:
    yield f"{project.config_table}modules", "the number of routes", len(project.routes)


def _schedules(target: Target, project: Project) -> Measured:
    count = sum(each.trigger.kind == "schedule" for each in project.consumers)
    yield f"{project.config_table}modules", "the number of schedules", count


_MEASURES: Mapping[tuple[str, str], Callable[[Target, Project], Measured]] = {
    ("environment", ""): _environments,
    ("routes", ""): _routes,
    ("schedules", ""): _schedules,
}


def _problem(
    target: Target, project: Project, row: Row, where: str, what: str, count: int
) -> Problem:
    unit = f" {row.unit}" if row.unit else ""
    return Problem(
        code="limit",
        where=f"{project.config_file}: {where}",
        message=f"{what} is {count:,}{unit}; {target.name} takes {row.most:,}{unit} "
        f"({row.source}, as of {target.limits.as_of}).",
        fix="Make it less, or leave this target out.",
    )
