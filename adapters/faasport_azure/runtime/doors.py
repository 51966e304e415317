"""An application whose handlers are not all behind the same door.

The host asks for the key of the function that it routed a request to. We route again, by the
target as it was sent, and the two need not agree on odd paths: so what the host let through
without a key, or with that of another function, gets to no handler that asks for its own.
"""

from __future__ import annotations

from faasport.runtime.application import Application
from faasport.runtime.endpoint import problem
from faasport.runtime.http_errors import Unauthorized

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from faasport.runtime.application import Route, Row
    from faasport.runtime.request import Request
    from faasport.runtime.response import Response


class Doors(Application):
    """``keys`` is, of each handler that asks for a key, the Azure function whose key that is."""

    __slots__ = ("_keys",)

    def __init__(
        self, name: str, rows: Iterable[Row], imports: Iterable[str], keys: Mapping[str, str]
    ) -> None:
        super().__init__(name, rows, imports)
        self._keys = keys

    def _routed(self, request: Request) -> tuple[Route | None, Response | None]:
        route, answer = super()._routed(request)
        if answer is None and route is not None:
            needed = self._keys.get(route.name)
            if needed is not None and needed != _door(request):
                return route, problem(Unauthorized("This function asks for its key."))
        return route, answer


def _door(request: Request) -> str:
    """The function that the host took the request to, as function_app.py says."""
    invocation = getattr(request, "invocation", None)
    return invocation[3] if invocation else ""
