"""The functions that a project declares, found by importing its modules in another process."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

from faasport.project import ahead, claims, secret_values
from faasport.project.config import Config
from faasport.project.guest_tables import PACKAGE, module_of, symbol_of
from faasport.project.model import DeclaredFunction, DeclaredTrigger, Parameter, Project
from faasport.project.problem import Problem, ProblemsFound, did_you_mean, refuse
from faasport.project.survey import SECONDS, Crash, Question, Survey
from faasport.runtime.secrets import REFERENCE

_TAIL = 600
_GUEST = re.compile(rf"{PACKAGE}/(?P<symbol>\w+)\.py(:\d+)?")
_LINE = re.compile(r"[^:]+:(?P<line>\d+): ")


NONE: Mapping[str, str] = {}


def discover(
    project: Project,
    interpreter: Path,
    code: Path,
    path: Sequence[Path],
    scratch: Path,
    placeholders: Mapping[str, str] = NONE,
) -> Project:
    """The project with its functions, or every problem that importing its modules showed.

    `code` holds a copy of the user's sources, `path` the shipped half and the dependencies, and
    `scratch` is a folder for the two files that the processes exchange. `placeholders` are
    variables that guests need to be imported; what the shell or the project says wins.
    """
    asked = question(project, interpreter, code, path, placeholders)
    return told(project, answered(asked, scratch))


def question(
    project: Project,
    interpreter: Path,
    code: Path,
    path: Sequence[Path],
    placeholders: Mapping[str, str] = NONE,
) -> Question:
    """What is to be asked; see `discover`."""
    request = {
        "code": str(code),
        "path": [str(folder) for folder in path],
        "modules": list(project.config.modules),
        "environments": _of_guests(project),
    }
    return Question(str(interpreter), request, {**placeholders, **_variables(project)})


def answered(asked: Question, scratch: Path) -> dict[str, Any]:
    """What a survey tells, be it one that was begun ahead."""
    modules = asked.request["modules"]
    try:
        survey = ahead.taken(asked) or Survey(asked, scratch)
        return survey.answer()
    except TimeoutExpired as late:
        raise ProblemsFound([_too_slow(modules)]) from late
    except Crash as crash:
        raise ProblemsFound([_crashed(modules, crash)]) from crash


def _variables(project: Project) -> dict[str, str]:
    """The shell's and the project's own variables, and a placeholder for each secret: modules may
    read one when they are imported, and what they do with it is nobody's to see."""
    names = secret_values.names_in(project.config.model_dump())
    shell = {name: value for name, value in os.environ.items() if not name.startswith(REFERENCE)}
    placeholders = {name: secret_values.placeholder(name) for name in names}
    return {**shell, **anywhere(project), **project.config.env, **placeholders}


def anywhere(project: Project) -> dict[str, str]:
    """The variables that some function or target has: a module may insist on its own when it is
    imported, and which function's it is shows only then."""
    config = project.config
    targets = (each.get("env") for each in config.targets.values())
    tables = [*(each for each in targets if isinstance(each, Mapping))]
    tables += [each.env for each in config.functions.values()]
    return {name: text for env in tables for name, text in env.items() if isinstance(text, str)}


def _of_guests(project: Project) -> dict[str, dict[str, str]]:
    """The variables of each guest's own, by the module that declares it."""
    tables = project.config.functions.items()
    return {module_of(name): {**table.env} for name, table in tables if table.handler}


def told(project: Project, answer: Mapping[str, Any]) -> Project:
    """The project with the functions of a survey, or the problems that it told."""
    functions = functions_from(answer["functions"])
    placed = tuple(_placed(project, found) for found in functions)
    project = replace(project, functions=placed)
    told_problems = [_problem(project, raw) for raw in answer["problems"]]
    refuse([*told_problems, *claims.disputed(project)])
    return project


def _placed(project: Project, found: DeclaredFunction) -> DeclaredFunction:
    """The function with its place below the project; a guest's is in the configuration."""
    if found.module == module_of(found.name):
        from faasport.project import places  # of guests alone

        place = places.Files(project.root, project.stage).placed(_table_of(project, found.name))
        match = _LINE.match(place)
        line = int(match["line"]) if match else 1
        return replace(found, file=project.config_file, line=line)
    return replace(found, file=prefix(project) + found.file)


