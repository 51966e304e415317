"""A project's HTTP routes and how a request is answered, alike on every platform.

Theory. The route table is plain data, written at package time, so that any deployed unit can
answer any request: the platform's own routing only saves work. A function's module is imported
when its route is first asked for, unless the unit names it. What no handler answers is answered
here: 404, 405 with Allow, OPTIONS, preflights, HEAD from GET.
"""

from __future__ import annotations

from . import loops
from .endpoint import Endpoint, problem
from .errors import HTTPError, MethodNotAllowed, NotFound
from .function import functions_in, load
from .request import routed
from .response import Response
from .routing import Router

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType
    from typing import Any

    from .cors import CORS
    from .request import Request

    Row = tuple[tuple[str, ...], str, str, int, dict[str, Any] | None]

BODILESS = frozenset({204, 304})  # RFC 9110, 15.3.5 and 15.4.5
OF_BODIES = ("content-type", "content-length")


class Route:
    """A row of the table; its endpoint is loaded once, when first asked for."""

    __slots__ = ("_endpoint", "cors", "index", "methods", "name", "target", "template")

    def __init__(self, row: Row) -> None:
        self.methods, self.template, self.target, self.index, cors = row
        self.name = self.target.partition(":")[2]
        self.cors: CORS | None = None if cors is None else _cors_of(cors)
        self._endpoint: Endpoint | None = None

    @property
    def endpoint(self) -> Endpoint:
        """What answers; imports the function's module the first time."""
        if self._endpoint is None:
            self._endpoint = Endpoint(load(self.target), self.index)
        return self._endpoint


class Application:
    """Every route of a project. ``call`` answers on a sync host, ``acall`` on an event loop."""

    __slots__ = ("_router", "name", "routes")

    def __init__(self, name: str, rows: Iterable[Row], imports: Iterable[str] = ()) -> None:
        self.name = name
        self.routes = tuple(Route(row) for row in rows)
        self._router = Router()
        for route in self.routes:
            self._router.add(route.methods, route.template, route)
        wanted = set(imports)
        for route in self.routes:
            if route.target.partition(":")[0] in wanted:
                route.endpoint  # noqa: B018  # loads it, in the platform's own start-up time

    @classmethod
    def of(cls, name: str, *modules: ModuleType) -> Application:
        """The application of modules that are imported already: tests, servers, `invoke`."""
        return cls(name, rows_of(*modules), [module.__name__ for module in modules])

    @property
    def is_async(self) -> bool:
        """Whether any handler that is loaded needs an event loop."""
        loaded = [route._endpoint for route in self.routes if route._endpoint]
        return any(endpoint.acall is not None for endpoint in loaded)

    def call(self, request: Request) -> Response:
        """Answer a request. Never raises: what fails is a 500, logged."""
        route: Route | None = None
        try:
            route, answer = self._routed(request)
            if answer is None and route is not None:
                endpoint = route.endpoint
                if endpoint.call is not None:
                    answer = loops.isolated(endpoint.call, request)
                else:
                    answer = loops.run(endpoint.acall(request))  # type: ignore[arg-type, misc]
            return _finished(request, route, answer)
        except (Exception, SystemExit):  # sys.exit() must not end the server
            return _finished(request, route, _failed(request, route))

    async def acall(self, request: Request) -> Response:
        """Answer a request on a running loop; sync handlers run in threads."""
        route: Route | None = None
        try:
            route, answer = self._routed(request)
            if answer is None and route is not None:
                endpoint = route.endpoint
                if endpoint.acall is not None:
                    answer = await endpoint.acall(request)
                else:
                    answer = await loops.in_thread(endpoint.call, request)  # type: ignore[arg-type]
            return _finished(request, route, answer)
        except (Exception, SystemExit):
            return _finished(request, route, _failed(request, route))

    def _routed(self, request: Request) -> tuple[Route | None, Response | None]:
        """(route, None) where a handler answers, else (the route whose CORS counts, answer)."""
        path = request.routing_path
        method = request.method
        if method == "OPTIONS":
            generated = self._options(request, path)
            if generated is not None:
                return generated
        found = self._router.find(method, path)
        if found is not None:
            route, caught = found
            routed(request, caught, route.name)
            return route, None
        return self._sibling(path), problem(self._no_route(path))

    def _no_route(self, path: str) -> HTTPError:
        allowed = self._router.allowed(path)
        if allowed:
            return MethodNotAllowed(headers={"allow": ", ".join(allowed)})
        return NotFound()

    def _sibling(self, path: str) -> Route | None:
        """Some route at ``path``: a 405 there is readable from the origins that may call it."""
        for method in self._router.allowed(path):
            found = self._router.find(method, path)
            if found is not None and found[0].cors is not None:
                return found[0]  # type: ignore[no-any-return]
        return None

    def _options(self, request: Request, path: str) -> tuple[Route | None, Response] | None:
        """The generated answer to OPTIONS, or None where a handler of the user's has the word."""
        allowed = self._router.allowed(path)
        if not allowed:
            return None
        asked = request.headers.get("access-control-request-method")
        own = self._router.find("OPTIONS", path)
        if asked and "origin" in request.headers:
            target = self._router.find(asked.upper(), path)
            route: Route | None = target[0] if target else None
            explicit = own is not None and "OPTIONS" in own[0].methods
            if route is not None and route.cors is not None and not explicit:
                methods = self._methods_of(route, path, allowed)
                return None, Response(b"", 204, route.cors.preflight_fields(request, methods))
        if own is not None:
            return None
        return self._sibling(path), Response(b"", 204, {"allow": ", ".join(allowed)})

    def _methods_of(self, route: Route, path: str, allowed: Iterable[str]) -> list[str]:
        """Those of ``allowed`` that ``route`` answers itself. What a preflight names a browser may
        send for as long as it remembers; other routes at the path have their own word on that."""
        answering = [(method, self._router.find(method, path)) for method in allowed]
        return [method for method, found in answering if found is None or found[0] is route]


def _cors_of(row: dict[str, Any]) -> CORS:
    from .cors import CORS

    return CORS(**row)


def rows_of(*modules: ModuleType) -> tuple[Row, ...]:
    """The route table of modules; a function that two of them name is listed once."""
    rows: list[Row] = []
    seen: set[int] = set()
    for module in modules:
        for function in functions_in(module):
            if id(function.handler) in seen:
                continue
            seen.add(id(function.handler))
            for index, trigger in enumerate(function.triggers):
                if trigger.kind == "http":
                    cors = trigger.cors.as_dict() if trigger.cors else None
                    rows.append((trigger.methods, trigger.path, function.target, index, cors))
    return tuple(rows)


def _finished(request: Request, route: Route | None, answer: Response | None) -> Response:
    """What HTTP asks of every response, whoever made it."""
    response = answer or problem(NotFound())
    if route is not None and route.cors is not None:
        fields = route.cors.response_fields(request, response.headers)
        response = response.with_headers(response.headers.with_added(*fields))
    if response.status in BODILESS:
        return _emptied(response.with_headers(response.headers.without(*OF_BODIES)))
    return _emptied(response) if request.method == "HEAD" else response


def _failed(request: Request, route: Route | None) -> Response:
    from .problems import uncaught

    return uncaught(request, route.name if route is not None else "routing")


def _emptied(response: Response) -> Response:
    if response.stream is not None:
        from .streams import closed

        closed(response.stream)
    return Response._checked(b"", response.status, response.headers)
