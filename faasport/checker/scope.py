"""Names and what binds them, scope by scope."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["import", "function", "class", "parameter", "value"]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Binding:
    """What gives a name its meaning: `target` is what an import leads to, `value` what is
    assigned, where it is assigned as a whole."""

    kind: Kind
    node: ast.AST
    target: str = ""
    value: ast.expr | None = None


@dataclass(eq=False)
class Scope:
    """A module, a class, or a function (a lambda among them)."""

    node: ast.AST
    parent: Scope | None = None
    name: str = ""
    """In full: "shop.orders.Order.total"."""
    names: dict[str, list[Binding]] = field(default_factory=dict)
    outer: set[str] = field(default_factory=set)
    """Names that are declared global or nonlocal."""
    stars: list[tuple[ast.AST, str]] = field(default_factory=list)
    """Each `from module import *`, and the module."""

    @property
    def is_function(self) -> bool:
        return isinstance(self.node, (*FUNCTIONS, ast.Lambda))

    def bind(self, name: str, binding: Binding) -> None:
        self.names.setdefault(name, []).append(binding)

    def functions(self) -> list[Scope]:
        """The functions around what is in this scope, the innermost first."""
        found, scope = [], self
        while scope.parent is not None:
            if scope.is_function:
                found.append(scope)
            scope = scope.parent
        return found

    def lookup(self, name: str) -> tuple[Scope, list[Binding]] | None:
        """Where a name that is used here is bound. The names of a class are seen in its own body
        alone."""
        scope: Scope | None = self
        while scope is not None:
            seen = scope is self or not isinstance(scope.node, ast.ClassDef)
            if seen and name in scope.names and name not in scope.outer:
                return scope, scope.names[name]
            scope = scope.parent
        return None
