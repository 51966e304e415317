"""Annotations, read without `typing` and `inspect`, whose import a cold start would pay for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

NONE = type(None)


def signature_of(function: Callable[..., Any]) -> Any:
    """The function whose code and annotations count: beneath any `functools.wraps`."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    if not hasattr(function, "__code__") or hasattr(function, "__self__"):  # a method of an object
        raise misdeclared(
            f"{function!r} is no function: declare a `def` or `async def`, and call it from there."
        )
    return function


def annotations_of(function: Any) -> dict[str, Any]:
    """Every annotation of ``function``, those that are text evaluated where it was written."""
    return {
        name: resolve(hint, function.__globals__, f"{place_of(function)}, parameter {name!r}")
        for name, hint in function.__annotations__.items()
        if name != "return"
    }


def resolve(hint: Any, names: dict[str, Any], where: str) -> Any:
    """The annotation itself, if ``hint`` is its text (PEP 563)."""
    if not isinstance(hint, str):
        return hint
    try:
        return eval(hint, names)  # noqa: S307  # the user's own source, as typing.get_type_hints
    except Exception as fault:
        raise misdeclared(
            f"{where}: the annotation {hint!r} cannot be read here ({fault}). "
            "Import or define its names at the top of the module."
        ) from fault


def place_of(function: Any) -> str:
    """``file:line, in name``: where a declaration stands."""
    code = signature_of(function).__code__
    return f"{code.co_filename}:{code.co_firstlineno}, in {function.__name__}"


def misdeclared(message: str) -> Exception:
    """A DeclarationError. The first one loads its class, and a start that goes well has none."""
    from .errors import DeclarationError

    return DeclarationError(message)


def unwrap(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """``Annotated[T, ...]`` as (T, its metadata); anything else as (itself, ())."""
    metadata = getattr(hint, "__metadata__", None)
    return (hint.__origin__, metadata) if metadata is not None else (hint, ())


def origin_of(hint: Any) -> Any:
    """``list`` for ``list[int]`` and ``typing.List[int]``; None for a plain type."""
    return getattr(hint, "__origin__", None)


def arguments_of(hint: Any) -> tuple[Any, ...]:
    """``(int,)`` for ``list[int]``."""
    return getattr(hint, "__args__", ())


def is_union(hint: Any) -> bool:
    """``int | None``, ``Optional[int]``, ``Union[int, str]``."""
    return (
        type(hint).__name__ == "UnionType"
        or str(origin_of(hint)) == "typing.Union"
        or (
            type(hint).__name__ == "Union"  # Python 3.14: the two are one type
        )
    )


def is_literal(hint: Any) -> bool:
    """``Literal["a", "b"]``."""
    return str(origin_of(hint)) == "typing.Literal"


def without_none(hint: Any) -> tuple[Any, bool]:
    """``X | None`` as (X, True); a union of several stays a tuple of its members."""
    if not is_union(hint):
        return hint, False
    members = tuple(member for member in arguments_of(hint) if member is not NONE)
    optional = len(members) < len(arguments_of(hint))
    return (members[0] if len(members) == 1 else members), optional


def home_of(hint: Any) -> tuple[Any, Any]:
    """(module, name) of a class; anything else has none."""
    return (hint.__module__, hint.__qualname__) if isinstance(hint, type) else ("", "")


def is_model(hint: Any) -> bool:
    """A pydantic model, known by what it offers: pydantic is never imported for the question."""
    return isinstance(hint, type) and hasattr(hint, "model_validate_json")


def is_dataclass(hint: Any) -> bool:
    """A dataclass, known likewise."""
    return isinstance(hint, type) and hasattr(hint, "__dataclass_fields__")


CHECKERS = frozenset({"annotated_types", "pydantic", "pydantic_core"})


def is_constrained(hint: Any) -> bool:
    """Whether anything in an annotation is for pydantic to check."""
    bare, metadata = unwrap(hint)
    if any(type(item).__module__.partition(".")[0] in CHECKERS for item in metadata):
        return True
    return any(map(is_constrained, arguments_of(bare)))
