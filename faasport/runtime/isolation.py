"""Calls that keep their context variables to themselves."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from contextvars import Context
    from typing import Any

_known: list[Callable[[], Context]] = []  # contextvars.copy_context, once somebody has loaded it


def isolated(function: Callable[[Any], Any], argument: Any) -> Any:
    """``function(argument)`` with context variables of its own, as a task or a thread has them:
    what one invocation sets, the next one must not see."""
    if _known:
        return _known[0]().run(function, argument)
    contextvars = sys.modules.get("contextvars")  # as long as nobody has it, nobody has a variable
    if contextvars is None:
        return function(argument)
    _known.append(contextvars.copy_context)
    return isolated(function, argument)
