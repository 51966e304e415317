"""A function app while it is read: the draft, what holds for all of its functions, and names that
stand in its settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from faasport.migrator.draft import Draft, Kind
from faasport.migrator.naming import Names, kebab

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
    outputs: list[tuple[Saying, str, str]] = field(default_factory=list)
    """Where functions send what they put out: the kind of it, and its name."""
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

    def tell_outputs(self) -> None:
        """Those that no function here listens to, so that nothing makes them."""
        for say, kind, name in self.outputs:
            entries = [each for it in self.draft.functions for each in it.table.get(kind, [])]
            if name not in [each["name"] for each in entries]:
                say(
                    "changed",
                    f"what it puts out goes to the {kind} {name!r} of the platform it runs on, and "
                    "no function here makes that by listening to it.",
                    f"Name one that exists: targets.<target>.resources.{kind}.",
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
