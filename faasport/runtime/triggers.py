"""Declarations: what a decorator says of a function, kept on the function itself.

A decorator returns the user's very function. `function.__faasport__` is a tuple of triggers in
reading order; `function.__faasport_middleware__` is what runs around it.
"""

from __future__ import annotations

import sys

from .declared import AROUND, DECLARED
from .routing import ANY, METHODS
from .segments import segments_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar, overload

    from .cors import CORS
    from .errors import DeclarationError

    F = TypeVar("F", bound=Callable[..., Any])


class HttpTrigger:
    """A function answers these methods at this path.

    ``methods`` are upper case, or ``("ANY",)``. ``names`` are what the path catches. ``status`` is
    that of a result which names none.
    """

    __slots__ = ("cors", "methods", "names", "path", "status")
    kind = "http"

    def __init__(
        self, methods: tuple[str, ...], path: str, cors: CORS | None, status: int | None
    ) -> None:
        self.methods = methods
        self.path = path
        self.cors = cors
        self.status = status
        self.names = segments_of(path)[1]

    def __repr__(self) -> str:
        return f"HttpTrigger({' '.join(self.methods)} {self.path})"


if TYPE_CHECKING:

    @overload
    def http(method: F, /) -> F: ...

    @overload
    def http(
        method: str | Sequence[str] = ...,
        path: str | None = ...,
        *,
        status: int | None = ...,
        cors: CORS | dict[str, Any] | bool | None = ...,
    ) -> Callable[[F], F]: ...


def http(
    method: Any = ANY,
    path: str | None = None,
    *,
    status: int | None = None,
    cors: CORS | dict[str, Any] | bool | None = None,
) -> Any:
    """Declare an HTTP handler; bare, for any method at ``/<function name>``.

    ``method`` is a name, a list of names or ``"ANY"``. ``path`` is a template: ``{name}`` takes a
    segment, a last ``{name:path}`` the rest. ``status`` (default 200, or 204 for None) is used for
    results that name none. ``cors=True`` lets any origin call; a ``faasport.CORS`` says more.
    Raises DeclarationError, with the function's place, for what cannot work.
    """
    if callable(method):
        return http()(method)

    def declare(function: F) -> F:
        if type(function) is not type(declare):
            _place_of(function)  # of what is no function it raises
        chosen = path if path is not None else "/" + function.__name__
        try:
            trigger = HttpTrigger(_methods(method), chosen, _sharing(cors), _status(status))
        except _misdeclared() as fault:
            raise _misdeclared()(f"{_place_of(function)}: {fault}") from None
        setattr(function, DECLARED, (trigger, *getattr(function, DECLARED, ())))
        return function

    return declare


def middleware(*around: Callable[..., Any], module: str | None = None) -> Callable[[F], F]:
    """Run ``around`` — functions ``(request, call_next) -> Response``, the first outermost.

    As a decorator, around one function: ``@faasport.middleware(audit)``. With
    ``module=__name__``, around every function of that module. Either may be sync or async; an
    async one awaits ``call_next(request)``.
    """
    for function in around:
        if not callable(function):
            raise _misdeclared()(f"faasport.middleware takes functions, not {function!r}.")
    if module is not None:
        _surround(sys.modules[module], around)

    def declare(function: F) -> F:
        if module is None:
            _surround(function, around)
        return function

    return declare


def _surround(owner: Any, around: tuple[Callable[..., Any], ...]) -> None:
    setattr(owner, AROUND, (*around, *getattr(owner, AROUND, ())))


def _sharing(cors: Any) -> CORS | None:
    """A route that shares nothing does not load what sharing needs."""
    if cors is None or cors is False:
        return None
    from .cors import cors_of

    return cors_of(cors)


def _methods(given: Any) -> tuple[str, ...]:
    names = [given] if isinstance(given, str) else list(given)
    upper = tuple(dict.fromkeys(str(name).upper() for name in names))
    if ANY in upper:
        return (ANY,)
    unknown = [name for name in upper if name not in METHODS]
    if unknown or not upper:
        raise _misdeclared()(
            f"{unknown[0] if unknown else 'no method'!r} is not a method: use "
            f"{', '.join(METHODS)}, a list of them, or 'ANY'."
        )
    return upper


def _status(status: Any) -> int | None:
    if status is not None and not (isinstance(status, int) and 200 <= status <= 599):
        raise _misdeclared()(f"status is a number from 200 to 599, not {status!r}.")
    return status


def _misdeclared() -> type[DeclarationError]:
    """The class, which is loaded with the first slip."""
    from .errors import DeclarationError

    return DeclarationError


def _place_of(function: Callable[..., Any]) -> str:
    from .annotations import place_of

    return place_of(function)
