"""A declared function, found in its module."""

from __future__ import annotations

import sys
from functools import partial

from .annotations import misdeclared, signature_of
from .triggers import AROUND, DECLARED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

PLANS = "__faasport_plans__"  # of a guest: how each trigger calls it
COROUTINE = 0x80  # inspect.CO_COROUTINE


class Function:
    """A handler with what was declared on it.

    ``name`` is the user's own; ``target`` is ``module:name``, from which it can be loaded again.
    ``triggers`` are what `triggers` and `event_triggers` declare.
    """

    __slots__ = ("around", "handler", "module", "name", "triggers")

    def __init__(self, module: ModuleType, name: str, handler: Callable[..., Any]) -> None:
        self.module = module.__name__
        self.name = name
        self.handler = handler
        self.triggers: tuple[Any, ...] = getattr(handler, DECLARED)
        self.around: tuple[Callable[..., Any], ...] = (
            *_around_modules(module, handler),
            *getattr(handler, AROUND, ()),
        )

    @property
    def target(self) -> str:
        """``module:name``."""
        return f"{self.module}:{self.name}"

    @property
    def file(self) -> str:
        """Where the handler's code stands."""
        return str(signature_of(self.handler).__code__.co_filename)

    @property
    def line(self) -> int:
        """The line of its first decorator or `def`."""
        return int(signature_of(self.handler).__code__.co_firstlineno)

    @property
    def is_async(self) -> bool:
        """Whether calling it gives a coroutine, or anything around it does."""
        return any(map(is_coroutine_function, (self.handler, *self.around)))


def own_plan(handler: Callable[..., Any], trigger: Any) -> Any:
    """The plan that a guest brings for a trigger; None for a handler that has a signature."""
    plans = getattr(handler, PLANS, None)
    return None if plans is None else plans[trigger]


def _around_modules(module: ModuleType, handler: Any) -> tuple[Callable[..., Any], ...]:
    """The middleware of the module that has the handler and, if it was imported from another one,
    of that one too: an import must not take off what guards it."""
    found = getattr(module, AROUND, ())
    home = sys.modules.get(getattr(handler, "__module__", None) or "")
    guards = getattr(home, AROUND, ()) if home is not module else ()
    return (*found, *(around for around in guards if around not in found))


def is_coroutine_function(function: Any) -> bool:
    """``async def``, a partial of one, or an object whose ``__call__`` is."""
    while isinstance(function, partial):
        function = function.func
    code = getattr(function, "__code__", None) or getattr(type(function).__call__, "__code__", None)
    return code is not None and bool(code.co_flags & COROUTINE)


def functions_in(module: ModuleType) -> tuple[Function, ...]:
    """Every declared function among a module's names, in source order, each once."""
    found: dict[int, Function] = {}
    for name, value in vars(module).items():
        if callable(value) and isinstance(getattr(value, DECLARED, None), tuple):
            found.setdefault(id(value), Function(module, name, value))
    return tuple(found.values())


def load(target: str) -> Function:
    """Import ``module:name``. Raises DeclarationError if it is not a declared function."""
    from importlib import import_module

    module_name, _, name = target.partition(":")
    module = import_module(module_name)
    handler = getattr(module, name, None)
    if handler is None or not hasattr(handler, DECLARED):
        raise misdeclared(f"{target} is no declared function any more; package again.")
    return Function(module, name, handler)
