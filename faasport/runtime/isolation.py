"""Calls that keep their context variables to themselves.

As long as nobody has loaded `contextvars`, nobody has one, and a start that answers one call need
not load it for the question. The decimals alone, which Lambda's runtime has loaded, keep their
precision in one without it: that is put back. The first call may be the first to load either; what
it set is no later one's. All calls behind it have contexts of their own.
"""

from __future__ import annotations

from sys import modules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context
    from typing import Any

known: list[Callable[[], Context]] = []
"""What makes the context of a call, once there are variables, or a second call."""
_earlier: list[bool] = []


def isolated(function: Callable[[Any], Any], argument: Any) -> Any:
    """``function(argument)`` with context variables of its own, as a task or a thread has them:
    what one invocation sets, the next one must not see."""
    if not known:
        if "contextvars" in modules:  # somebody may have set some for all calls
            from contextvars import copy_context

            known.append(copy_context)
        elif _earlier:
            known.append(_contexts(_decimals()))
        else:
            _earlier.append(True)
            return _first(function, argument)
    return known[0]().run(function, argument)


def _first(function: Callable[[Any], Any], argument: Any) -> Any:
    before = _decimals()
    try:
        return function(argument)
    finally:
        decimal: Any = modules.get("_decimal")
        if decimal is not None:
            decimal.setcontext(before or decimal.DefaultContext)
        if "contextvars" in modules:
            known[:] = [_contexts(before)]


def _decimals() -> Any:
    """How decimals are reckoned here, if anybody has them."""
    decimal: Any = modules.get("_decimal")
    return decimal and decimal.getcontext().copy()


def _contexts(decimals: Any) -> Callable[[], Context]:
    """What makes contexts without variables, but for the decimals as a module had them."""
    from contextvars import Context

    if not decimals or repr(decimals) == repr(modules["_decimal"].DefaultContext):
        return Context

    def context() -> Context:
        made = Context()
        made.run(modules["_decimal"].setcontext, decimals.copy())
        return made

    return context
