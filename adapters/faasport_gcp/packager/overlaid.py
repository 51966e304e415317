"""The escape hatch, less one trap: what a resource of ours waits for is not the user's to forget.

https://developer.hashicorp.com/terraform/language/meta-arguments/depends_on
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from faasport.packager import raw

WAITS = "depends_on"


def resource(ours: Mapping[str, Any], *tables: Mapping[str, Any]) -> dict[str, Any]:
    """One resource with the user's tables over it; it waits for ours and for theirs."""
    whole = raw.merged(ours, *tables)
    listed = [each[WAITS] for each in (ours, *tables) if isinstance(each.get(WAITS), list)]
    return {**whole, **({WAITS: _once(listed)} if listed else {})}


def document(ours: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, Any]:
    """The whole configuration with the user's over it."""
    whole = raw.merged(ours, table)
    own = table.get("resource")
    if not isinstance(own, Mapping):
        return whole
    for kind, named in ours["resource"].items():
        for name, theirs in _tables(own.get(kind)).items():
            if name in named and isinstance(theirs, Mapping):
                whole["resource"][kind][name] = resource(named[name], theirs)
    return whole


def _tables(named: Any) -> Mapping[str, Any]:
    """Terraform takes lists of them, too; those are merged by nobody."""
    return named if isinstance(named, Mapping) else {}


def _once(lists: Iterable[list[Any]]) -> list[Any]:
    found: list[Any] = []
    found.extend(each for some in lists for each in some if each not in found)
    return found
