"""Routes of an HTTP API: which function gets a request first.

They only save work: every unit can answer every request, and what has no route goes to the
catch-all. An explicit route wins over one that we add (HEAD beside GET, the bare path beside a
greedy one).
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

from __future__ import annotations

from collections.abc import Iterator

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


def unroutable(project: Project) -> tuple[str, ...]:
    """Warnings for paths that API Gateway cannot spell."""
    return tuple(
        f"{function.name}: API Gateway has no route for {template.text}; "
        "the catch-all function answers it."
        for function, _, template in _declared(project)
        if not ROUTE.fullmatch(_path(template))
    )


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


def _implied(method: str, path: str) -> Iterator[Route]:
    paths = [path]
    if path.endswith("+}"):
        # `{name:path}` may match nothing; `{name+}` may not.
        paths.append(path.rpartition("/")[0] or "/")
    for each in paths:
        yield method, each
        if method == "GET":
            yield "HEAD", each
