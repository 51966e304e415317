"""What code mentions: names, modules that it imports, and texts that may be either."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_WORDS = re.compile(r"[\w.:]+")
_PARTS = re.compile(r"[.:]")
_PACKAGE = "__package__"


@dataclass(frozen=True)
class Import:
    """`from module import name as bound`, or without a name `import module as bound`."""

    module: str
    name: str
    bound: str


@dataclass
class Mentions:
    """`eager` is imported when the code is run, `perhaps` where a condition or a `try` may leave it
    out, `later` within functions."""

    names: set[str] = field(default_factory=set)
    eager: list[Import] = field(default_factory=list)
    perhaps: list[Import] = field(default_factory=list)
    later: list[Import] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    """Constants that could name a module or something in one."""
    shapes: set[str] = field(default_factory=set)
    """Patterns of what f-strings could name."""


def of(nodes: Iterable[ast.AST], package: str = "") -> Mentions:
    """The mentions of these statements of a module in this package."""
    reader = _Reader(package)
    for node in nodes:
        reader.visit(node)
    return reader.found


def imports_of(node: ast.Import | ast.ImportFrom, package: str = "") -> list[Import]:
    """One for each name of the statement."""
    if isinstance(node, ast.Import):
        return [
            Import(each.name, "", each.asname or each.name.partition(".")[0]) for each in node.names
        ]
    module = node.module or ""
    if node.level:
        above = package.split(".")
        above = above[: len(above) - node.level + 1]
        module = ".".join([*above, module] if module else above)
    return [Import(module, each.name, each.asname or each.name) for each in node.names]


class _Reader(ast.NodeVisitor):
    def __init__(self, package: str) -> None:
        self.found = Mentions()
        self._package = package
        self._functions = self._conditions = 0
        """How many there are around."""

    def visit_Name(self, node: ast.Name) -> None:
        self.found.names.add(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self.found.names.add(node.attr)
        self.visit(node.value)

    def visit_Global(self, node: ast.Global) -> None:
        self.found.names.update(node.names)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and _WORDS.fullmatch(node.value):
            self.found.texts.add(node.value)
            self.found.names.update(_PARTS.split(node.value))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self.found.shapes.add("".join(map(self._shape, node.values)))
        self.generic_visit(node)

    def _shape(self, part: ast.expr) -> str:
        if isinstance(part, ast.Constant):
            return re.escape(str(part.value))
        value = part.value if isinstance(part, ast.FormattedValue) else None
        if isinstance(value, ast.Name) and value.id == _PACKAGE:
            return re.escape(self._package)
        return r"\w+"

    def visit_Import(self, node: ast.Import) -> None:
        self._import(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        self._import(node)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        found = imports_of(node, self._package)
        place = self.found.perhaps if self._conditions else self.found.eager
        (self.found.later if self._functions else place).extend(found)
        self.found.names.update(each.name for each in found if each.name)

    def visit_If(self, node: ast.AST) -> None:
        self._conditions += 1
        self.generic_visit(node)
        self._conditions -= 1

    visit_Try = visit_If  # noqa: N815  # the base's name

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for each in (*node.decorator_list, node.args):
            self.visit(each)
        self._functions += 1
        for statement in node.body:
            self.visit(statement)
        self._functions -= 1
        if node.returns is not None:
            self.visit(node.returns)

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815
