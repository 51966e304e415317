"""The names that statements bind where they stand: at the top of a module, not in what they define.

It is read from the syntax tree: `symtable` tells of comprehensions what the Python that it belongs
to makes of them, which PEP 709 changed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from faasport.packager.linker import mentions
from faasport.packager.linker.bare import Defined

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def names(statements: Iterable[ast.stmt]) -> list[str]:
    """Each once, sorted."""
    reader = _Reader()
    for statement in statements:
        reader.visit(statement)
    return sorted(reader.found)


class _Reader(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: set[str] = set()
        self._comprehensions = 0
        """How many there are around: only `:=` binds outside of them."""

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, Defined):
            self.found.add(node.name)
        elif isinstance(node, _COMPREHENSIONS):
            self._comprehensions += 1
            self.generic_visit(node)
            self._comprehensions -= 1
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            self.found.update(each.bound for each in mentions.imports_of(node))
        elif not isinstance(node, ast.Lambda):
            self._bind(node)
            self.generic_visit(node)

    def _bind(self, node: ast.AST) -> None:
        if isinstance(node, ast.NamedExpr):
            self.found.add(node.target.id)
        elif isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store) and not self._comprehensions:
                self.found.add(node.id)
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)):
            self.found.update({node.name} if node.name else ())
        elif isinstance(node, ast.MatchMapping):
            self.found.update({node.rest} if node.rest else ())
