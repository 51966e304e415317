"""A guest's route as API Gateway calls it, and what a request's path says to it."""

from __future__ import annotations

from faasport.runtime.routing import ANY
from faasport.runtime.template import Template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from faasport.runtime.request import Request
    from faasport.runtime.triggers import HttpTrigger


class Taken:
    """One request's route: its ``key`` (`GET /users/{id}`), its ``resource`` (`/users/{id}`), and
    its parameters, as they were sent and decoded."""

    __slots__ = ("key", "parameters", "raw_parameters", "resource")

    def __init__(
        self, key: str, resource: str, raw: dict[str, str], decoded: dict[str, str]
    ) -> None:
        self.key = key
        self.resource = resource
        self.raw_parameters = raw
        self.parameters = decoded


class Route:
    """The methods and the template of one trigger."""

    __slots__ = ("_methods", "_template")

    def __init__(self, trigger: HttpTrigger) -> None:
        self._methods = trigger.methods
        self._template = Template(trigger.path)

    def of(self, request: Request) -> Taken:
        """The route of this request. `{name+}` takes no empty rest: where `{name:path}` took one,
        the route is the one without it."""
        raw = self._raw(request.routing_path)
        told = request.path_params
        decoded = {name: told.get(name, value) for name, value in raw.items()}
        resource = self._resource(raw)
        return Taken(f"{self._method(request.method)} {resource}", resource, raw, decoded)

    def _raw(self, path: str) -> dict[str, str]:
        from itertools import zip_longest

        template, given = self._template, path[1:].split("/")
        names, caught = iter(template.names), {}
        for segment, part in zip_longest(template.segments, given[: len(template.segments)]):
            if segment is None:
                caught[next(names)] = part or ""
        rest = "/".join(given[len(template.segments) :])
        if template.tail and rest:
            caught[next(names)] = rest
        return caught

    def _resource(self, caught: dict[str, str]) -> str:
        template, names = self._template, iter(self._template.names)
        parts = [f"{{{next(names)}}}" if each is None else each for each in template.segments]
        if template.tail and (last := next(names)) in caught:
            parts.append(f"{{{last}+}}")
        return "/" + "/".join(parts)

    def _method(self, method: str) -> str:
        """HEAD is answered by the route for GET."""
        if ANY in self._methods:
            return ANY
        return method if method in self._methods else self._methods[0]
