"""Whole applications as guests: the object that a reference names, or what a factory makes."""

from __future__ import annotations

from .errors import DeclarationError
from .guest import loaded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    Interface = Literal["asgi", "wsgi"]

FACTORY = "factory"
_VARARGS = 0x04  # inspect.CO_VARARGS
ALONE = (
    "{name}: {kind} calls an application of the {interface} standard, which answers HTTP alone. "
    "Give the {kind} to a function of its own."
)
_OTHER = (
    "{name}: {handler} is an application of the {found} standard, not of {wanted}: "
    'write dialect = "{found}".'
)


def application_of(handler: str, name: str, payload: str, root: str) -> Any:
    """The application. A function that takes no arguments is a factory, and is called; another one
    is too if ``payload`` is ``factory``. Raises DeclarationError for any other payload."""
    if payload not in {"", FACTORY}:
        raise DeclarationError(
            f'{name}: an application has no payload {payload!r}: leave it out, or write "factory".'
        )
    value = loaded(handler, root)
    if payload == FACTORY or is_factory(value):
        value = value()
    return value


def checked(app: Any, wanted: Interface, name: str, handler: str) -> Any:
    """The application. DeclarationError if it cannot be called, or is of the other standard."""
    if not callable(app):
        raise DeclarationError(
            f"{name}: {handler} gives {type(app).__name__}, which is no application: name the "
            "variable that holds one, or the function that makes one."
        )
    found = interface_of(app)
    if found is not None and found != wanted:
        told = _OTHER.format(name=name, handler=handler, found=found, wanted=wanted)
        raise DeclarationError(told)
    return app


def is_factory(value: Any) -> bool:
    """Whether it is a function that can be called with nothing. An application cannot."""
    code = getattr(value, "__code__", None)
    if code is None or isinstance(value, type) or code.co_flags & _VARARGS:
        return False
    return bool(code.co_argcount == len(value.__defaults__ or ()))


def interface_of(app: Any) -> Interface | None:
    """The standard that an application follows, by what it takes and whether it is awaited."""
    from inspect import Parameter, iscoroutinefunction, signature

    try:
        parameters = signature(app).parameters.values()
    except (TypeError, ValueError):
        return None
    places = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    wanted = [p for p in parameters if p.default is Parameter.empty and p.kind in places]
    waits = iscoroutinefunction(app) or iscoroutinefunction(type(app).__call__)
    if len(wanted) == 3 and waits:
        return "asgi"
    return "wsgi" if len(wanted) == 2 and not waits else None
