"""What code that is not ours wants of faasport: the user's, the dependencies', the generated.

Theory. Names of the package are asked for through whatever it is bound to, be it in another file,
in a quoted annotation, in a text that is run, in a table of plug-ins. So what stands behind such a
name counts wherever it is written: a name too many makes an artifact larger, one too few breaks it.
The syntax tree tells what is imported, what is needed at once, and who may ask for anything.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from faasport.packager.linker import mentions
from faasport.packager.linker.bare import Function
from faasport.packager.linker.mentions import Import

CORE = "faasport"
_WORD = b"faasport"
# Who asks for these may ask for any other.
_EVERY = frozenset({"__all__", "__dict__", "__dir__", "__getattr__", "__getattribute__"})
_IMPORTED = re.compile(r"\b(?:from|import)\s+faasport\b")
_BESIDE = "."


@dataclass
class Wanted:
    """``public`` are names of the package itself, those in ``first`` when the module is imported.
    ``imports`` are of modules below it. Whether ``all`` of it is wanted, as nobody can tell.
    ``aliases`` are what it is bound to: others may import it by these names."""

    public: set[str] = field(default_factory=set)
    first: set[str] = field(default_factory=set)
    imports: list[Import] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    shapes: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    all: bool = False

    def told(self) -> str:
        """The same text for the same wants."""
        sets = (self.public, self.first, self.names, self.texts, self.shapes)
        return repr([*map(sorted, sets), self.imports, self.all])

    def add(self, other: Wanted) -> None:
        self.public |= other.public
        self.first |= other.first
        self.imports += other.imports
        self.names |= other.names
        self.texts |= other.texts
        self.shapes |= other.shapes
        self.aliases |= other.aliases
        self.all = self.all or other.all


def of(sources: Iterable[bytes], data: Iterable[bytes] = ()) -> Wanted:
    """What these Python files want together, and the data beside them."""
    whole = Wanted()
    every = list(sources)
    for source in every:
        whole.add(of_one(source))
    for source in every if whole.aliases else ():
        whole.public |= _behind(whole.aliases, source)
    for content in data:
        whole.add(_of_data(content))
    return whole


@cache
def of_one(source: bytes) -> Wanted:
    """What one file wants, for whoever only reads it; what cannot be read may want everything."""
    if _WORD not in source:
        return Wanted()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return Wanted(all=True)
    reader = _Reader(_aliases(tree))
    reader.visit(tree)
    said = mentions.of([tree])
    found = reader.found
    found.public |= _behind({CORE}, source)
    found.names |= said.names
    found.texts |= said.texts
    found.shapes |= said.shapes
    if CORE in said.texts:
        found.all = True
        found.texts |= {CORE + each for each in said.texts if each.startswith(_BESIDE)}
    return found


def _of_data(content: bytes) -> Wanted:
    """What a file that is no module says: a template may be run, a table may name what is."""
    if _WORD not in content:
        return Wanted()
    runs = _IMPORTED.search(content.decode("latin-1")) is not None
    return Wanted(public=_behind({CORE}, content), all=runs)


def _behind(aliases: Iterable[str], content: bytes) -> set[str]:
    """The names that stand behind one of these, as `faasport.Request` or `faasport:Request`."""
    known = [each for alias in sorted(aliases) if (each := alias.encode()) in content]
    if not known:
        return set()
    behind = re.compile(rb"\b(?:%b)\s*[.:]\s*(\w+)" % b"|".join(known))
    return {name.decode("latin-1") for name in behind.findall(content)}


def _aliases(tree: ast.AST) -> set[str]:
    """The other names that `import faasport as f` binds, wherever it stands."""
    return {
        each.bound
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for each in mentions.imports_of(node)
        if each.module == CORE and each.bound != CORE
    }


class _Reader(ast.NodeVisitor):
    def __init__(self, aliases: set[str]) -> None:
        self.found = Wanted(aliases=aliases)
        self._known = {CORE, *aliases}
        self._within = 0

    def visit_Import(self, node: ast.Import) -> None:
        for each in mentions.imports_of(node, ""):
            if _is_ours(each.module):
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
        owner = node.value
        if isinstance(owner, ast.Name) and owner.id in self._known:
            self._public(node.attr)
        elif isinstance(owner, ast.Attribute) and owner.attr in self._known:
            self._public(node.attr)
            self.visit(owner.value)
        else:
            self._handed(node.attr)
            self.visit(owner)

    def visit_Name(self, node: ast.Name) -> None:
        self._handed(node.id)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring, which nobody runs
            self.visit(node.value)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and _IMPORTED.search(node.value):
            self.found.all = True  # a text that may be run

    def _handed(self, name: str) -> None:
        """The package itself is handed to somebody: getattr(faasport, name)."""
        self.found.all = self.found.all or name in self._known

    def _public(self, name: str) -> None:
        self.found.public.add(name)
        if name in _EVERY:
            self.found.all = True
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
