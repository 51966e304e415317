"""A setting of a deployed unit: which key of the configuration says it, and a value that the
platform does not take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from faasport.packager import limit
from faasport.packager.limit import Limit
from faasport.project.model import Project
from faasport.project.problem import Problem, Remedy


def outside(
    project: Project,
    target: str,
    key: str,
    value: int,
    most: Limit,
    *,
    functions: Iterable[str] = (),
    said: str = "",
) -> list[Problem]:
    """A problem if the value is not within the limit, at the key that says it. `functions` are
    those of the unit; `said` is what the message calls the setting, if that is not its key."""
    names = tuple(functions)
    where = place(project, target, key, value, names)
    remedy = Remedy(key, *_nearest(value, most), names)
    found = limit.outside(where, f"{said or key} on {target}", value, most)
    return [replace(each, remedy=remedy) for each in found]


def _nearest(value: int, most: Limit) -> tuple[int, str]:
    """The nearest value within the limit, and why it is that."""
    bound, than = (most.lowest, "less") if value < most.lowest else (most.highest, "more")
    return bound, f"the platform takes no {than} ({most.source})"


def place(
    project: Project, target: str, key: str, value: object, functions: Iterable[str] = ()
) -> str:
    """The file and the key that sets a value: what is said last comes first. What is nowhere said
    is the project's default."""
    tables = list(_tables(project, target, functions))
    setting = [where for where, table in tables if _value(table, key) == value]
    return f"{project.config_file}: {project.config_table}{(setting or [''])[0]}{key}"


def _tables(
    project: Project, target: str, functions: Iterable[str]
) -> Iterator[tuple[str, object]]:
    functions, options = list(functions), project.options(target)
    own = options.get("functions", {})
    yield from ((f"targets.{target}.functions.{name}.", own.get(name)) for name in functions)
    # A target's table settles what functions of one unit say; theirs are merged with it.
    yield from ((f"functions.{name}.", project.config.functions.get(name)) for name in functions)
    yield f"targets.{target}.", options


def _value(table: object, key: str) -> Any:
    """What a table has under a dotted key; None where it has nothing."""
    for part in key.split("."):
        found = table.get(part) if isinstance(table, Mapping) else getattr(table, part, None)
        table = found
    return table
