"""Routes of an HTTP API: which function gets a request first.

They only save work: every unit can answer every request, and what has no route goes to the
catch-all. An explicit route wins over one that we add (HEAD beside GET, the bare path beside a
greedy one).
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from faasport.project.model import DeclaredFunction, Project
from faasport.runtime.template import Template
from faasport_aws.packager.limits import ROUTE

Route = tuple[str, str]
"""Method ("ANY" for all) and path, such as ("GET", "/orders/{id}")."""


def routes_of(project: Project) -> dict[str, tuple[Route, ...]]:
    """Each function's routes, in reading order."""
    owners: dict[Route, str] = {}
    spelling: dict[tuple[str | None, ...], str] = {}
    for function, method, template in _declared(project):
        # Paths that differ in parameter names alone must not stand side by side in one OpenAPI
        # document, so the first spelling serves for all.
        path = spelling.setdefault(template.shape, _path(template))
        owners[method, path] = function.name
    for (method, path), name in list(owners.items()):
        for route in _implied(method, path):
            owners.setdefault(route, name)
    return {
        function.name: tuple(
            route
            for route, owner in owners.items()
            if owner == function.name and ROUTE.fullmatch(route[1])
        )
        for function in project.functions
    }


def preflights(project: Project) -> tuple[Route, ...]:
    """Routes for OPTIONS of what a guarded route for any method would take. A browser brings no
    credentials when it asks, so the catch-all answers from the route table."""
    guarded = {
        function.name
        for function in project.functions
        if project.settings(function.name).auth.kind != "public"
    }
    taken = {route for routes in routes_of(project).values() for route in routes}
    wide = any(method == "ANY" and f.name in guarded for f, method, _ in _declared(project))
    found: dict[Route, None] = {}
    for function in project.functions if wide else ():
        for trigger in function.triggers:
            if trigger.kind != "http" or not trigger.cors:
                continue
            if function.name not in guarded and "ANY" in trigger.methods:
                continue
            for _, path in _implied("OPTIONS", _spelled(Template(trigger.path), taken)):
                if ("OPTIONS", path) not in taken and ROUTE.fullmatch(path):
                    found["OPTIONS", path] = None
    return tuple(found)


def unroutable(project: Project) -> tuple[str, ...]:
    """Warnings for paths that API Gateway cannot spell."""
    return tuple(
        f"{function.name}: API Gateway has no route for {template.text}; "
        "the catch-all function answers it."
        for function, template in unspelled(project)
    )


def unspelled(project: Project) -> Iterator[tuple[DeclaredFunction, Template]]:
    """What no route of API Gateway's leads to."""
    for function, _, template in _declared(project):
        if not ROUTE.fullmatch(_path(template)):
            yield function, template


def _declared(project: Project) -> Iterator[tuple[DeclaredFunction, str, Template]]:
    for function in project.functions:
        for trigger in function.triggers:
            if trigger.kind == "http":
                for method in trigger.methods:
                    yield function, method, Template(trigger.path)


def _path(template: Template) -> str:
    names = iter(template.names)
    parts = [f"{{{next(names)}}}" if part is None else part for part in template.segments]
    if template.tail:
        parts.append(f"{{{next(names)}+}}")
    return "/" + "/".join(parts)


def _spelled(template: Template, taken: Iterable[Route]) -> str:
    """As the other routes at this path have it."""
    return next(
        (path for _, path in taken if _shape(path) == _shape(_path(template))), _path(template)
    )


def _shape(path: str) -> str:
    return re.sub(r"\{\w+(\+?)\}", r"{\1}", path)


def _implied(method: str, path: str) -> Iterator[Route]:
    paths = [path]
    if path.endswith("+}"):
        # `{name:path}` may match nothing; `{name+}` may not.
        paths.append(path.rpartition("/")[0] or "/")
    for each in paths:
        yield method, each
        if method == "GET":
            yield "HEAD", each
