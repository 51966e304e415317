"""A table of the configuration, as a class whose annotations say what may stand in it.

It is declared as a model of pydantic's would be, and becomes one as soon as something is to be
validated: see `validation`. What was found sound is kept (`sound`), so mostly nothing is; and to
load pydantic and to build its models takes longer than to package a project.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:  # pydantic is loaded where something is validated
    from pydantic.fields import FieldInfo
    from pydantic_core import PydanticCustomError
    from typing_extensions import Self, dataclass_transform
else:

    def dataclass_transform(**_options: bool) -> Callable[[type], type]:
        return lambda kind: kind


Rule = TypeVar("Rule", bound=Callable[..., Any])

_TOLD = "_told"
MODE = "__faasport_rule__"


def _is_key(name: str) -> bool:
    return not name.startswith("_")


def _default(value: Any) -> Any:
    """The default itself, where a model of pydantic's would have a field's description."""
    if type(value).__name__ != "FieldInfo":
        return value
    found = value.get_default(call_default_factory=True)
    return ... if type(found).__name__ == "PydanticUndefinedType" else found


@dataclass_transform(kw_only_default=True, frozen_default=True)
class TableType(type):
    """What makes such classes: they know their keys, each with its default, or `...`."""

    table_fields: dict[str, Any]
    table_required: frozenset[str]

    def __init__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> None:
        super().__init__(name, bases, namespace)
        above = [each for each in reversed(cls.__mro__[1:]) if isinstance(each, TableType)]
        every = {key: None for each in above for key in each.table_fields}
        every |= dict.fromkeys(filter(_is_key, namespace.get("__annotations__", ())))
        found = {key: _default(getattr(cls, key, ...)) for key in every}
        cls.table_fields = found
        cls.table_required = frozenset(key for key, value in found.items() if value is ...)

    def __call__(cls, **given: Any) -> Any:
        if given or cls.table_required:
            return cls.model_validate(given)  # type: ignore[attr-defined]
        return cls.model_restored({}, ())  # type: ignore[attr-defined]

    @property
    def model_fields(cls) -> dict[str, FieldInfo]:
        """As pydantic tells of them."""
        from faasport.project import validation

        return validation.model_of(cls).model_fields


class Table(metaclass=TableType):
    """Nothing but what is listed, no conversion of types."""

    @classmethod
    def model_restored(cls, values: Mapping[str, Any], told: Sequence[str]) -> Self:
        """What was validated before, by key; `told` are the keys that were given."""
        made = object.__new__(cls)
        made.__dict__.update({**cls.table_fields, **values, _TOLD: frozenset(told)})
        return made

    @classmethod
    def model_validate(cls, raw: Any) -> Self:
        """The table, or pydantic's ValidationError."""
        from faasport.project import validation

        made: Self = validation.validated(cls, raw)
        return made

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: Any) -> Any:
        from faasport.project import validation

        return validation.schema_of(cls, handler)

    @property
    def model_fields_set(self) -> frozenset[str]:
        """The keys that were given."""
        told: frozenset[str] = self.__dict__[_TOLD]
        return told

    def model_copy(self, *, update: Mapping[str, Any]) -> Self:
        """Another one, with other values of some keys."""
        return self.model_restored({**self.__dict__, **update}, (*self.model_fields_set, *update))

    def model_dump(
        self, *, exclude_none: bool = False, exclude_unset: bool = False
    ) -> dict[str, Any]:
        """The values as plain data."""
        options = {"exclude_none": exclude_none, "exclude_unset": exclude_unset}
        return {
            key: _plain(value, options)
            for key, value in self
            if not (exclude_none and value is None)
            and not (exclude_unset and key not in self.model_fields_set)
        }

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return ((key, self.__dict__[key]) for key in type(self).table_fields)

    def __setattr__(self, name: str, _value: object) -> None:
        raise AttributeError(f"{name}: a table is what it is")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash((type(self), *(value for _, value in self)))

    def __repr__(self) -> str:
        told = ", ".join(f"{key}={value!r}" for key, value in self)
        return f"{type(self).__name__}({told})"


def _plain(value: Any, options: Mapping[str, bool]) -> Any:
    if isinstance(value, Table):
        return value.model_dump(**options)
    if isinstance(value, Mapping):
        return {key: _plain(each, options) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_plain(each, options) for each in value)
    return value


class Constraint:
    """What an annotation says of a value, and pydantic is told once it is there."""

    __is_annotated_types_grouped_metadata__ = True  # `annotated_types.GroupedMetadata`

    def __init__(self, kind: str, *given: Any, **told: Any) -> None:
        self.kind, self.given, self.told = kind, given, told

    def __iter__(self) -> Iterator[Any]:
        from faasport.project import validation

        return validation.metadata(self)


def text(**told: Any) -> Any:
    """As `pydantic.StringConstraints`."""
    return Constraint("text", **told)


def bounds(**told: Any) -> Any:
    """As `pydantic.Field` with `gt`, `ge`, `min_length` and the like."""
    return Constraint("bounds", **told)


def before(change: Callable[[Any], Any]) -> Any:
    """As `pydantic.BeforeValidator`."""
    return Constraint("before", change)


def after(change: Callable[[Any], Any]) -> Any:
    """As `pydantic.AfterValidator`."""
    return Constraint("after", change)


def rule(function: Rule) -> Rule:
    """A method that looks at the whole table: as `pydantic.model_validator(mode="after")`."""
    setattr(function, MODE, "after")
    return function


def first(function: Rule) -> Rule:
    """A class method that sees the table as it was written: `mode="before"`."""
    setattr(function, MODE, "before")
    return function


def fault(code: str, said: str, told: Mapping[str, Any] | None = None) -> PydanticCustomError:
    """For a rule to raise."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError(code, said, dict(told) if told else None)
