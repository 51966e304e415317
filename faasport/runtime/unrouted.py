"""What is answered where no handler has the word: 404, 405 with Allow, OPTIONS, preflights."""

from __future__ import annotations

from .http_errors import MethodNotAllowed, NotFound
from .response import Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .application import Route
    from .http_error import HTTPError
    from .request import Request
    from .routing import Router


def refusal(router: Router, path: str) -> HTTPError:
    """Why nothing answers at ``path``."""
    allowed = router.allowed(path)
    return MethodNotAllowed(headers={"allow": ", ".join(allowed)}) if allowed else NotFound()


def sibling(router: Router, path: str) -> Route | None:
    """Some route at ``path``: a 405 there is readable from the origins that may call it."""
    for method in router.allowed(path):
        found = router.find(method, path)
        if found is not None and found[0].cors is not None:
            return found[0]  # type: ignore[no-any-return]
    return None


def options(router: Router, request: Request, path: str) -> tuple[Route | None, Response] | None:
    """The generated answer to OPTIONS, or None where a handler of the user's has the word."""
    allowed = router.allowed(path)
    if not allowed:
        return None
    asked = request.headers.get("access-control-request-method")
    own = router.find("OPTIONS", path)
    if asked and "origin" in request.headers:
        target = router.find(asked.upper(), path)
        route: Route | None = target[0] if target else None
        explicit = own is not None and "OPTIONS" in own[0].methods
        if route is not None and route.cors is not None and not explicit:
            methods = _methods_of(route, router, path, allowed)
            return None, Response(b"", 204, route.cors.preflight_fields(request, methods))
    if own is not None:
        return None
    return sibling(router, path), Response(b"", 204, {"allow": ", ".join(allowed)})


def _methods_of(route: Route, router: Router, path: str, allowed: Iterable[str]) -> list[str]:
    """Those of ``allowed`` that ``route`` answers itself. What a preflight names a browser may
    send for as long as it remembers; other routes at the path have their own word on that."""
    answering = [(method, router.find(method, path)) for method in allowed]
    return [method for method, found in answering if found is None or found[0] is route]
