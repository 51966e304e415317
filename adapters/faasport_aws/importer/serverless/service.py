"""What one reading of a project gathers, on its way from serverless.yml to a draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faasport.migrator.draft import Draft, DraftFunction
from faasport.migrator.naming import Names as Naming
from faasport.migrator.reader import Reader
from faasport_aws.importer.intrinsics import Scope
from faasport_aws.importer.listening import Listening
from faasport_aws.importer.named import Names
from faasport_aws.importer.said import Said
from faasport_aws.importer.serverless.gap import Gap, first_gap, manifest_value


@dataclass(frozen=True)
class Pending:
    """A variable of the environment that only the manifest can fill, once it is known what is in
    it. `table` is that of the settings or of a function, `function` its name or empty."""

    table: dict[str, Any]
    function: str
    variable: str
    value: Any
    where: str


@dataclass
class Service:
    """`listened` are kinds and names of what our triggers make, by logical ids of the template, and
    `physical` the same by the names that it had on AWS, where it has another now;
    `places` are those of variables of the environment, by function and name;
    `alone` are functions that have none of the permissions of all."""

    folder: Path
    draft: Draft
    root: Reader
    stage: str
    region: str
    names: Names
    naming: Naming = field(default_factory=Naming)
    plugins: frozenset[str] = frozenset()
    listened: dict[str, tuple[str, str]] = field(default_factory=dict)
    physical: dict[str, tuple[str, str]] = field(default_factory=dict)
    pending: list[Pending] = field(default_factory=list)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)
    told_runtimes: set[str] = field(default_factory=set)

    @property
    def scope(self) -> Scope:
        pseudo = {"AWS::Region": self.region} if self.region else {}
        return Scope(resources=self.names.resources, pseudo=pseudo)

    def say(self, said: Iterable[Said], where: str, function: str = "") -> None:
        """Add remarks about what is at that place."""
        for each in said:
            self.draft.say(each.kind, where, each.message, each.fix, function=function)

    def left(self, where: str, message: str, fix: str, function: str = "") -> None:
        self.draft.say("left", where, message, fix, function=function)

    def aws(self, *path: str) -> dict[str, Any]:
        """A table below `targets.aws`, made if it is not there."""
        table = self.draft.settings.setdefault("targets", {}).setdefault("aws", {})
        for key in path:
            table = table.setdefault(key, {})
        return table  # type: ignore[no-any-return]

    def raw(self, function: str = "") -> dict[str, Any]:
        """The properties that the manifest has besides, of one function or of all."""
        path = ("functions", function, "raw", "Properties") if function else ("raw", "Properties")
        return self.aws(*path)

    def manifest(self, value: Any, where: str, what: str, function: str = "") -> Any:
        """A value for the manifest; None, and a remark, where a gap in it stays."""
        made = self.scope.resolve(manifest_value(value))
        gap = first_gap(made)
        if gap is None:
            return made
        self.left(where, f"{what} was left: {told(gap)}", gap.fix, function)
        return None

    def listening(self, found: Listening, where: str, function: DraftFunction) -> bool:
        """Put a trigger into a function's table; whether there was one."""
        self.say(found.said, where, function.name)
        if not found.kind:
            return False
        known = function.table.get(found.kind)
        listed = [] if known is None else known if isinstance(known, list) else [known]
        if found.short in listed:
            return True
        if found.kind == "schedule" and listed and "name" not in found.table:
            # Each is one of the platform's own, by its name.
            found.table["name"] = f"{function.name}-{len(listed) + 1}"
        listed = [*listed, found.short]
        function.table[found.kind] = listed[0] if len(listed) == 1 else listed
        name = found.table.get("name", "")
        if found.arn and found.kind in {"queue", "topic", "bucket", "table", "stream"}:
            self._existing(found, name)
        elif name:
            if found.logical:
                self.listened[found.logical] = (found.kind, name)
            if found.physical:
                self.physical[found.physical] = (found.kind, name)
        return True

    def _existing(self, found: Listening, name: str) -> None:
        arn = found.arn
        if found.kind == "table" and "/stream/" in arn:
            told = {"arn": arn.partition("/stream/")[0], "stream_arn": arn}
        else:
            told = {"arn": arn}
        self.aws("resources", found.kind)[name] = told


def told(gap: Gap) -> str:
    """Why a variable has no value."""
    return f"${{{gap.expression}}} is not known here: {gap.reason.rstrip('.')}."
