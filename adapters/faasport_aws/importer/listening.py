"""One trigger, as an importer has read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from faasport_aws.importer.said import Said


@dataclass(frozen=True)
class Listening:
    """`kind` is the key of the function's table ("http", "queue", ...), and empty where nothing can
    be carried; `table` the arguments of the decorator. `arn` is that of a resource that is there
    already, `logical` the id of one of the template's; `physical` is what AWS called it."""

    kind: str
    table: dict[str, Any]
    arn: str = ""
    logical: str = ""
    said: tuple[Said, ...] = ()
    physical: str = ""

    @property
    def short(self) -> Any:
        """What stands in the configuration: a text, where a text says it."""
        if self.kind == "http" and "cors" not in self.table:
            method = self.table.get("method")
            return f"{method} {self.table['path']}" if method else self.table["path"]
        return next(iter(self.table.values())) if len(self.table) == 1 else self.table
