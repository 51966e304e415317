"""A function app while it is read: the draft, what holds for all of its functions, and names that
stand in its settings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from faasport.migrator.draft import Draft, DraftFunction, Kind
from faasport.migrator.naming import Names, kebab
from faasport_azure.importer import permissions

_SETTING = re.compile(r"%([^%\s]+)%")


@dataclass
class App:
    """`values` are those of local.settings.json, and `attempts` and `batches` of host.json by the
    kind of a trigger."""

    draft: Draft
    values: Mapping[str, str] = field(default_factory=dict)
    prefix: str = "api"
    attempts: dict[str, int] = field(default_factory=dict)
    batches: dict[str, int] = field(default_factory=dict)
    connections: set[str] = field(default_factory=set)
    """Settings that bindings find their accounts by."""
    outputs: list[Output] = field(default_factory=list)
    names: Names = field(default_factory=Names)

    def resolved(self, text: str, where: str, function: str) -> str:
        """A text of a binding, with what its settings stand for."""

        def value(found: re.Match[str]) -> str:
            name = found[1]
            known = self.values.get(name)
            if known:
                return known
            given = kebab(name)
            self.draft.say(
                "changed",
                where,
                f"the setting {name} says what this is, and stands in Azure; here it is {given!r}.",
                "Write its value in its place.",
                function=function,
            )
            return given

        return _SETTING.sub(value, text)

    def known(self, text: str) -> str:
        """The same of an output, whose settings the guest reads when it runs."""
        return _SETTING.sub(lambda found: self.values.get(found[1]) or found[0], text)

    def carry_outputs(self) -> None:
        """Let functions send what they put out. Nothing makes what no function here listens to."""
        carried = [each for each in self.draft.functions if each.is_carried]
        for output in self.outputs:
            if not output.function.is_carried:
                continue
            entries = [
                entry
                for function in carried
                for entry in function.table.get(output.kind, [])
                if entry["name"] == output.name
            ]
            if entries:
                is_ordered = any(entry.get("ordered") for entry in entries)
                made = permissions.sending(output.kind, output.name, is_ordered=is_ordered)
                permissions.granted(output.function.table, made)
            else:
                output.tell()
        for function in carried:
            for entry in function.table.get("bucket", []):
                permissions.granted(function.table, permissions.reading(entry["name"]))


@dataclass(frozen=True)
class Output:
    """Where a function sends what it puts out: the kind of it, and its name."""

    function: DraftFunction
    kind: str
    name: str
    say: Saying

    def tell(self) -> None:
        """Of one that nothing here makes."""
        if "{" in self.name or "%" in self.name:
            self.say(
                "changed",
                f"only running the code tells to which {self.kind} it puts out: {self.name!r}.",
                f"Name those that exist: targets.<target>.resources.{self.kind}; and let it send "
                "there: `permissions`.",
            )
            return
        action = permissions.sending(self.kind, self.name)["aws"][0]
        self.say(
            "changed",
            f"what it puts out goes to the {self.kind} {self.name!r} of the platform it runs on, "
            "and no function here makes that by listening to it.",
            f"Name one that exists (targets.<target>.resources.{self.kind}), and let the function "
            f"send there: permissions.aws = [{{ Action = {json.dumps(action['Action'])}, Resource "
            f'= "{action["Resource"]}" }}], and so on.',
        )


@dataclass(frozen=True)
class Saying:
    """Remarks about one function, at one place."""

    app: App
    function: str
    where: str

    def __call__(self, kind: Kind, message: str, fix: str = "") -> None:
        self.app.draft.say(kind, self.where, message, fix, function=self.function)

    def resolved(self, text: str) -> str:
        """A text of the binding there, with what its settings stand for."""
        return self.app.resolved(text, self.where, self.function)
