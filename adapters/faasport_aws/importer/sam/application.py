"""What an importer knows of the application while it reads, and where it writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from faasport.migrator.draft import Draft, DraftFunction
from faasport.migrator.naming import Names as FunctionNames
from faasport.migrator.reader import Reader
from faasport.migrator.tree import Table, joined
from faasport_aws.importer import owned, resources
from faasport_aws.importer.listening import Listening
from faasport_aws.importer.named import Names
from faasport_aws.importer.said import Said
from faasport_aws.importer.sam.samconfig import SamConfig
from faasport_aws.importer.sam.template import Template


@dataclass
class Application:
    """`listened` are resources of the template that a trigger of ours makes: kinds and names by
    logical ids. `existing` are ARNs of what is there already, by kind and name. `functions` are
    drafts by the logical ids of their functions: several, where one had several fronts. `roles` are
    roles whose statements were taken over, `required` folders whose requirements were, `wired`
    resources that are triggers now, and `places` those of what is in raw tables."""

    draft: Draft
    folder: Path
    file: Path
    template: Template
    config: SamConfig
    names: Names
    function_names: FunctionNames = field(default_factory=FunctionNames)
    listened: dict[str, tuple[str, str]] = field(default_factory=dict)
    existing: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    functions: dict[str, list[DraftFunction]] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    wired: set[str] = field(default_factory=set)
    places: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def renamed(self) -> dict[str, str]:
        """Our logical ids of what a trigger makes, by those of the template."""
        return {key: resources.ours(*each) for key, each in self.listened.items()}

    def tell(self, said: Iterable[Said], where: str, function: str = "") -> None:
        """Add what a part has said, at its place."""
        for each in said:
            at = joined(where, each.key) if each.key and each.key[0] != "[" else where + each.key
            self.draft.say(each.kind, at, each.message, each.fix, function=function)

    def properties(self, key: str) -> Reader:
        """A reader of a resource's properties, which counts by itself."""
        resource = self.template.resources[key]
        told = resource.table.get("Properties")
        empty = Table(file=resource.table.file, line=resource.table.line, path=resource.table.path)
        return Reader(told if isinstance(told, Table) else empty)

    def listen(self, listening: Listening) -> Listening:
        """Remember what is listened to, and how often its queue delivers."""
        name = listening.table.get("name")
        if listening.logical and name:
            self.listened[listening.logical] = (listening.kind, str(name))
        if listening.arn and name:
            of_kind = self.existing.setdefault(listening.kind, {})
            table, _, log = listening.arn.partition("/stream/")
            of_log = {"stream_arn": listening.arn} if log else {}
            of_kind[str(name)] = {"arn": table if log else listening.arn, **of_log}
        resource = self.template.resources.get(listening.logical)
        most = owned.attempts(resource.table) if resource and listening.kind == "queue" else None
        again = {"max_attempts": most} if most and most != 5 else {}
        return replace(listening, table={**listening.table, **again})

    def aws(self) -> dict[str, Any]:
        """`targets.aws`."""
        targets: dict[str, Any] = self.draft.settings.setdefault("targets", {})
        table: dict[str, Any] = targets.setdefault("aws", {})
        return table

    def raw(self, function: str = "") -> dict[str, Any]:
        """Properties of SAM's that go over those of a function, or of all."""
        table = self.aws()
        if function:
            table = table.setdefault("functions", {}).setdefault(function, {})
        properties: dict[str, Any] = table.setdefault("raw", {}).setdefault("Properties", {})
        return properties

    def document(self, section: str) -> dict[str, Any]:
        """A section of the manifest that goes over ours."""
        table: dict[str, Any] = self.aws().setdefault("document", {}).setdefault(section, {})
        return table
