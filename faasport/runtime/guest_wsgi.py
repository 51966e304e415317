"""Applications of the WSGI standard: Flask, Django, Bottle, Falcon."""

from __future__ import annotations

from .errors import DeclarationError
from .guest_app import ALONE, application_of, checked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .event_triggers import Trigger
    from .request import Request
    from .response import Response
    from .triggers import HttpTrigger


class Guest:
    """A WSGI application, or a function without parameters that makes one."""

    is_async = False

    def __init__(self, handler: str, *, name: str, payload: str = "", root: str = "") -> None:
        self._name = name
        self._app = checked(application_of(handler, name, payload, root), "wsgi", name, handler)

    def answering(
        self,
        trigger: HttpTrigger,  # noqa: ARG002  # an application routes for itself
        told: dict[str, Any],  # noqa: ARG002  # no route has any
    ) -> Callable[[Request], Response]:
        """What answers a request."""
        from .wsgi_call import answered
        from .wsgi_environ import environ_of

        app = self._app
        return lambda request: answered(app, environ_of(request))

    def consuming(
        self,
        trigger: Trigger,
        told: dict[str, Any],  # noqa: ARG002  # it is refused anyway
    ) -> Callable[[Any], Any]:
        """Nothing: there are no events in the standard."""
        raise DeclarationError(ALONE.format(name=self._name, kind=trigger.kind, interface="WSGI"))

    def takes_batch(self, kind: str) -> bool:  # noqa: ARG002
        """Of no event."""
        return False
