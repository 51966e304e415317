"""`permissions` of a platform: the user's own statements, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faasport.project.model import Project


def placed(project: Project, target: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Those of the project, and those of its functions."""
    start = f"{project.config_file}: {project.config_table}"
    yield from _of(f"{start}permissions.{target}", project.config.permissions.get(target, ()))
    for name, settings in project.config.functions.items():
        where = f"{start}functions.{name}.permissions.{target}"
        yield from _of(where, settings.permissions.get(target, ()))


def _of(where: str, given: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, statement in enumerate(given):
        yield f"{where}[{number}]", statement
