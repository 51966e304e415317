"""The built-in cases: for each declared route or event trigger, what platforms are known to
disagree about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from faasport.project.model import DeclaredFunction, DeclaredTrigger, Project
from faasport.runtime.request import Request
from faasport.verifier import builtin_events, sample
from faasport.verifier.case import Case, request_of

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
# A path parameter as it is sent: escapes, an escaped slash and percent sign, UTF-8.
PATHS = {
    "percent-encoded path": "a%20b%2Bc%25d%26e",
    "slash encoded in the path": "a%2Fb",
    "unicode path": "caf%C3%A9-%E2%9C%93-%F0%9F%98%80",
}
QUERIES = {
    "repeated query keys": "tag=a&tag=b&tag=c",
    "unicode query": "name=caf%C3%A9+%E2%9C%93&%C3%A9=1",
    "odd query": "empty=&bare&plus=a%2Bb&equals=a=b&bracket[]=1",
}
HEADERS = {
    "cookies": ("cookie", 'a=1; b="x y"; c=d=e; empty='),
    "repeated header": ("x-sample", "one, two"),
}
BODIES = {
    "empty body": (b"", "application/json"),
    "JSON null": (b"null", "application/json"),
    "JSON object": (b"{}", "application/json"),
    "JSON list": (b"[]", "application/json"),
    "unicode JSON": ('{"text": "é ✓ 😀"}'.encode(), "application/json; charset=utf-8"),
    "invalid JSON": (b'{"a": ', "application/json"),
    "binary body": (bytes(range(256)), "application/octet-stream"),
    "form body": (b"a=1&a=2&b=%C3%A9+x", "application/x-www-form-urlencoded"),
    "no content type": (b"plain", ""),
}
ORIGIN = "https://verify.example"


@dataclass(frozen=True)
class Route:
    """One method of one declared trigger, with the request that fits it best."""

    function: DeclaredFunction
    trigger: DeclaredTrigger
    method: str

    def request(
        self,
        *,
        method: str = "",
        path: str = "",
        query: str = "",
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes | None = None,
    ) -> Request:
        """The fitting request, with these parts in place of its own."""
        trigger = self.trigger
        parts = [part for part in (sample.query(trigger), query) if part]
        target = (path or sample.path(trigger)) + ("?" + "&".join(parts) if parts else "")
        named = {name.lower() for name, _ in headers}
        own = [pair for pair in sample.headers(trigger) if pair[0].lower() not in named]
        if body is None and self.method in WITH_BODY and trigger.has_body:
            own, body = [*own, ("content-type", "application/json")], b"{}"
        return request_of(method or self.method, target, [*own, *headers], body or b"")


def cases(project: Project) -> tuple[Case, ...]:
    """The built-in cases of a project, in the order of its declarations."""
    routes = [route for function in project.functions for route in _routes(function)]
    found = [
        Case(
            name=f"{route.method} {name}",
            request=request,
            function=route.function.name,
            trigger=str(route.trigger),
            built_in=True,
        )
        for route in routes
        for make in KINDS
        for name, request in make(route)
    ]
    return (*found, *_unknown(routes), *builtin_events.cases(project))


def _routes(function: DeclaredFunction) -> Iterator[Route]:
    for trigger in function.triggers:
        if trigger.kind == "http":
            any_method = "ANY" in trigger.methods
            for method in ("GET", "POST") if any_method else trigger.methods:
                yield Route(function, trigger, method)


Named = Iterator[tuple[str, Request]]


def _plain(route: Route) -> Named:
    yield sample.path(route.trigger), route.request()


def _paths(route: Route) -> Named:
    names = sample.texts_in_path(route.trigger)
    if names:
        for name, text in PATHS.items():
            path = sample.path(route.trigger, {names[-1]: text})
            yield name, route.request(path=path)
    yield "trailing slash", route.request(path=sample.path(route.trigger).rstrip("/") + "/")


def _queries(route: Route) -> Named:
    if route.method == "GET":
        for name, query in QUERIES.items():
            yield name, route.request(query=query)


def _headers(route: Route) -> Named:
    for name, header in HEADERS.items():
        yield name, route.request(headers=(header,))


def _bodies(route: Route) -> Named:
    if route.method in WITH_BODY:
        for name, (body, content_type) in BODIES.items():
            headers = (("content-type", content_type),) if content_type else ()
            yield name, route.request(headers=headers, body=body)


def _methods(route: Route) -> Named:
    if route.method == "GET":
        yield "asked with HEAD", route.request(method="HEAD")
    if route.method == route.trigger.methods[0]:
        yield "asked with OPTIONS", route.request(method="OPTIONS")
    if route.method == route.trigger.methods[0] != "ANY":
        wrong = next(each for each in reversed(METHODS) if each not in route.trigger.methods)
        yield f"asked with {wrong}", route.request(method=wrong)


def _origins(route: Route) -> Named:
    if route.trigger.cors is None:
        return
    origin = ("origin", ORIGIN)
    yield "from another origin", route.request(headers=(origin,))
    asked = ("access-control-request-method", route.method)
    yield "preflight", route.request(method="OPTIONS", headers=(origin, asked))


KINDS: tuple[Callable[[Route], Named], ...] = (
    _plain,
    _paths,
    _queries,
    _headers,
    _bodies,
    _methods,
    _origins,
)


def _unknown(routes: list[Route]) -> Iterator[Case]:
    """A path that no route has, asked once: below the first route, and told as its case."""
    if routes:
        first = routes[0]
        path = sample.path(first.trigger).rstrip("/") + "/no-such-route/at/all"
        yield Case(
            name="unknown path",
            request=request_of("GET", path),
            function=first.function.name,
            trigger=str(first.trigger),
            built_in=True,
        )
