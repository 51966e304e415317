"""Settings of a deployed unit that serves several functions, and where those disagree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from faasport.packager.options import TargetOptions
from faasport.project import overlay
from faasport.project.model import Project, Settings
from faasport.project.problem import Problem, Remedy


def _concurrency(key: str, settings: Settings) -> str:
    return str(getattr(settings.concurrency, key))


_TABLES = ("env", "secrets", "tags")
_LARGEST = ("memory", "timeout", "concurrency.min", "concurrency.max")
_SMALLEST = ("concurrency.per_instance",)
"""Which of several values does for every function of a unit."""
_SINGLE: Mapping[str, Callable[[Settings], str]] = {
    "memory": lambda settings: str(settings.memory),
    "timeout": lambda settings: str(settings.timeout),
    "auth": lambda settings: str(settings.auth),
    **{f"concurrency.{key}": partial(_concurrency, key) for key in ("min", "max", "per_instance")},
}


def shared(project: Project, options: TargetOptions) -> Settings:
    """What holds for one unit with every function; `conflicts` says where that is not so. It may do
    what any of them may."""
    every = [project.settings(function.name) for function in project.functions]
    first, *_ = every = every or [project.settings()]
    return Settings(
        memory=options.memory or first.memory,
        timeout=options.timeout or first.timeout,
        env={**_all(each.env for each in every), **options.env},
        secrets={**_all(each.secrets for each in every), **options.secrets},
        tags={**_all(each.tags for each in every), **options.tags},
        auth=options.auth or first.auth,
        concurrency=overlay.merged(first.concurrency, options.concurrency),
        permissions=_permissions(every),
    )


def _all(tables: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {name: value for table in tables for name, value in table.items()}


def _permissions(every: Iterable[Settings]) -> dict[str, list[Mapping[str, Any]]]:
    """Each statement once: the project's own are among those of every function."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for settings in every:
        for target, statements in settings.permissions.items():
            known = found.setdefault(target, [])
            known.extend(each for each in statements if each not in known)
    return found


def told(settings: Settings) -> dict[str, str]:
    """The variables of a unit on a platform whose own context has no deadline: the timeout is
    among them, and `context.remaining()` counts from it."""
    return {"FAASPORT_TIMEOUT": str(settings.timeout), **settings.env}


def agreed(project: Project) -> Settings:
    """What holds for a unit beside those of the functions: the project's settings, and of the
    functions' variables those that no two of them set differently. It runs no code of the user's,
    so it has no secrets and no permissions."""
    common = project.settings()
    own = {
        name: next(iter(given))
        for name, given in _values(project, "env").items()
        if len(given) == 1
    }
    return Settings(common.memory, common.timeout, {**own, **common.env}, tags=common.tags)


def conflicts(
    target: str, project: Project, options: TargetOptions, apart: Collection[str] = ()
) -> list[Problem]:
    """Problems for functions that share one unit and want it to be different things. What the
    target's own table says settles it; `apart` are the settings that each function in the unit may
    have for itself."""
    return [
        _conflict(target, project, key, values)
        for key, values in _differing(project)
        if key not in _settled(options) and key not in apart
    ]


def only_app(target: str, project: Project, options: TargetOptions, reason: str) -> list[Problem]:
    """A problem where one function a route is asked for, and there is but one for all."""
    if options.unit != "function":
        return []
    return [
        Problem(
            code="bad-unit",
            where=f"{project.config_file}: {project.config_table}targets.{target}.unit",
            message=f"{reason} has one function behind it, which serves every route.",
            fix='Leave `unit` out, or set it to "app".',
        )
    ]


def reserved(
    target: str,
    every: Iterable[Settings],
    taken: re.Pattern[str],
    source: str,
    *,
    secrets: re.Pattern[str] | None = None,
) -> list[Problem]:
    """Problems for variables that the platform does not let a project set. What it sets itself
    would be read instead of a secret of that name: `secrets` are those, where it is not all."""
    tables = (("env", taken), ("secrets", secrets or taken))
    names = {
        f"{table}.{name}"
        for settings in every
        for table, refused in tables
        for name in getattr(settings, table)
        if refused.fullmatch(name)
    }
    return [
        Problem(
            code="bad-variable",
            where=f"{target}: {name}",
            message=f"the platform takes no variable of this name ({source}).",
            fix="Give it another name.",
            remedy=Remedy(name, None, f"the platform takes no variable of this name ({source})"),
        )
        for name in sorted(names)
    ]


def _differing(project: Project) -> Iterator[tuple[str, Mapping[str, str]]]:
    """A setting, and the functions by each value that they want of it."""
    wanted: dict[str, dict[str, str]] = {key: {} for key in _SINGLE}
    for function in project.functions:
        settings = project.settings(function.name)
        for key, said in _SINGLE.items():
            wanted[key].setdefault(said(settings), function.name)
    for table in _TABLES:
        values = _values(project, table).items()
        wanted.update({f"{table}.{name}": functions for name, functions in values})
    return ((key, values) for key, values in wanted.items() if len(values) > 1)


def _values(project: Project, table: str) -> dict[str, dict[str, str]]:
    """Name in a table to value to the first function that has it."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for function in project.functions:
        for name, value in getattr(project.settings(function.name), table).items():
            found[name].setdefault(value, function.name)
    return found


def _settled(options: TargetOptions) -> set[str]:
    given = {key for key in ("memory", "timeout", "auth") if getattr(options, key) is not None}
    said = options.concurrency.model_dump(exclude_none=True)
    given |= {f"concurrency.{key}" for key in said}
    return given | {f"{table}.{name}" for table in _TABLES for name in getattr(options, table)}


def _conflict(target: str, project: Project, key: str, values: Mapping[str, str]) -> Problem:
    said = " and ".join(f"{value!r} for {function}" for value, function in values.items())
    table = project.config_table
    return Problem(
        code="conflicting-settings",
        where=f"{project.config_file}: {table}functions",
        message=f"on {target} one unit serves these functions, and {key} is {said}.",
        fix=f"Give them one value, or settle it by {table}targets.{target}.{key}.",
        remedy=_agreement(project, key, values),
    )


def _agreement(project: Project, key: str, values: Iterable[str]) -> Remedy | None:
    """The most that any function wants, where that does for all of them."""
    numbers = sorted(int(each) for each in values if each.isdigit())
    if key not in {*_LARGEST, *_SMALLEST} or not numbers:
        return None
    number, word = (numbers[-1], "largest") if key in _LARGEST else (numbers[0], "smallest")
    names = tuple(each.name for each in project.functions)
    why = f"one unit serves its functions there, and it is the {word} of theirs"
    return Remedy(key, number, why, names)
