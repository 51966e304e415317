"""Applications of the ASGI standard: FastAPI, Starlette, Litestar, Quart, Django."""

from __future__ import annotations

from .errors import DeclarationError
from .guest_app import ALONE, application_of, checked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from .event_triggers import Trigger
    from .request import Request
    from .response import Response
    from .triggers import HttpTrigger


class Served:
    """An application that is called as its server would."""

    def __init__(self, app: Any, name: str) -> None:
        self._app = app
        self._name = name

    async def answer(self, request: Request) -> Response:
        """The response; it is started first, if this is the first request."""
        from .asgi_call import answered
        from .asgi_lifespan import lifespan_of
        from .asgi_scope import scope_of

        lifespan = lifespan_of(self._app, self._name)
        scope = scope_of(request, await lifespan.state())
        return await answered(self._app, scope, request.body)


class Guest:
    """An ASGI application, or a function without parameters that makes one."""

    is_async = True

    def __init__(self, handler: str, *, name: str, payload: str = "", root: str = "") -> None:
        self._name = name
        app = checked(application_of(handler, name, payload, root), "asgi", name, handler)
        self._served = Served(app, name)

    def answering(
        self,
        trigger: HttpTrigger,  # noqa: ARG002  # an application routes for itself
        told: dict[str, Any],  # noqa: ARG002  # no route has any
    ) -> Callable[[Request], Awaitable[Response]]:
        """What answers a request."""
        return self._served.answer

    def consuming(
        self,
        trigger: Trigger,
        told: dict[str, Any],  # noqa: ARG002  # it is refused anyway
    ) -> Callable[[Any], Any]:
        """Nothing: there are no events in the standard."""
        raise DeclarationError(ALONE.format(name=self._name, kind=trigger.kind, interface="ASGI"))

    def takes_batch(self, kind: str) -> bool:  # noqa: ARG002
        """Of no event."""
        return False
