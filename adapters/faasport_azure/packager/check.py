"""What Azure Functions refuses, said before anything is uploaded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from faasport.packager import name, runtimes, setting, unit
from faasport.packager.references import Reference, unknown
from faasport.project.model import Project
from faasport.project.problem import Problem
from faasport_azure.packager import (
    access,
    check_events,
    event_functions,
    limits,
    permissions,
    scaling,
    tags,
    vault,
)
from faasport_azure.packager.arm import references
from faasport_azure.packager.entries import symbol
from faasport_azure.packager.event_functions import EventFunction
from faasport_azure.packager.options import AzureOptions
from faasport_azure.packager.routes import HttpFunction, functions_of

TARGET = "azure"
# What each function of an app may have for itself; scaling.py says what it may not.
APART = frozenset({"auth", *(f"concurrency.{key}" for key in limits.CONCURRENCY)})
Function = HttpFunction | EventFunction


def problems(project: Project, options: AzureOptions) -> list[Problem]:
    """Every problem of a project whose options are read and whose Python is known."""
    functions: tuple[Function, ...] = (
        *functions_of(project, options),
        *event_functions.functions_of(project, options),
    )
    settings = unit.shared(project, options)
    known = references.ids(project, options)
    every = [function.name for function in project.functions]
    refused = partial(setting.outside, project, TARGET, functions=every)
    return [
        # All functions of an app share one process, one memory and one set of app settings.
        *unit.conflicts(TARGET, project, options, APART),
        *runtimes.only_x86_64(TARGET, project, limits.ARCHITECTURES_SOURCE),
        *refused("memory", settings.memory, limits.MEMORY),
        *refused("timeout", settings.timeout, limits.TIMEOUT),
        *unit.reserved(TARGET, [settings], limits.RESERVED_VARIABLES, limits.VARIABLES_SOURCE),
        *_names(functions),
        *_paths(project),
        *check_events.problems(project, options),
        *access.problems(project, options),
        *scaling.problems(project, options),
        *_concurrency(project),
        *vault.problems(project, settings),
        *tags.problems(project, settings.tags),
        *permissions.problems(project, set(known)),
        *_references(project, options, set(known)),
        *_document(project, options),
    ]


def _document(project: Project, options: AzureOptions) -> Iterator[Problem]:
    if not isinstance(options.document.get("resources", []), list) and options.manifest == "arm":
        table = f"{project.config_table}targets.{TARGET}"
        yield Problem(
            code="bad-option",
            where=f"{project.config_file}: {table}.document.resources",
            message="the resources of an ARM template are a list "
            "(https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax).",
            fix="Write [[...document.resources]] before each.",
        )


def _concurrency(project: Project) -> Iterator[Problem]:
    """Of each function, since `min` is its own."""
    found: dict[Problem, None] = {}
    for function in project.functions:
        given = project.settings(function.name).concurrency.model_dump(exclude_none=True)
        for key, value in given.items():
            own, most = f"concurrency.{key}", limits.CONCURRENCY[key]
            refused = setting.outside(project, TARGET, own, value, most, functions=[function.name])
            found.update(dict.fromkeys(refused))
    yield from found


def _references(
    project: Project, options: AzureOptions, known: set[Reference]
) -> Iterator[Problem]:
    table = f"{project.config_file}: {project.config_table}targets.{TARGET}"
    yield from unknown(options.raw, known, f"{table}.raw")
    yield from unknown(options.document, known, f"{table}.document")
    for function, own in options.functions.items():
        yield from unknown(own.raw, known, f"{table}.functions.{function}.raw")


def _names(functions: tuple[Function, ...]) -> Iterator[Problem]:
    for function in functions:
        fits = limits.FUNCTION_NAME.fullmatch(function.name)
        if not fits or function.name.lower() == limits.RESERVED_NAME:
            yield Problem(
                code="bad-name",
                where=f"{TARGET}: {function.function}",
                message=(
                    f"{function.name!r} cannot be the name of an Azure function: letters, digits, "
                    f"'_' and '-', a letter first, at most 128, and not 'host' "
                    f"({limits.FUNCTION_NAME_SOURCE})."
                ),
                fix="Rename the function.",
            )
    yield from name.collisions(TARGET, _unique(functions))


def _unique(functions: tuple[Function, ...]) -> dict[str, str]:
    """Names as the host and the module compare them, by the place they come from."""
    found: dict[str, str] = {}
    for function in functions:
        shown = function.name if function.name not in found else f"the generated {function.name}"
        found[shown] = symbol(function.name).removeprefix("handle_").lower()
    return found


def _paths(project: Project) -> Iterator[Problem]:
    for function in project.functions:
        for trigger in function.triggers:
            if trigger.kind != "http":
                continue
            first = trigger.path.strip("/").partition("/")[0].lower()
            if first in limits.RESERVED_PATHS:
                yield Problem(
                    code="reserved-path",
                    where=function.where,
                    message=(
                        f"{trigger.path}: Azure keeps /{first} for itself "
                        f"({limits.RESERVED_PATHS_SOURCE})."
                    ),
                    fix="Give the route another path.",
                )
