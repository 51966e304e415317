"""One app setting, wherever it was told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """`value` is None where only a deployment would tell it."""

    name: str
    value: str | None
    where: str
