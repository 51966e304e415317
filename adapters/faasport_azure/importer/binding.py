"""One binding of a function, however it was told: in a function.json, or by a decorator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from faasport.migrator.literal import UNKNOWN, Setting


@dataclass(frozen=True)
class Binding:
    """Its options have the names that they have in a function.json. `kind` is the `type` there, in
    lower case, since Azure reads it so."""

    kind: str
    name: str
    options: Mapping[str, Any]
    where: str
    is_output: bool = False
    unknown: tuple[str, ...] = field(default=())
    """Options that only running the code would tell."""

    @property
    def is_trigger(self) -> bool:
        return self.kind.endswith("trigger")

    def get(self, *names: str) -> Any:
        """The first of these options that is told, whatever its capitals."""
        lower = {key.lower(): value for key, value in self.options.items()}
        return next((lower[name.lower()] for name in names if name.lower() in lower), None)

    def text(self, *names: str) -> str:
        """The same as text; a variable of the environment as Azure writes it: `%NAME%`."""
        told = self.get(*names)
        if isinstance(told, Setting):
            return str(told.default) if told.default is not None else f"%{told.name}%"
        return "" if told is None or told is UNKNOWN else str(told)
