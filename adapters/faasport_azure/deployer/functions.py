"""Which Azure functions a function of the user's is."""

from __future__ import annotations

from collections.abc import Iterator

from faasport.project.chosen import function_named
from faasport.project.model import Project
from faasport_azure.packager import event_functions, routes
from faasport_azure.packager.options import AzureOptions


def names(project: Project, options: AzureOptions) -> tuple[str, ...]:
    """All of an app."""
    http = [each.name for each in routes.functions_of(project, options)]
    return (*http, *(each.name for each in event_functions.functions_of(project, options)))


def of(project: Project, options: AzureOptions, function: str) -> tuple[str, ...]:
    """Those of one of the user's."""
    function_named(project, function)
    every = routes.functions_of(project, options)
    http = [each.name for each in every if each.function == function]
    own = [
        each for each in event_functions.functions_of(project, options) if each.function == function
    ]
    shared = [routes.APP] if options.unit == "app" and _has_route(project, function) else []
    return (*http, *shared, *(each.name for each in own))


def by_user(project: Project, options: AzureOptions) -> Iterator[tuple[str, tuple[str, ...]]]:
    for each in project.functions:
        yield each.name, of(project, options, each.name)


def _has_route(project: Project, function: str) -> bool:
    return any(
        t.kind == "http"
        for each in project.functions
        if each.name == function
        for t in each.triggers
    )
