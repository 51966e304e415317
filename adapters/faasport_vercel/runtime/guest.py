"""What was written for Vercel, called where Vercel is not: a class `handler`, an application of the
ASGI or WSGI standard, or a subscriber of `vercel.queue`.

https://vercel.com/docs/functions/runtimes/python
"""

from __future__ import annotations

import os

from faasport.runtime.errors import DeclarationError
from faasport.runtime.guest_app import application_of, interface_of
from faasport.runtime.template import Template

from . import guest_request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from faasport.runtime.event_triggers import Trigger
    from faasport.runtime.request import Request
    from faasport.runtime.response import Response
    from faasport.runtime.triggers import HttpTrigger

# Code asks by it whether it runs there. The others (VERCEL_URL, VERCEL_ENV, ...) tell of a
# deployment that this is not.
# https://vercel.com/docs/environment-variables/system-environment-variables
VARIABLES = {"VERCEL": "1"}
QUEUES = ("queue", "topic")
_NO_EVENT = (
    "{name}: Vercel has no {kind} that would call this. Its functions are called by HTTP, by "
    "schedules and, if they are subscribers of vercel.queue, by queues and topics."
)
_NO_QUEUE = (
    "{name}: a queue of Vercel's delivers to a function with `@vercel.queue.subscribe`: name that "
    "one. A handler that reads the delivery's own headers settles it at Vercel's address, and has "
    "to be written anew with `@faasport.queue`."
)
_NO_HTTP = "{name}: {handler} takes one message; give it `queue` or `topic`, not `http`."


class Guest:
    """One file of `api/`, an application, or a subscriber; the object tells which."""

    def __init__(self, handler: str, *, name: str, payload: str = "", root: str = "") -> None:
        for variable, value in VARIABLES.items():
            os.environ.setdefault(variable, value)
        self._handler = handler
        self._name = name
        self._segments = guest_request.segments_of(handler)
        value = application_of(handler, name, payload, root)
        self._subscriber = value if _is_subscriber(value) else None
        self.is_async = False
        if self._subscriber is None:
            self._answer = self._answering(value)
        else:
            from faasport.runtime.declared import is_coroutine_function

            self.is_async = is_coroutine_function(value)

    def answering(
        self,
        trigger: HttpTrigger,
        told: dict[str, Any],  # noqa: ARG002  # no route has any
    ) -> Callable[[Request], Any]:
        """What answers a request, given what Vercel's proxy adds to it."""
        if self._subscriber is not None:
            raise DeclarationError(_NO_HTTP.format(name=self._name, handler=self._handler))
        answer = self._answer
        names = guest_request.caught(self._segments, Template(trigger.path))
        return lambda request: answer(guest_request.completed(request, names))

    def consuming(self, trigger: Trigger, told: dict[str, Any]) -> Callable[[Any], Any]:
        """What handles a firing or a message."""
        if self._subscriber is not None and trigger.kind in QUEUES:
            from .guest_queue import consuming

            return consuming(self._subscriber, trigger.name, self._name)
        if self._subscriber is None and trigger.kind == "schedule":
            from . import guest_cron

            path = guest_cron.path_of(self._handler, self._name, told.get("input"))
            expression = trigger.options["expression"]
            make = guest_cron.aconsuming if self.is_async else guest_cron.consuming
            return make(self._answer, path, expression)
        text = _NO_QUEUE if trigger.kind in QUEUES else _NO_EVENT
        raise DeclarationError(text.format(name=self._name, kind=trigger.kind))

    def takes_batch(self, kind: str) -> bool:  # noqa: ARG002
        """Of no kind: Vercel delivers one message at a time."""
        return False

    def _answering(self, value: Any) -> Callable[[Request], Any]:
        if isinstance(value, type) and interface_of(value) is None:
            from . import guest_handler

            serve: Callable[[Request], Response] = guest_handler.serving(value, self._name)
            return serve
        asgi = getattr(value, "asgi", None)
        value = asgi if callable(asgi) else value
        interface = "asgi" if callable(asgi) else interface_of(value)
        if interface == "asgi":
            from faasport.runtime.guest_asgi import Served

            self.is_async = True
            return Served(value, self._name).answer
        if interface == "wsgi":
            return guest_request.wsgi(value)
        raise DeclarationError(
            f"{self._name}: {self._handler} is no class of BaseHTTPRequestHandler's, nor "
            "`async app(scope, receive, send)`, nor `app(environ, start_response)`."
        )


def _is_subscriber(value: Any) -> bool:
    """Whether it is a function of one parameter, as the decorator leaves it."""
    if isinstance(value, type) or not hasattr(value, "__code__"):
        return False
    from inspect import Parameter, signature

    wanted = [p for p in signature(value).parameters.values() if p.default is Parameter.empty]
    return len(wanted) == 1
