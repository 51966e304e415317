"""ASP.NET's routing as the Functions host uses it: route templates, precedence, methods.

https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-templates
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_SEGMENT = re.compile(r"\{(\*{0,2})(\w+)((?::[^{}?=]+)*)(?:=([^{}?]*))?(\?)?\}")
# https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-constraints
CONSTRAINTS = {
    "int": r"-?\d+",
    "long": r"-?\d+",
    "bool": "true|false",
    "guid": r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}",
    "alpha": "[a-z]*",
}


@dataclass(frozen=True)
class Route:
    """One HTTP function: its id and binding, the methods it takes (none: any), its template."""

    function_id: str
    binding: str
    methods: frozenset[str]
    template: str

    @property
    def precedence(self) -> tuple[int, ...]:
        """ASP.NET tries fixed segments, then constrained, then free parameters, then the tail."""
        return tuple(_rank(segment) for segment in _segments(self.template))

    def match(self, path: str) -> dict[str, str] | None:
        """The route values of this decoded path, or None."""
        found = re.fullmatch(_pattern(self.template), path, re.IGNORECASE | re.DOTALL)
        if found is None:
            return None
        return {name: value for name, value in found.groupdict().items() if value}


def index(functions: Iterable[Mapping[str, Any]], prefix: str) -> tuple[Route, ...]:
    """The routes of what the runtime indexed, the first that matches wins."""
    routes = []
    for function in functions:
        for binding in function["bindings"]:
            if str(binding["type"]).lower() == "httptrigger":
                own = str(binding.get("route") or function["name"]).strip("/")
                template = f"{prefix}/{own}".strip("/")
                methods = frozenset(str(each).upper() for each in binding.get("methods") or ())
                routes.append(Route(function["id"], binding["name"], methods, template))
    return tuple(sorted(routes, key=lambda route: route.precedence))


def select(routes: Iterable[Route], method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The first route that takes this method and path, and its values."""
    for route in routes:
        if route.methods and method not in route.methods:
            continue
        values = route.match(path)
        if values is not None:
            return route, values
    return None


def _segments(template: str) -> list[str]:
    return [segment for segment in template.split("/") if segment]


def _rank(segment: str) -> int:
    found = _SEGMENT.fullmatch(segment)
    if found is None:
        return 0
    tail, _, constraints, _, _ = found.groups()
    return (4 if tail else 2) + (0 if constraints else 1)


def _pattern(template: str) -> str:
    return "".join(_part(segment) for segment in _segments(template)) + "/?"


def _part(segment: str) -> str:
    found = _SEGMENT.fullmatch(segment)
    if found is None:
        return "/" + re.escape(segment)
    tail, name, constraints, _, optional = found.groups()
    if tail:
        return f"(?:/(?P<{name}>.*))?"
    kinds = [kind.partition("(")[0] for kind in constraints.split(":") if kind]
    allowed = next((CONSTRAINTS[kind] for kind in kinds if kind in CONSTRAINTS), "[^/]+")
    part = f"/(?P<{name}>{allowed})"
    return f"(?:{part})?" if optional else part
