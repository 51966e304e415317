"""Settings of a deployed unit that serves several functions, and where those disagree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from faasport.packager.options import TargetOptions
from faasport.project.model import Project, Settings
from faasport.project.problem import Problem


def shared(project: Project, options: TargetOptions) -> Settings:
    """What holds for one unit with every function; `conflicts` says where that is not so."""
    common = project.settings()
    every = [project.settings(function.name) for function in project.functions] or [common]
    env = {name: value for each in every for name, value in each.env.items()}
    return Settings(
        memory=options.memory or every[0].memory,
        timeout=options.timeout or every[0].timeout,
        env={**common.env, **env, **options.env},
    )


def told(settings: Settings) -> dict[str, str]:
    """The variables of a unit on a platform whose own context has no deadline: the timeout is
    among them, and `context.remaining()` counts from it."""
    return {"FAASPORT_TIMEOUT": str(settings.timeout), **settings.env}


def agreed(project: Project) -> Settings:
    """What holds for a unit beside those of the functions: the project's settings, and of the
    functions' variables those that no two of them set differently."""
    common = project.settings()
    values = _env(project)
    own = {name: next(iter(given)) for name, given in values.items() if len(given) == 1}
    return Settings(common.memory, common.timeout, {**own, **common.env})


def conflicts(target: str, project: Project, options: TargetOptions) -> list[Problem]:
    """Problems for functions that share one unit and want it to be different things. What the
    target's own table says settles it."""
    return [
        _conflict(target, project, key, values)
        for key, values in _differing(project)
        if key not in _settled(options)
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


def reserved(target: str, env: Iterable[str], taken: re.Pattern[str], source: str) -> list[Problem]:
    """Problems for variables that the platform does not let a project set."""
    return [
        Problem(
            code="bad-variable",
            where=f"{target}: env.{variable}",
            message=f"the platform takes no variable of this name ({source}).",
            fix="Give it another name.",
        )
        for variable in sorted(set(env))
        if taken.fullmatch(variable)
    ]


def _differing(project: Project) -> Iterator[tuple[str, Mapping[str, str]]]:
    """A setting, and the functions by each value that they want of it."""
    wanted: dict[str, dict[str, str]] = {"memory": {}, "timeout": {}}
    for function in project.functions:
        settings = project.settings(function.name)
        wanted["memory"].setdefault(str(settings.memory), function.name)
        wanted["timeout"].setdefault(str(settings.timeout), function.name)
    wanted.update({f"env.{name}": values for name, values in _env(project).items()})
    return ((key, values) for key, values in wanted.items() if len(values) > 1)


def _env(project: Project) -> dict[str, dict[str, str]]:
    """Variable to value to the first function that has it."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for function in project.functions:
        for name, value in project.settings(function.name).env.items():
            found[name].setdefault(value, function.name)
    return found


def _settled(options: TargetOptions) -> set[str]:
    numbers = {"memory": options.memory, "timeout": options.timeout}
    given = {key for key, value in numbers.items() if value is not None}
    return given | {f"env.{name}" for name in options.env}


def _conflict(target: str, project: Project, key: str, values: Mapping[str, str]) -> Problem:
    said = " and ".join(f"{value!r} for {function}" for value, function in values.items())
    table = project.config_table
    return Problem(
        code="conflicting-settings",
        where=f"{project.config_file}: {table}functions",
        message=f"on {target} one unit serves these functions, and {key} is {said}.",
        fix=f"Give them one value, or settle it by {table}targets.{target}.{key}.",
    )
