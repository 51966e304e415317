"""The escape hatch: what the user says in the manifest's own words goes over what we say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def merged(ours: Mapping[str, Any], *raw: Mapping[str, Any]) -> dict[str, Any]:
    """Tables merge key by key, to any depth; everything else, lists too, is replaced."""
    result = dict(ours)
    for table in raw:
        for key, value in table.items():
            before = result.get(key)
            both = isinstance(before, Mapping) and isinstance(value, Mapping)
            result[key] = merged(before or {}, value) if both else value
    return result
