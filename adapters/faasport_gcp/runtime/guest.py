"""Functions of Google Cloud, called where Google is not: the Functions Framework calls them, given
the requests that Google's services would have sent."""

from __future__ import annotations

from faasport.runtime import wire
from faasport.runtime.errors import DeclarationError, Retry

from . import guest_aio, guest_http
from .guest_framework import Framed
from .guest_mount import mount_of
from .guest_signature import HTTP, TYPED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from faasport.runtime.event import Event
    from faasport.runtime.event_triggers import Trigger
    from faasport.runtime.request import Request
    from faasport.runtime.response import Response
    from faasport.runtime.triggers import HttpTrigger

_ANSWERS = frozenset({HTTP, TYPED})
_DONE = range(200, 300)


class Guest:
    """A function of Google's. ``payload`` says how it was deployed, where no decorator does:
    ``http``, ``cloudevent``, ``background`` or ``typed``; ``cloudevent-json`` is a trigger of
    Firestore's whose data is asked for as JSON."""

    def __init__(self, handler: str, *, name: str, payload: str = "", root: str = "") -> None:
        self._name = name
        self._payload = payload
        self._framed = Framed(handler, name=name, payload=payload, root=root)
        self.is_async = self._framed.asgi is not None

    def answering(
        self,
        trigger: HttpTrigger,
        told: dict[str, Any],  # noqa: ARG002  # of schedules alone
    ) -> Callable[[Request], Any]:
        """What answers a request."""
        if self._framed.signature not in _ANSWERS:
            raise DeclarationError(
                f"{self._name} takes events, by its signature {self._framed.signature!r}, and "
                f"{trigger.path} brings it requests: give it a topic, bucket, table, event or "
                "schedule."
            )
        return self._call(mount_of(trigger.path))

    def consuming(self, trigger: Trigger, told: dict[str, Any]) -> Callable[[Event], Any]:
        """What handles an event: any status but 2xx has it come again."""
        from .guest_deliveries import Deliveries

        deliveries = Deliveries(trigger, self._framed.signature, self._payload, told)
        call = self._call()

        def consume(event: Event) -> None:
            _check(call(wire.decode_request(deliveries.of(event))))

        async def wait(event: Event) -> None:
            _check(await call(wire.decode_request(deliveries.of(event))))

        return wait if self.is_async else consume

    def takes_batch(self, kind: str) -> bool:  # noqa: ARG002  # of any kind
        """Google's services deliver one event at a time."""
        return False

    def _call(self, mount: str = "") -> Callable[[Request], Any]:
        """What has the framework answer a request."""
        application: Any = self._framed.asgi or self._framed.wsgi

        def answer(request: Request) -> Response:
            return guest_http.answered(application, request, mount)

        async def wait(request: Request) -> Response:
            return await guest_aio.answered(application, request, mount)

        return wait if self.is_async else answer


def _check(response: Response) -> None:
    if response.status not in _DONE:
        said = response.body[:200].decode("utf-8", "replace")
        raise Retry(f"The function answered {response.status}: {said}")
