"""One table of settings over another: single values replace, tables merge key by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from faasport.project.config import (
    Concurrency,
    FunctionSettings,
    FunctionTable,
    Tables,
    UnitSettings,
)

_SINGLE = ("memory", "timeout", "cold_start_ms", "auth")
_TABLES = ("env", "secrets", "tags", "permissions")

Setting = TypeVar("Setting", bound=Tables)


def changes(common: Tables, own: UnitSettings) -> dict[str, Any]:
    """What becomes of the common settings where one's own say something else, as an update."""
    single = {key: value for key in _SINGLE if (value := getattr(own, key)) is not None}
    tables = {
        key: {**getattr(common, key), **getattr(own, key)}
        for key in _TABLES
        if hasattr(common, key) and hasattr(own, key)
    }
    return {**single, **tables, "concurrency": merged(common.concurrency, own.concurrency)}


def over(common: Setting, own: UnitSettings) -> Setting:
    """The common settings with one's own over them."""
    return common.model_copy(update=changes(common, own))


def functions(
    common: Mapping[str, FunctionSettings], own: Mapping[str, UnitSettings]
) -> dict[str, FunctionSettings]:
    """The tables of functions, by their names."""
    result = dict(common)
    for name, settings in own.items():
        before = result.get(name, FunctionTable())
        groups = getattr(settings, "groups", []) or before.groups
        result[name] = over(before, settings).model_copy(update={"groups": groups})
    return result


def merged(common: Concurrency, own: Concurrency) -> Concurrency:
    """Key by key, what is said last."""
    return common.model_copy(update=own.model_dump(exclude_none=True))
