"""What the other platforms need to be told of a project that was Lambda's alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from faasport.migrator.draft import Draft, DraftFunction
from faasport.packager import registry

_HAVE_REGION = {"aws", "vercel"}
"""Vercel's functions run on Lambda, which sets it, and reserves the name.
https://vercel.com/docs/environment-variables/reserved-environment-variables"""
_SHARED = ("memory", "timeout")


def region(draft: Draft, told: str) -> None:
    """SDKs of AWS ask for the region, of which other platforms know nothing."""
    for name in registry.installed():
        if name not in _HAVE_REGION:
            _table(draft, name).setdefault("env", {})["AWS_DEFAULT_REGION"] = told


def settle(draft: Draft) -> None:
    """Give each other target the most memory and time that any function has, where they differ:
    there one unit serves several functions, and has one of each."""
    carried = [each for each in draft.functions if each.is_carried]
    for key in _SHARED:
        values = set(_values(key, carried, draft.settings.get(key)))
        if len(values) > 1:
            for name in registry.installed():
                if name != "aws":
                    _table(draft, name)[key] = max(values)


def _values(key: str, functions: Iterable[DraftFunction], common: Any) -> Iterable[int]:
    for each in functions:
        value = each.table.get(key, common)
        if isinstance(value, int):
            yield value


def _table(draft: Draft, target: str) -> dict[str, Any]:
    tables = draft.settings.setdefault("targets", {})
    return tables.setdefault(target, {})  # type: ignore[no-any-return]
