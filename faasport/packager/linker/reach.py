"""What of the shipped halves an artifact can reach: modules, and the statements at their tops.

Theory. What is wanted from outside is a set of names and imports. A definition is live if anything
that is live mentions its name, whoever's name it may be: too much is kept rather than too little.
What is live adds its own names and imports, until nothing is added any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from faasport.packager.linker.mentions import Import, Mentions
from faasport.packager.linker.module import Module, Statement
from faasport.packager.linker.outside import CORE

_HALF = r".runtime\."


@dataclass
class Live:
    """A module, what of it is kept, and the modules that it imports: at once, or in functions."""

    module: Module
    kept: set[int] = field(default_factory=set)
    """Numbers of its statements."""
    eager: list[str] = field(default_factory=list)
    perhaps: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)

    @property
    def statements(self) -> list[Statement]:
        return [self.module.statements[number] for number in sorted(self.kept)]


class Reach:
    """``modules`` are all that could ship, by their names; ``homes`` are those of the names that
    the package itself has."""

    def __init__(self, modules: Mapping[str, Module], homes: Mapping[str, str]) -> None:
        self._modules, self._homes = modules, homes
        self.publics: set[str] = set()
        self.live: dict[str, Live] = {}
        self.names: set[str] = set()
        self._texts: set[str] = set()
        self._shapes: set[str] = set()

    def add(
        self,
        names: Iterable[str],
        imports: Iterable[Import],
        texts: Iterable[str],
        shapes: Iterable[str] = (),
    ) -> None:
        """What others want."""
        self.names.update(names)
        self._texts.update(texts)
        self._shapes.update(shapes)
        for each in imports:
            self.import_(each)

    def import_(self, wanted: Import) -> str:
        """Have the module of an import; its name, if it is one of these."""
        if wanted.name:
            self.names.add(wanted.name)
        if wanted.module == CORE:
            return self.public(wanted.name)
        for name in (f"{wanted.module}.{wanted.name}", wanted.module):
            if name in self._modules:
                self.have(name)
                return name
        return ""

    def public(self, name: str) -> str:
        """Have what this name of the package itself stands for; the module that has it."""
        home = self._homes.get(name, "")
        if home:
            self.publics.add(name)
            self.names.add(name)
            self.have(home)
        return home

    def have(self, name: str) -> None:
        """Have this module."""
        if name not in self.live:
            self.live[name] = Live(self._modules[name])

    def settle(self) -> None:
        """Follow all that is live."""
        before = -1
        while before != (now := self._size()):
            before = now
            for found in list(self.live.values()):
                self._grow(found)
            self._named()

    def _size(self) -> int:
        kept = sum(len(each.kept) for each in self.live.values())
        return kept + len(self.live) + len(self.names)

    def _grow(self, found: Live) -> None:
        for number, statement in enumerate(found.module.statements):
            if number in found.kept or not self._is_live(found, statement):
                continue
            found.kept.add(number)
            if statement.imports is None:
                self._follow(found, statement.mentions)
        self._import(found)

    def _is_live(self, found: Live, statement: Statement) -> bool:
        is_whole = found.module.is_whole or bool(found.module.why)
        return is_whole or statement.is_needed or not self.names.isdisjoint(statement.names)

    def _follow(self, found: Live, said: Mentions) -> None:
        self.names |= said.names
        self._texts |= said.texts
        self._shapes |= said.shapes
        found.later.update(filter(None, map(self.import_, said.later)))
        found.perhaps.update(filter(None, map(self.import_, said.perhaps)))

    def _import(self, found: Live) -> None:
        """The imports at the top, each name for as long as it is mentioned."""
        found.eager = [
            name for statement in found.statements for name in self._imported(found, statement)
        ]

    def _imported(self, found: Live, statement: Statement) -> list[str]:
        imports = statement.imports
        if imports is None:
            imports = statement.mentions.eager
            return [name for name in map(self.import_, imports) if name]
        return [name for each in self.wanted(found, imports) if (name := self.import_(each))]

    def wanted(self, found: Live, imports: Iterable[Import]) -> list[Import]:
        """Those whose names are mentioned."""
        return [
            each
            for each in imports
            if found.module.why or found.module.is_whole or each.bound in self.names
        ]

    def _named(self) -> None:
        """Have the modules whose names are told as texts, or put together of texts."""
        named = {text.partition(":")[0] for text in self._texts}
        for name in self._modules:
            if name in named or any(self._fits(shape, name) for shape in self._shapes):
                self.have(name)

    def _fits(self, shape: str, name: str) -> bool:
        """Where the last part alone is open, some text has to tell it."""
        if _HALF not in shape or not re.fullmatch(shape, name):
            return False
        return not shape.endswith(r"\.\w+") or name.rpartition(".")[2] in self._texts
