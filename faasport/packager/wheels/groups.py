"""Dependency groups (PEP 735) that functions need beside what the whole project depends on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from faasport.project.config import Config
from faasport.project.config_file import parse
from faasport.project.model import Project
from faasport.project.problem import Problem, did_you_mean, refuse

Groups = tuple[str, ...]
"""Normalised names, sorted, each once."""

_FILE = "pyproject.toml"
_TABLE = "dependency-groups"
_INCLUDE = "include-group"


def of_functions(config: Config) -> dict[str, Groups]:
    """The groups of every function that names any."""
    return {
        name: tuple(sorted({normalised(group) for group in settings.groups}))
        for name, settings in config.functions.items()
        if settings.groups
    }


def used(config: Config) -> Groups:
    """All groups that any function names."""
    return tuple(sorted({name for names in of_functions(config).values() for name in names}))


def check(project: Project) -> None:
    """Refuse functions that name groups which are not there, and groups that cannot be read."""
    if not used(project.config):
        return
    content = parse(project.root / _FILE) or {}
    declared = _declared(content)
    refuse(_unknown(project, declared, content))
    found = (problem for name in used(project.config) for problem in _faults(declared, name, ()))
    refuse(dict.fromkeys(found))


def lines(root: Path, names: Groups) -> list[str]:
    """The requirements in these groups, and in those that they include; `check` has passed."""
    declared = _declared(parse(root / _FILE) or {})
    return list(dict.fromkeys(line for name in names for line in _lines(declared, name)))


def normalised(name: str) -> str:
    """https://packaging.python.org/en/latest/specifications/name-normalization/"""
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(content: Mapping[str, Any]) -> dict[str, Any]:
    table = content.get(_TABLE, {})
    return {normalised(name): each for name, each in table.items()} if _is_table(table) else {}


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _lines(declared: Mapping[str, Any], name: str) -> Iterator[str]:
    for each in declared[name]:
        if isinstance(each, str):
            yield each
        else:
            yield from _lines(declared, normalised(each[_INCLUDE]))


def _faults(declared: Mapping[str, Any], name: str, above: Groups) -> Iterator[Problem]:
    """What is wrong with a group or with those that it includes."""
    if name in above:
        circle = " -> ".join((*above[above.index(name) :], name))
        yield _bad(name, f"the group includes itself: {circle}.", "Take one of these out.")
        return
    members = declared[name]
    if not isinstance(members, list):
        yield _bad(name, "this is not a list.", "List requirements and `{include-group = ...}`.")
        return
    for each in members:
        if isinstance(each, str):
            continue
        included = each.get(_INCLUDE) if isinstance(each, dict) and len(each) == 1 else None
        if not isinstance(included, str):
            fix = 'Write a text, or { include-group = "..." }.'
            yield _bad(name, f"{each!r} is neither a requirement nor an included group.", fix)
        elif normalised(included) not in declared:
            message = f"it includes the group {included!r}, which is not there."
            yield _bad(name, message, did_you_mean(included, declared) or "Take it out.")
        else:
            yield from _faults(declared, normalised(included), (*above, name))


def _unknown(
    project: Project, declared: Mapping[str, Any], content: Mapping[str, Any]
) -> Iterator[Problem]:
    found = content.get("project")
    optional = found.get("optional-dependencies", {}) if isinstance(found, dict) else {}
    extras = {normalised(name) for name in optional}
    for function, settings in project.config.functions.items():
        for index, name in enumerate(settings.groups):
            if normalised(name) in declared:
                continue
            fix = did_you_mean(name, declared) or f"Declare it under [{_TABLE}]."
            if normalised(name) in extras:
                fix = f"It is an extra: declare it under [{_TABLE}], which no user of a wheel sees."
            table = f"{project.config_table}functions.{function}.groups[{index}]"
            yield Problem(
                code="unknown-group",
                where=f"{project.config_file}: {table}",
                message=f"{_FILE} has no dependency group {name!r}.",
                fix=fix,
            )


def _bad(name: str, message: str, fix: str) -> Problem:
    return Problem("bad-group", f"{_FILE}: {_TABLE}.{name}", message, fix)