def _table_of(project: Project, guest: str) -> str:
    return f"{project.config_file}: {project.config_table}functions.{guest}"


def functions_from(raw: Sequence[Mapping[str, Any]]) -> tuple[DeclaredFunction, ...]:
    """The model of functions that were written as JSON."""
    return tuple(
        DeclaredFunction(
            **{
                **function,
                "triggers": tuple(map(_trigger, function["triggers"])),
                "sends": tuple((kind, name) for kind, name in function.get("sends", ())),
            }
        )
        for function in raw
    )


def _trigger(raw: Mapping[str, Any]) -> DeclaredTrigger:
    parameters = tuple(
        Parameter(**{**parameter, "choices": tuple(parameter["choices"])})
        for parameter in raw["parameters"]
    )
    methods = {"methods": tuple(raw["methods"])} if "methods" in raw else {}
    return DeclaredTrigger(**{**raw, **methods, "parameters": parameters})


def _problem(project: Project, raw: Mapping[str, Any]) -> Problem:
    where = raw["where"]
    if found := _GUEST.match(where):
        names = (each for each in project.config.functions if symbol_of(each) == found["symbol"])
        return Problem(**{**raw, "where": _table_of(project, next(names, found["symbol"]))})
    return Problem(**{**raw, "where": where if where.startswith("/") else prefix(project) + where})


def prefix(project: Project) -> str:
    """What leads from the project's folder to the sources: nothing, or "src/"."""
    root = project.source_root or project.root
    return "" if root == project.root else f"{root.relative_to(project.root).as_posix()}/"


def unmatched(project: Project) -> list[Problem]:
    """No function at all, or tables for functions that are not there."""
    where = f"{project.config_file}: {project.config_table}"
    if not project.functions:
        modules = ", ".join(project.config.modules)
        message = f"no function is declared in {modules}."
        fix = "Put @faasport.http, or another trigger's decorator, over one, or name its module."
        return [Problem("no-functions", f"{where}modules", message, fix)]
    kinds = {each.name: {trigger.kind for trigger in each.triggers} for each in project.functions}
    tables = [
        (f"{where}{place}.{name}", name, told)
        for place, functions in _tables_of_functions(project.config)
        for name, told in functions.items()
    ]
    return [
        *(_unknown(place, name, kinds) for place, name, _ in tables if name not in kinds),
        *(
            _without_callers(place, name)
            for place, name, told in tables
            if "http" not in kinds.get(name, {"http"}) and _says_auth(told)
        ),
    ]


def _says_auth(table: Any) -> bool:
    return (table.get("auth") if isinstance(table, Mapping) else table.auth) is not None


def _unknown(where: str, name: str, names: Iterable[str]) -> Problem:
    message = f"no function is named {name!r}."
    return Problem("unknown-function", where, message, did_you_mean(name, names))


def _without_callers(where: str, name: str) -> Problem:
    message = f"{name} answers no HTTP, and events have no callers."
    return Problem("no-callers", f"{where}.auth", message, "Leave `auth` out.")


def _tables_of_functions(config: Config) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every table whose keys are functions, by its place: those of stages and targets too."""
    yield "functions", config.functions
    for place, targets in (
        ("", config.targets),
        *((f"stages.{name}.", stage.targets) for name, stage in config.stages.items()),
    ):
        for target, table in targets.items():
            if isinstance(functions := table.get("functions"), Mapping):
                yield f"{place}targets.{target}.functions", functions
    for name, stage in config.stages.items():
        yield f"stages.{name}.functions", stage.functions


def _too_slow(modules: Sequence[str]) -> Problem:
    return Problem(
        code="import-hangs",
        where=", ".join(modules),
        message=f"importing took more than {SECONDS} s.",
        fix="Move what waits or serves out of the top level of the module.",
    )


def _crashed(modules: Sequence[str], crash: Crash) -> Problem:
    said = " ".join(crash.said[-_TAIL:].split())
    return Problem(
        code="import-crashed",
        where=", ".join(modules),
        message=f"the interpreter ended with code {crash.code} while importing: {said}",
        fix="Correct it; the platform would fail in the same way.",
    )
