"""The Azure functions of a project: one a route, and one for what no route matches.

Routes only save work: every function can answer every request. An explicit HEAD wins over the one
that comes with GET.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from faasport.project.model import DeclaredFunction, DeclaredTrigger, Project
from faasport.runtime.template import Template
from faasport_azure.packager import access
from faasport_azure.packager.options import AzureOptions

APP = "app"
CATCH_ALL = "catch_all"
# All that an HTTP trigger knows, but for that of a preflight, which brings no key.
# https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger
_WITH_KEY = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class HttpFunction:
    """One function of function_app.py. `methods` is empty where any will do; `keyed`: the host
    asks for its key."""

    name: str
    function: str
    route: str
    methods: tuple[str, ...] = ()
    is_async: bool = False
    keyed: bool = False


def functions_of(project: Project, options: AzureOptions) -> tuple[HttpFunction, ...]:
    """Every Azure function of the app that answers HTTP; the last one takes what is left. There is
    none where no function has a route."""
    if not project.routes:
        return ()
    if options.unit == "app":
        return _one(project)
    keyed = access.keyed(project)
    taken = {
        (method, Template(trigger.path).shape)
        for function in project.functions
        for trigger in _http(function)
        for method in trigger.methods
    }
    declared = [
        HttpFunction(name, function.name, _route(trigger),
                     _methods(trigger, taken, function.name in keyed),
                     function.is_async, function.name in keyed)
        for function in project.functions
        for name, trigger in _named(function)
    ]  # fmt: skip
    return (*declared, HttpFunction(CATCH_ALL, CATCH_ALL, "{*path}"))


def keys(project: Project, options: AzureOptions) -> dict[str, str]:
    """Of each handler that asks for a key, the Azure function whose key it is."""
    return {name: APP if options.unit == "app" else name for name in sorted(access.keyed(project))}


def _one(project: Project) -> tuple[HttpFunction, ...]:
    """One function with every route; beside it another for preflights, if it asks for a key."""
    waits = any(function.is_async for function in project.functions if _http(function))
    if not access.keyed(project):
        return (HttpFunction(APP, APP, "{*path}", is_async=waits),)
    return (
        HttpFunction(APP, APP, "{*path}", _WITH_KEY, is_async=waits, keyed=True),
        HttpFunction(CATCH_ALL, CATCH_ALL, "{*path}"),
    )


def _http(function: DeclaredFunction) -> tuple[DeclaredTrigger, ...]:
    return tuple(trigger for trigger in function.triggers if trigger.kind == "http")


def _named(function: DeclaredFunction) -> Iterator[tuple[str, DeclaredTrigger]]:
    """`fn`, or `fn-http`, `fn-http-2` ... where it has several triggers."""
    for number, trigger in enumerate(_http(function), 1):
        several = "-http" if number == 1 else f"-http-{number}"
        yield function.name + (several if len(function.triggers) > 1 else ""), trigger


def _route(trigger: DeclaredTrigger) -> str:
    """https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-templates

    The root keeps its slash: the host takes an empty route for a missing one, and uses the
    function's name instead.
    """
    template = Template(trigger.path)
    # The application reads the path itself; the host only has to match it.
    names = iter([name.replace("-", "_") for name in template.names])
    parts = [f"{{{next(names)}}}" if part is None else part for part in template.segments]
    if template.tail:
        parts.append(f"{{*{next(names)}}}")
    return "/".join(parts) or "/"


def _methods(
    trigger: DeclaredTrigger, taken: set[tuple[str, tuple[str | None, ...]]], keyed: bool
) -> tuple[str, ...]:
    if trigger.methods == ("ANY",):
        return _WITH_KEY if keyed and trigger.cors else ()
    shape = Template(trigger.path).shape
    implied = "GET" in trigger.methods and ("HEAD", shape) not in taken
    return (*trigger.methods, *(("HEAD",) if implied else ()))
