"""What code that is not ours wants of faasport: the user's, the dependencies', the generated."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from faasport.packager.linker import mentions
from faasport.packager.linker.bare import Function
from faasport.packager.linker.mentions import Import

CORE = "faasport"
_WORD = b"faasport"


@dataclass
class Wanted:
    """``public`` are names of the package itself, those in ``first`` when the module is imported.
    ``imports`` are of modules below it. Whether ``all`` of it is wanted, as nobody can tell."""

    public: set[str] = field(default_factory=set)
    first: set[str] = field(default_factory=set)
    imports: list[Import] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    all: bool = False

    def told(self) -> str:
        """The same text for the same wants."""
        sets = (self.public, self.first, self.names, self.texts)
        return repr([*map(sorted, sets), self.imports, self.all])

    def add(self, other: Wanted) -> None:
        self.public |= other.public
        self.first |= other.first
        self.imports += other.imports
        self.names |= other.names
        self.texts |= other.texts
        self.all = self.all or other.all


def of(sources: Iterable[bytes]) -> Wanted:
    """What these Python files want together."""
    whole = Wanted()
    for source in sources:
        whole.add(of_one(source))
    return whole


def of_one(source: bytes) -> Wanted:
    """What one file wants; what cannot be read may want everything."""
    if _WORD not in source:
        return Wanted()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return Wanted(all=True)
    reader = _Reader()
    reader.visit(tree)
    said = mentions.of([tree])
    found = reader.found
    found.names |= said.names
    found.texts |= said.texts
    found.all = found.all or bool(CORE in said.texts)
    return found


class _Reader(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found = Wanted()
        self._aliases = {CORE}
        self._within = 0

    def visit_Import(self, node: ast.Import) -> None:
        for each in mentions.imports_of(node, ""):
            if each.module == CORE:
                self._aliases.add(each.bound)
            elif _is_ours(each.module):
                self.found.imports.append(each)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.level:
            return
        for each in mentions.imports_of(node, ""):
            if each.module == CORE and each.name == "*":
                self.found.all = True
            elif each.module == CORE:
                self._public(each.name)
            elif _is_ours(each.module):
                self.found.imports.append(each)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if isinstance(node.value, ast.Name) and node.value.id in self._aliases:
            self._public(node.attr)
        else:
            self.visit(node.value)

    def visit_Name(self, node: ast.Name) -> None:
        """The package itself is handed to somebody: getattr(faasport, name)."""
        if node.id in self._aliases:
            self.found.all = True

    def _public(self, name: str) -> None:
        self.found.public.add(name)
        if not self._within:
            self.found.first.add(name)

    def visit(self, node: ast.AST) -> None:
        if not isinstance(node, Function):
            super().visit(node)
            return
        for each in (*node.decorator_list, node.args, node.returns):
            if each is not None:
                self.visit(each)
        self._within += 1
        for statement in node.body:
            self.visit(statement)
        self._within -= 1


def _is_ours(module: str) -> bool:
    return module.startswith((f"{CORE}.", f"{CORE}_"))
