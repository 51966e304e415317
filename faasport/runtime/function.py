"""A declared function, found in its module."""

from __future__ import annotations

from .declared import DECLARED, around_of, handler_of, is_coroutine_function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any


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
        self.around = around_of(module, handler)

    @property
    def target(self) -> str:
        """``module:name``."""
        return f"{self.module}:{self.name}"

    @property
    def file(self) -> str:
        """Where the handler's code stands."""
        return str(self._code.co_filename)

    @property
    def line(self) -> int:
        """The line of its first decorator or `def`."""
        return int(self._code.co_firstlineno)

    @property
    def _code(self) -> Any:
        from .annotations import signature_of

        return signature_of(self.handler).__code__

    @property
    def is_async(self) -> bool:
        """Whether calling it gives a coroutine, or anything around it does."""
        return any(map(is_coroutine_function, (self.handler, *self.around)))


def functions_in(module: ModuleType) -> tuple[Function, ...]:
    """Every declared function among a module's names, in source order, each once."""
    found: dict[int, Function] = {}
    for name, value in vars(module).items():
        if callable(value) and isinstance(getattr(value, DECLARED, None), tuple):
            found.setdefault(id(value), Function(module, name, value))
    return tuple(found.values())


def load(target: str) -> Function:
    """Import ``module:name``. Raises DeclarationError if it is not a declared function."""
    module, handler = handler_of(target)
    return Function(module, target.partition(":")[2], handler)
