"""The function that a handler's reference names, with its bindings: of either programming model.

v2: a decorated function (a FunctionBuilder), or the app around an ASGI or WSGI application.
v1: a function in a folder with a function.json.
https://learn.microsoft.com/azure/azure-functions/functions-reference-python
"""

from __future__ import annotations

import os

from faasport.runtime.errors import DeclarationError
from faasport.runtime.guest import loaded

from .guest_vendor import functions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

RETURN = "$return"


class Binding:
    """One binding: its parameter, its type, and all that was said of it, by the names of
    function.json. ``direction`` is in or out."""

    __slots__ = ("direction", "kind", "name", "told")

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.told = told
        self.name = str(told.get("name") or "")
        self.kind = str(told.get("type") or "")
        self.direction = _plain(told.get("direction") or "in")

    @property
    def is_trigger(self) -> bool:
        return self.kind.lower().endswith("trigger")

    @property
    def many(self) -> bool:
        """Whether it gives several events at once."""
        return _plain(self.told.get("cardinality") or "one") == "many"


class Original:
    """A function as its author wrote it: what the worker would have indexed."""

    def __init__(
        self, name: str, function: Callable[..., Any], bindings: Iterable[Binding], folder: str
    ) -> None:
        import inspect
        import typing

        self.name = name
        self.function = function
        self.folder = folder
        self.bindings = tuple(bindings)
        self.trigger = _trigger(name, self.bindings)
        self.is_async = inspect.iscoroutinefunction(function)
        self.annotations: dict[str, Any] = typing.get_type_hints(function)
        parameters = set(inspect.signature(function).parameters)
        bound = {each.name for each in self.bindings} - {RETURN}
        self.takes_context = "context" in parameters - bound
        _check(name, parameters - {"context"}, bound - {"context"})
        _check_types(name, self.annotations)

    @property
    def annotation(self) -> Any:
        """The type that the trigger's parameter says it has, or None."""
        return self.annotations.get(self.trigger.name)

    @property
    def outputs(self) -> tuple[Binding, ...]:
        return tuple(each for each in self.bindings if each.direction == "out")

    @property
    def returned(self) -> Binding | None:
        """What becomes of what it returns, if anything does."""
        return next((each for each in self.outputs if each.name == RETURN), None)


def original_of(handler: str, name: str, root: str) -> Original:
    """What this reference names. Raises DeclarationError for what cannot be called by us."""
    functions(name)
    # What the host always sets, and code asks for to learn what runs it.
    os.environ.setdefault("FUNCTIONS_WORKER_RUNTIME", "python")
    path, _, attribute = handler.partition(":")
    if path.endswith(".py"):
        from .guest_folder import folder_of

        found = folder_of(path, attribute, root)
        if found is not None:
            return Original(*found)
    return _decorated(loaded(handler, root), handler)


def _decorated(value: Any, handler: str) -> Original:
    import inspect
    from pathlib import Path

    if hasattr(value, "get_functions"):
        value = _only(value, handler)
    elif hasattr(value, "build") and not inspect.isfunction(value):
        value = value.build()
    if not hasattr(value, "get_user_function"):
        raise DeclarationError(
            f"{handler} is {type(value).__name__}, no function of Azure's: name what a decorator "
            "such as @app.route made, or the script of a folder that has a function.json."
        )
    user = value.get_user_function()
    bindings = [Binding(each.get_dict_repr()) for each in value.get_bindings()]
    folder = str(Path(inspect.getfile(user)).parent)
    return Original(value.get_function_name(), user, bindings, folder)


_FOUND = "_faasport_found"


def _only(app: Any, handler: str) -> Any:
    """The function of an app that has but one, as AsgiFunctionApp and WsgiFunctionApp do."""
    # It may be asked but once: of a name that it has seen it says that there are two.
    known = vars(app)
    found = known[_FOUND] = known.get(_FOUND) or app.get_functions()
    if len(found) == 1:
        return found[0]
    names = ", ".join(each.get_user_function().__name__ for each in found) or "none"
    raise DeclarationError(
        f"{handler} is an app of {len(found)} functions ({names}): make each a function of its "
        f'own here, such as handler = "{handler.partition(":")[0]}:NAME".'
    )


def _trigger(name: str, bindings: tuple[Binding, ...]) -> Binding:
    found = [each for each in bindings if each.is_trigger]
    if len(found) != 1:
        raise DeclarationError(f"{name} has {len(found)} triggers; a function of Azure's has one.")
    return found[0]


def _check(name: str, parameters: set[str], bound: set[str]) -> None:
    """As the worker does when it loads a function."""
    unbound, unknown = sorted(parameters - bound), sorted(bound - parameters)
    if unbound or unknown:
        raise DeclarationError(
            f"{name}: its parameters and its bindings differ ("
            + "; ".join(
                [
                    *([f"no binding of {', '.join(unbound)}"] if unbound else []),
                    *([f"no parameter of {', '.join(unknown)}"] if unknown else []),
                ]
            )
            + "): Azure's worker would not load it either."
        )


def _check_types(name: str, annotations: Mapping[str, Any]) -> None:
    """Types of Azure's extensions are filled by its worker from connections of its own.

    https://learn.microsoft.com/azure/azure-functions/functions-reference-python#sdk-type-bindings
    """
    for parameter, annotation in annotations.items():
        if str(getattr(annotation, "__module__", "")).startswith("azurefunctions."):
            raise DeclarationError(
                f"{name}: {parameter} is a {annotation.__name__} of an extension of the worker, "
                "which nothing else fills: take func.HttpRequest, func.InputStream and so on; a "
                'FastAPI application itself is a guest of the dialect "asgi".'
            )


def _plain(told: Any) -> str:
    """The text of an enum's member or of a setting, in lower case. Of a binding's direction
    azure-functions has IN and OUT as numbers by these names."""
    return str(getattr(told, "name", told)).lower()
