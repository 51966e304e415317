"""Tables of the configuration as models of pydantic's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import new_class
from typing import Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import core_schema

from faasport.project.table import MODE, Constraint, Table, TableType


class Model(BaseModel):
    """What all of them are."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


# What a class has of its own that says nothing of the table.
_OF_CLASSES = {"__dict__", "__weakref__", "table_fields", "table_required"}


@cache
def model_of(table: TableType) -> type[BaseModel]:
    """The model with the same keys, defaults and rules."""
    if table is Table:
        return Model
    bases = tuple(model_of(each) for each in table.__bases__ if isinstance(each, TableType))
    own = {key: value for key, value in vars(table).items() if key not in _OF_CLASSES}
    namespace = {key: _ruled(value) for key, value in own.items()}
    model: type[BaseModel] = new_class(
        table.__name__, bases, exec_body=lambda own: own.update(namespace)
    )
    return model


def _ruled(value: Any) -> Any:
    mode = getattr(value, MODE, None)
    if mode is None:
        return value
    ruled: Any = model_validator(mode=mode)
    return ruled(value)


def validated(table: Any, raw: Any) -> Any:
    """The table as it stands, or a ValidationError."""
    if isinstance(raw, table):
        return raw
    return _table(table, model_of(table).model_validate(raw))


def schema_of(table: Any, handler: Any) -> Any:
    """For pydantic: of a table within another."""

    def validate(value: Any, inner: Any) -> Any:
        return value if isinstance(value, table) else _table(table, inner(value))

    return core_schema.no_info_wrap_validator_function(validate, handler(model_of(table)))


def _table(table: Any, model: BaseModel) -> Any:
    return table.model_restored(model.__dict__, tuple(model.model_fields_set))


def metadata(constraint: Constraint) -> Iterator[Any]:
    """What pydantic reads in an annotation."""
    if constraint.kind == "text":
        yield from StringConstraints(**constraint.told)
    elif constraint.kind == "bounds":
        yield from Field(**constraint.told).metadata
    elif constraint.kind == "before":
        yield BeforeValidator(*constraint.given)
    else:
        yield AfterValidator(*constraint.given)
