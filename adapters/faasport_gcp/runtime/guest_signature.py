"""How the Functions Framework would call a function: by its decorator, else as it was deployed.

The framework's registry knows functions by their bare names, for it has one in a process. Of
several, each is told apart by the wrapper that its decorator made.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType
    from typing import Any

HTTP, CLOUD_EVENT, BACKGROUND, TYPED = "http", "cloudevent", "event", "typed"
# By the words of `payload`: the framework's own, and those of Google's documentation.
PAYLOADS = {
    "http": HTTP,
    "cloudevent": CLOUD_EVENT,
    "cloudevent-json": CLOUD_EVENT,
    "background": BACKGROUND,
    "event": BACKGROUND,
    "typed": TYPED,
}
_DECORATORS = {"http": HTTP, "cloud_event": CLOUD_EVENT, "typed": TYPED}
_AIO = "functions_framework.aio"
OF_TWO = 2


def signature_of(function: Any, target: str, payload: str) -> tuple[str, bool]:
    """The signature's name in the framework, and whether it is of the framework's aio side."""
    for each in layers(function):
        for module in ("functions_framework", _AIO):
            found = _wrappers(module).get(each.__code__)
            if found:
                return found, module == _AIO
    registry = import_module("functions_framework._function_registry")
    # A wrapper that hides what it wraps; the framework looks at the name alone.
    hidden = function.__code__.co_name != target
    told = registry.REGISTRY_MAP.get(target) if hidden else None
    waits = hidden and target in getattr(registry, "ASGI_FUNCTIONS", ())
    return told or PAYLOADS.get(payload) or _by_parameters(function), waits


def layers(function: Any) -> Iterator[Any]:
    """A function, and all that it wraps."""
    while function is not None:
        if hasattr(function, "__code__"):
            yield function
        function = getattr(function, "__wrapped__", None)


def _wrappers(module: str) -> dict[CodeType, str]:
    """The code of what the decorators make, with the signature."""
    try:
        framework = import_module(module)
    except ModuleNotFoundError:
        return {}
    return {
        code: signature
        for name, signature in _DECORATORS.items()
        if hasattr(framework, name)
        for code in _codes(getattr(framework, name).__code__)
    }


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if hasattr(each, "co_consts"):
            yield each
            yield from _codes(each)


def _by_parameters(function: Any) -> str:
    """Of a function without a decorator: `f(event, context)` is of the first generation."""
    *_, innermost = layers(function)
    return BACKGROUND if innermost.__code__.co_argcount == OF_TWO else HTTP
