"""Middleware: around this whole module, and around single handlers. All of it sync."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import faasport

Next = Callable[[faasport.Request], faasport.Response]
visitor: ContextVar[str] = ContextVar("visitor", default="nobody")


def outermost(request: faasport.Request, call_next: Next) -> faasport.Response:
    visitor.set(request.headers.get("x-visitor") or "somebody")
    return _marked(call_next(request), "outermost")


def second(request: faasport.Request, call_next: Next) -> faasport.Response:
    return _marked(call_next(request), "second")


def innermost(request: faasport.Request, call_next: Next) -> faasport.Response:
    return _marked(call_next(request), "innermost")


def guard(request: faasport.Request, call_next: Next) -> Any:
    """Answers itself, and the handler is not called."""
    if request.headers.get("x-key") != "open":
        return {"let in": False}, 403
    return call_next(request)


def rescue(request: faasport.Request, call_next: Next) -> faasport.Response:
    try:
        return call_next(request)
    except ZeroDivisionError:
        return faasport.Response.json({"rescued": True}, 503)


def refuse(request: faasport.Request, call_next: Next) -> faasport.Response:
    raise faasport.Forbidden("Not today.")


def _marked(response: faasport.Response, name: str) -> faasport.Response:
    trail = response.headers.get("x-trail")
    value = f"{trail} {name}" if trail else name
    response.headers = response.headers.with_set("x-trail", value)
    return response


faasport.middleware(outermost, second, module=__name__)


@faasport.http("GET", "/around/plain")
def plain() -> str:
    return visitor.get()


@faasport.http("GET", "/around/own")
@faasport.middleware(innermost)
def surrounded() -> str:
    return visitor.get()


@faasport.http("GET", "/around/guarded")
@faasport.middleware(guard)
def guarded() -> dict[str, bool]:
    return {"let in": True}


@faasport.http("GET", "/around/rescued")
@faasport.middleware(rescue)
def rescued() -> float:
    return 1 / 0


@faasport.http("GET", "/around/refused")
@faasport.middleware(refuse)
def refused() -> str:
    return "never"


@faasport.http("GET", "/around/problem")
def problem_inside() -> None:
    """What the middleware around sees is the response that the problem makes."""
    raise faasport.NotFound("Seen by the middleware.")


@faasport.http("GET", "/around/invalid")
def invalid_inside(page: int) -> None:
    return None
