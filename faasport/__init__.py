"""faasport: one Python handler, any FaaS platform, proven before it is uploaded.

The names below are all there is to a handler; each is loaded when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .runtime.application import Application as Application
    from .runtime.asgi import asgi as asgi
    from .runtime.batch import Batch as Batch
    from .runtime.change_event import ChangeEvent as ChangeEvent
    from .runtime.cloudevent import CloudEvent as CloudEvent
    from .runtime.context import Context as Context
    from .runtime.cors import CORS as CORS
    from .runtime.errors import (
        DeclarationError as DeclarationError,
        DeliveryError as DeliveryError,
        PayloadError as PayloadError,
        Reject as Reject,
        ResultError as ResultError,
        Retry as Retry,
        SecretError as SecretError,
    )
    from .runtime.event import Event as Event
    from .runtime.event_triggers import (
        bucket as bucket,
        event as event,
        queue as queue,
        schedule as schedule,
        stream as stream,
        table as table,
        topic as topic,
    )
    from .runtime.every import every as every
    from .runtime.forms import Form as Form, Upload as Upload
    from .runtime.headers import Headers as Headers
    from .runtime.http_error import FaasportError as FaasportError, HTTPError as HTTPError
    from .runtime.http_errors import (
        BadRequest as BadRequest,
        Conflict as Conflict,
        Forbidden as Forbidden,
        MethodNotAllowed as MethodNotAllowed,
        NotFound as NotFound,
        PayloadTooLarge as PayloadTooLarge,
        TooManyRequests as TooManyRequests,
        Unauthorized as Unauthorized,
        UnprocessableContent as UnprocessableContent,
    )
    from .runtime.message import Message as Message
    from .runtime.object_event import ObjectEvent as ObjectEvent
    from .runtime.parameters import (
        Body as Body,
        Cookie as Cookie,
        Header as Header,
        Path as Path,
        Query as Query,
    )
    from .runtime.query import QueryParams as QueryParams
    from .runtime.record import Record as Record
    from .runtime.request import Request as Request
    from .runtime.response import Response as Response
    from .runtime.secrets import secret as secret
    from .runtime.tick import Tick as Tick
    from .runtime.triggers import http as http, middleware as middleware

_HOMES = {
    "application": ("Application",),
    "asgi": ("asgi",),
    "batch": ("Batch",),
    "change_event": ("ChangeEvent",),
    "cloudevent": ("CloudEvent",),
    "context": ("Context",),
    "cors": ("CORS",),
    "errors": (
        "DeclarationError",
        "DeliveryError",
        "PayloadError",
        "Reject",
        "ResultError",
        "Retry",
        "SecretError",
    ),
    "event": ("Event",),
    "event_triggers": ("bucket", "event", "queue", "schedule", "stream", "table", "topic"),
    "every": ("every",),
    "forms": ("Form", "Upload"),
    "headers": ("Headers",),
    "http_error": ("FaasportError", "HTTPError"),
    "http_errors": (
        "BadRequest",
        "Conflict",
        "Forbidden",
        "MethodNotAllowed",
        "NotFound",
        "PayloadTooLarge",
        "TooManyRequests",
        "Unauthorized",
        "UnprocessableContent",
    ),
    "message": ("Message",),
    "object_event": ("ObjectEvent",),
    "parameters": ("Body", "Cookie", "Header", "Path", "Query"),
    "query": ("QueryParams",),
    "record": ("Record",),
    "request": ("Request",),
    "response": ("Response",),
    "secrets": ("secret",),
    "tick": ("Tick",),
    "triggers": ("http", "middleware"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME)  # noqa: PLE0605  # a test pins the list


def __getattr__(name: str) -> object:
    module = _HOME.get(name)
    if module is None:
        raise AttributeError(f"module 'faasport' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".runtime.{module}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
