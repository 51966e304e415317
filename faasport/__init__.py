"""faasport: one Python handler, any FaaS platform, proven before it is uploaded.

The names below are all there is to a handler; each is loaded when it is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .runtime.application import Application as Application
    from .runtime.asgi import asgi as asgi
    from .runtime.context import Context as Context
    from .runtime.cors import CORS as CORS
    from .runtime.errors import (
        BadRequest as BadRequest,
        Conflict as Conflict,
        DeclarationError as DeclarationError,
        FaasportError as FaasportError,
        Forbidden as Forbidden,
        HTTPError as HTTPError,
        MethodNotAllowed as MethodNotAllowed,
        NotFound as NotFound,
        PayloadError as PayloadError,
        PayloadTooLarge as PayloadTooLarge,
        ResultError as ResultError,
        TooManyRequests as TooManyRequests,
        Unauthorized as Unauthorized,
        UnprocessableContent as UnprocessableContent,
    )
    from .runtime.forms import Form as Form, Upload as Upload
    from .runtime.headers import Headers as Headers
    from .runtime.parameters import (
        Body as Body,
        Cookie as Cookie,
        Header as Header,
        Path as Path,
        Query as Query,
    )
    from .runtime.query import QueryParams as QueryParams
    from .runtime.request import Request as Request
    from .runtime.response import Response as Response
    from .runtime.triggers import http as http, middleware as middleware

_HOMES = {
    "application": ("Application",),
    "asgi": ("asgi",),
    "context": ("Context",),
    "cors": ("CORS",),
    "errors": (
        "BadRequest",
        "Conflict",
        "DeclarationError",
        "FaasportError",
        "Forbidden",
        "HTTPError",
        "MethodNotAllowed",
        "NotFound",
        "PayloadError",
        "PayloadTooLarge",
        "ResultError",
        "TooManyRequests",
        "Unauthorized",
        "UnprocessableContent",
    ),
    "forms": ("Form", "Upload"),
    "headers": ("Headers",),
    "parameters": ("Body", "Cookie", "Header", "Path", "Query"),
    "query": ("QueryParams",),
    "request": ("Request",),
    "response": ("Response",),
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
