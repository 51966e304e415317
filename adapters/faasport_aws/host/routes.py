"""Which route of an API takes a request: the selection that API Gateway makes.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

DEFAULT = "$default"
ANY = "ANY"


@dataclass(frozen=True)
class Route:
    """A method ("ANY" for all), a template such as /orders/{id} or /{rest+}, and a function."""

    method: str
    template: str
    function: str

    @property
    def key(self) -> str:
        return DEFAULT if self.template == DEFAULT else f"{self.method} {self.template}"

    @property
    def specificity(self) -> tuple[object, ...]:
        """Sorts the routes that match: a full match before a greedy one, $default last; fixed
        segments before variables; a method before ANY."""
        if self.template == DEFAULT:
            return (2,)
        kinds = tuple(_kind(segment) for segment in self.template.split("/"))
        return (int(GREEDY in kinds), kinds, self.method == ANY)


FIXED, VARIABLE, GREEDY = range(3)


def _kind(segment: str) -> int:
    if not segment.startswith("{"):
        return FIXED
    return GREEDY if segment.endswith("+}") else VARIABLE


def select(
    routes: Iterable[Route], method: str, raw_path: str
) -> tuple[Route, dict[str, str]] | None:
    """The route for this request and its path parameters, decoded; None if there is none.

    HEAD and OPTIONS get no route that does not name them or ANY.
    """
    matches = [
        (route, parameters)
        for route in routes
        if route.method in {ANY, method}
        and (parameters := match(route.template, raw_path)) is not None
    ]
    return min(matches, key=lambda found: found[0].specificity, default=None)


def match(template: str, raw_path: str) -> dict[str, str] | None:
    """The parameters of this path under this template, or None."""
    if template == DEFAULT:
        return {}
    wanted, given = template.split("/"), raw_path.split("/")
    parameters: dict[str, str] = {}
    for position, segment in enumerate(wanted):
        rest = "/".join(given[position:])
        kind = _kind(segment)
        if kind == GREEDY:
            return {**parameters, segment[1:-2]: unquote(rest)} if rest else None
        if position >= len(given) or not _fits(segment, given[position]):
            return None
        if kind == VARIABLE:
            parameters[segment[1:-1]] = unquote(given[position])
    return parameters if len(given) == len(wanted) else None


def _fits(segment: str, given: str) -> bool:
    return bool(given) if _kind(segment) == VARIABLE else unquote(given) == segment
