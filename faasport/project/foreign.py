"""A table in a platform's own words: any keys, and values that every manifest's language has."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Annotated, Any

from faasport.project.table import after, fault


def _writable(table: dict[str, Any]) -> dict[str, Any]:
    for place, value in _values(table):
        if isinstance(value, date | time):
            told = {"place": place, "fix": "Write it in quotes."}
            raise fault("bad_value", "The value of {place} is a date, which JSON has not", told)
        if isinstance(value, float) and not math.isfinite(value):
            told = {"place": place, "fix": "Write a number."}
            raise fault("bad_value", "The value of {place} is no number that JSON has", told)
    return table


def _values(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """All that is no table and no list, with its place."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _values(each, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _values(each, f"{place}[{index}]")
    else:
        yield place, value


Foreign = Annotated[dict[str, Any], after(_writable)]
