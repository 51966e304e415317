"""A project's HTTP routes and how a request is answered, alike on every platform.

Theory. The route table is plain data, written at package time, so that any deployed unit can
answer any request: the platform's own routing only saves work. A function's module is imported
when its route is first asked for, unless the unit names it. What no handler answers is answered
by `unrouted`, and `finishing` has what HTTP asks of every response: few calls need either.
"""

from __future__ import annotations

from .endpoint import endpoint_of, problem
from .isolation import isolated, known
from .routing import Router

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType
    from typing import Any

    from .cors import CORS
    from .endpoint import AsyncCall, Call
    from .request import Request
    from .response import Response

    Row = tuple[tuple[str, ...], str, str, int, dict[str, Any] | None]

BODILESS = frozenset({204, 304})  # RFC 9110, 15.3.5 and 15.4.5
OF_BODIES = ("content-type", "content-length")


class Route:
    """A row of the table. Once it is loaded, ``call`` answers, or ``acall`` on an event loop."""

    __slots__ = ("acall", "call", "cors", "index", "methods", "name", "target", "template")
    cors: CORS | None
    call: Call | None
    acall: AsyncCall | None

    def __init__(self, row: Row) -> None:
        self.methods, self.template, self.target, self.index, cors = row
        self.name = self.target.partition(":")[2]
        self.call = self.acall = self.cors = None
        if cors is not None:
            from .cors import CORS

            self.cors = CORS(**cors)

    def load(self) -> None:
        """Have what answers; imports the function's module the first time."""
        if self.call is None and self.acall is None:
            self.call, self.acall = endpoint_of(self.target, self.index)


class Application:
    """Every route of a project. ``call`` answers on a sync host, ``acall`` on an event loop."""

    __slots__ = ("_router", "_shares", "name", "routes")

    def __init__(self, name: str, rows: Iterable[Row], imports: Iterable[str] = ()) -> None:
        self.name = name
        self.routes = tuple(map(Route, rows))
        self._router = Router()
        self._shares = False
        for route in self.routes:
            self._router.add(route.methods, route.template, route)
            self._shares = self._shares or route.cors is not None
        wanted = set(imports)
        for route in self.routes:
            if route.target.partition(":")[0] in wanted:
                route.load()  # in the platform's own start-up time

    @classmethod
    def of(cls, name: str, *modules: ModuleType) -> Application:
        """The application of modules that are imported already: tests, servers, `invoke`."""
        from .rows import rows_of

        return cls(name, rows_of(*modules), [module.__name__ for module in modules])

    @property
    def is_async(self) -> bool:
        """Whether any handler that is loaded needs an event loop."""
        return any(route.acall for route in self.routes)

    def call(self, request: Request) -> Response:
        """Answer a request. Never raises: what fails is a 500, logged."""
        route: Route | None = None
        try:
            route, answer = self._routed(request)
            if answer is None:
                found: Route = route  # type: ignore[assignment]  # what would answer otherwise?
                if found.call is None:
                    found.load()
                call = found.call
                if call is None:
                    answer = _awaited(found, request)
                elif known:  # `isolated`, without a call of its own
                    answer = known[0]().run(call, request)
                else:
                    answer = isolated(call, request)
            # `_finished` tells the same, for a call of its own.
            if not self._shares and request._method != "HEAD" and answer.status not in BODILESS:
                return answer
            return _finished(request, route, answer)
        except (Exception, SystemExit):  # sys.exit() must not end the server
            return _finished(request, route, _failed(request, route))

    async def acall(self, request: Request) -> Response:
        """Answer a request on a running loop; sync handlers run in threads."""
        route: Route | None = None
        try:
            route, answer = self._routed(request)
            if answer is None:
                found: Route = route  # type: ignore[assignment]  # as above
                found.load()
                if found.acall is not None:
                    answer = await found.acall(request)
                else:
                    from .loops import in_thread

                    answer = await in_thread(found.call, request)  # type: ignore[arg-type]
            return _finished(request, route, answer)
        except (Exception, SystemExit):
            return _finished(request, route, _failed(request, route))

    def _routed(self, request: Request) -> tuple[Route | None, Response | None]:
        """(route, None) where a handler answers, else (the route whose CORS counts, answer)."""
        path = request.routing_path if request._root_path else request._raw_path
        method = request._method
        if method == "OPTIONS":
            from .unrouted import options

            generated = options(self._router, request, path)
            if generated is not None:
                return generated
        found = self._router.find(method, path)
        if found is not None:
            route, request._path_params = found
            request._function = route.name
            return route, None
        from .unrouted import refusal, sibling

        return sibling(self._router, path), problem(refusal(self._router, path))


def _awaited(route: Route, request: Request) -> Response:
    from .loops import run

    answer: Response = run(route.acall(request))  # type: ignore[arg-type, misc]  # it is async
    return answer


def _finished(request: Request, route: Route | None, response: Response) -> Response:
    shares = route is not None and route.cors is not None
    if not shares and request._method != "HEAD" and response.status not in BODILESS:
        return response  # as nearly all do
    from .finishing import finished

    return finished(request, route, response)


def _failed(request: Request, route: Route | None) -> Response:
    from .problems import uncaught

    return uncaught(request, route.name if route is not None else "routing")
