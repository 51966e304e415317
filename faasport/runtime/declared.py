"""A declared handler as it is called: where it stands, what is around it, whether it is awaited."""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

DECLARED = "__faasport__"  # on a function: its triggers
AROUND = "__faasport_middleware__"  # on a function or a module: what runs around it
PLANS = "__faasport_plans__"  # of a guest: how each trigger calls it
COROUTINE = 0x80  # inspect.CO_COROUTINE


def handler_of(target: str) -> tuple[ModuleType, Callable[..., Any]]:
    """The module and the handler that ``module:name`` names. Raises DeclarationError if it is not a
    declared function."""
    module_name, _, name = target.partition(":")
    module = _with_room(import_module, module_name)
    handler = getattr(module, name, None)
    if handler is None or not hasattr(handler, DECLARED):
        from .annotations import misdeclared

        raise misdeclared(f"{target} is no declared function any more; package again.")
    return module, handler


def _at_hand(function: Callable[[str], ModuleType], argument: str) -> ModuleType:
    return function(argument)


# CPython 3.11 and later keeps frames in pieces of 16 KiB, which it maps when a call needs the next
# one and unmaps when that call returns. A loop that happens to call across the edge of a piece does
# so each time round; FastAPI's own imports then took 20 ms more, or not, by the depth of the stack.
# This frame asks for a piece that has room for all that a module's import may call.
# https://github.com/python/cpython/blob/v3.12.1/Python/pystate.c (push_chunk)
_Function: Any = type(_at_hand)
_with_room = _Function(_at_hand.__code__.replace(co_stacksize=32_000), _at_hand.__globals__)


def around_of(module: ModuleType, handler: Any) -> tuple[Callable[..., Any], ...]:
    """The middleware of the module that has the handler and, if it was imported from another one,
    of that one too: an import must not take off what guards it. Then the handler's own."""
    found = getattr(module, AROUND, ())
    home = sys.modules.get(getattr(handler, "__module__", None) or "")
    guards = getattr(home, AROUND, ()) if home is not module else ()
    new = [around for around in guards if around not in found]
    return (*found, *new, *getattr(handler, AROUND, ()))


def own_plan(handler: Callable[..., Any], trigger: Any) -> Any:
    """The plan that a guest brings for a trigger; None for a handler that has a signature."""
    plans = getattr(handler, PLANS, None)
    return None if plans is None else plans[trigger]


def is_coroutine_function(function: Any) -> bool:
    """``async def``, a partial of one, or an object whose ``__call__`` is."""
    while isinstance(function, partial):
        function = function.func
    code = getattr(function, "__code__", None) or getattr(type(function).__call__, "__code__", None)
    return code is not None and bool(code.co_flags & COROUTINE)
