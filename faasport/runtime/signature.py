"""The parameters of a handler, from its code object: `inspect` is dear."""

from __future__ import annotations

from .annotations import misdeclared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .parameters import Parameter

MISSING = object()


def parameters_of(function: Any, where: str, instead: str) -> list[tuple[str, Any, bool]]:
    """(name, default or MISSING, keyword only) of each parameter."""
    code = function.__code__
    if code.co_flags & 0x0C:  # CO_VARARGS | CO_VARKEYWORDS
        raise misdeclared(
            f"{where}: a handler cannot take *args or **kwargs; name each parameter, "
            f"or take `{instead}`."
        )
    count = code.co_argcount
    names = code.co_varnames[: count + code.co_kwonlyargcount]
    defaults = function.__defaults__ or ()
    padded = (MISSING,) * (count - len(defaults)) + tuple(defaults)
    keywords = function.__kwdefaults__ or {}
    return [(name, default, False) for name, default in zip(names[:count], padded, strict=True)] + [
        (name, keywords.get(name, MISSING), True) for name in names[count:]
    ]


def marker_of(where: str, name: str, metadata: tuple[Any, ...]) -> Parameter | None:
    """The one place named in ``Annotated``; a class (`Header`) counts as `Header()`."""
    if not metadata:
        return None
    from .parameters import Parameter

    made = [item() if isinstance(item, type) and issubclass(item, Parameter) else item
            for item in metadata]  # fmt: skip
    markers = [item for item in made if isinstance(item, Parameter)]
    if len(markers) > 1:
        raise misdeclared(f"{where}: parameter {name!r} names two places; keep one.")
    return markers[0] if markers else None


def plain_default(where: str, name: str, default: Any) -> None:
    """A marker as a default value would be handed to the handler as it is."""
    kinds = [kind.__module__ for kind in type(default).__mro__]
    if "faasport.runtime.parameters" in kinds or kinds[0] == "pydantic.fields":
        raise misdeclared(
            f"{where}: parameter {name!r} has {type(default).__name__}(...) as its default. "
            f"Write `{name}: Annotated[<type>, {type(default).__name__}(...)]`, and the default "
            "value after it."
        )


def named(hint: Any) -> str:
    """A type as its user wrote it, or nearly."""
    return hint.__name__ if isinstance(hint, type) else str(hint)
