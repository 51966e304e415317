"""What the importer of Chalice knows of an application, and where it writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faasport.migrator.draft import Draft
from faasport.migrator.naming import Names
from faasport_aws.importer.chalice.config import Config
from faasport_aws.importer.chalice.events import Variables
from faasport_aws.importer.chalice.registered import Program
from faasport_aws.importer.said import Said


@dataclass
class Application:
    """One application, read once. `variables` are the environment of all functions."""

    draft: Draft
    folder: Path
    program: Program
    config: Config
    names: Names = field(default_factory=Names)
    variables: Variables = field(init=False)
    existing: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        told = self.config.merged("environment_variables")
        self.variables = Variables({key: str(value) for key, value in told.items()})

    def tell(self, said: Iterable[Said], where: str, function: str = "") -> None:
        """Add what a part has said, at its place."""
        for each in said:
            self.draft.say(each.kind, where, each.message, each.fix, function=function)

    def aws(self, function: str = "") -> dict[str, Any]:
        """`targets.aws`, or the table of a function there."""
        targets: dict[str, Any] = self.draft.settings.setdefault("targets", {})
        table: dict[str, Any] = targets.setdefault("aws", {})
        if function:
            table = table.setdefault("functions", {}).setdefault(function, {})
        return table
