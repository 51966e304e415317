"""One module of the user's: every node by its type, its scope and its parent, from one walk."""

from __future__ import annotations

import ast
import builtins
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeVar

from faasport.checker import binding
from faasport.checker.scope import FUNCTIONS, AnyFunction, Scope
from faasport.checker.source import Source

Node = TypeVar("Node", bound=ast.AST)
# One object stands for all of a kind: it has no place of its own.
_MARKS = (ast.expr_context, ast.operator, ast.boolop, ast.unaryop, ast.cmpop)


class Module:
    """What a module's text says, without running it."""

    def __init__(self, source: Source) -> None:
        self.file = source.file
        self.name = source.module.removesuffix(".__init__")
        self.text = source.text
        self.lines = re.split(r"\r\n|\r|\n", source.text)
        self.tree = source.tree
        self.package = (
            self.name if source.module.endswith("__init__") else self.name.rpartition(".")[0]
        )
        self.parents: dict[ast.AST, ast.AST] = {}
        self.scopes: dict[ast.AST, Scope] = {}
        self.functions: dict[str, Scope] = {}
        self.classes: dict[str, Scope] = {}
        self.top = Scope(source.tree, name=self.name)
        self._inner: list[Scope] = []
        self._nodes: dict[type[ast.AST], list[Any]] = defaultdict(list)
        self._walk()

    def all(self, kind: type[Node]) -> list[Node]:
        """Every node of a type, in the order of the text."""
        return self._nodes[kind]

    def _walk(self) -> None:
        # No recursion: a text may be nested deeper than Python's stack.
        stack: list[tuple[ast.AST, Scope]] = [(self.tree, self.top)]
        while stack:
            node, scope = stack.pop()
            self._nodes[type(node)].append(node)
            self.scopes[node] = scope
            binding.bind(node, scope, self.package)
            inner = self._opened(node, scope)
            children = list(ast.iter_child_nodes(node))
            for child in reversed(children):
                if isinstance(child, _MARKS):
                    continue
                self.parents[child] = node
                within = inner is not None and binding.is_within(node, child)
                stack.append((child, inner if within and inner else scope))
        for inner in self._inner:
            self._declared_outer(inner)

    def _declared_outer(self, inner: Scope) -> None:
        """What a function gives to a name that it declares global is one more value of that."""
        for name in inner.outer & inner.names.keys():
            found = inner.lookup(name)
            owner = found[0] if found else self.top
            for each in inner.names[name]:
                owner.bind(name, each)

    def _opened(self, node: ast.AST, scope: Scope) -> Scope | None:
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            return None
        own = getattr(node, "name", "<lambda>")
        inner = Scope(node, scope, f"{scope.name}.{own}")
        self._inner.append(inner)
        if isinstance(node, FUNCTIONS):
            self.functions.setdefault(inner.name, inner)
        if isinstance(node, ast.ClassDef):
            self.classes.setdefault(inner.name, inner)
        return inner

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node lies in, the nearest first."""
        while (found := self.parents.get(node)) is not None:
            node = found
            yield node

    def statement(self, node: ast.AST) -> ast.stmt | None:
        if isinstance(node, ast.stmt):
            return node
        return next((each for each in self.above(node) if isinstance(each, ast.stmt)), None)

    def function_of(self, node: ast.AST) -> AnyFunction | None:
        """The function whose body runs this; None in a lambda, whenever that may run."""
        scope = next(iter(self.scopes[node].functions()), None)
        return scope.node if scope and isinstance(scope.node, FUNCTIONS) else None

    def dotted(self, node: ast.AST | None) -> str | None:
        """What an expression names in full, as "boto3.client"; None where that is not certain."""
        rest: list[str] = []
        while isinstance(node, ast.Attribute):
            rest.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        start = self._meant(node.id, self.scopes.get(node, self.top))
        return ".".join([start, *reversed(rest)]) if start else None

    def _meant(self, name: str, scope: Scope) -> str | None:
        found = scope.lookup(name)
        if found is None:
            return name if hasattr(builtins, name) else None
        owner, bindings = found
        kinds = {each.kind for each in bindings}
        if kinds == {"import"}:
            return bindings[0].target
        if kinds <= {"function", "class"}:
            return f"{owner.name}.{name}"
        return None

    def home(self, name: ast.Name) -> Scope | None:
        """The scope that a name belongs to."""
        found = self.scopes[name].lookup(name.id)
        return found[0] if found else None

    def uses(self, name: ast.Name) -> list[ast.Name]:
        """Where the same variable is read."""
        home = self.home(name)
        return [
            each
            for each in self.all(ast.Name)
            if each.id == name.id and isinstance(each.ctx, ast.Load) and self.home(each) is home
        ]

    def assigned(self, node: ast.AST) -> ast.expr | None:
        """The one value that a name ever has; None where there are several, or it is unknown."""
        if not isinstance(node, ast.Name):
            return None
        found = self.scopes.get(node, self.top).lookup(node.id)
        if found is None or len(found[1]) != 1:
            return None
        return found[1][0].value
