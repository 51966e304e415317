"""Which modules are imported later than units start, and yet soon: by what ordinary functions need.

`together.txt` tells them, which tests record: a need, and a module that is imported for it and for
none before it. Those of one need share a file, so that no other is read. A list that is not up to
date costs time, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("together.txt")


@cache
def needs() -> Mapping[str, int]:
    """The number of the need, by module."""
    rows = [row.split() for row in LIST.read_text("utf-8").splitlines()]
    numbers = {need: number for number, need in enumerate(dict.fromkeys(row[0] for row in rows))}
    return {module: numbers[need] for need, module in rows}


def told(found: Mapping[str, Iterable[str]]) -> str:
    """The list, of all modules that are imported for each need."""
    rows: dict[str, str] = {}
    for need, modules in found.items():
        for module in sorted(modules):
            rows.setdefault(module, need)
    return "".join(f"{need} {module}\n" for module, need in rows.items())
