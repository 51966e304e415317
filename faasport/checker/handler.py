"""Functions that carry a declaration, as the text tells them: nothing is imported for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from faasport.checker.module import Module
from faasport.checker.scope import AnyFunction, Scope

KINDS = ("http", "schedule", "queue", "topic", "bucket", "table", "event", "stream")
# Values that stand for what came in, by their annotation or, without one, their usual name.
REQUESTS = {"faasport.Request": "request", "faasport.Context": "context"}


@dataclass(frozen=True)
class Declared:
    """One decorator: its kind and, where it is called, the call."""

    kind: str
    call: ast.Call | None

    def keyword(self, name: str) -> ast.expr | None:
        keywords = self.call.keywords if self.call else []
        return next((each.value for each in keywords if each.arg == name), None)

    def argument(self, name: str, place: int) -> ast.expr | None:
        """By its name, or by its place."""
        value = self.keyword(name)
        if value is None and self.call and len(self.call.args) > place:
            value = self.call.args[place]
        return value

    def text(self, name: str, place: int | None = None) -> str | None:
        """A literal text among the arguments."""
        value = self.keyword(name) if place is None else self.argument(name, place)
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            return value.value
        return None


@dataclass(frozen=True, eq=False)
class Handler:
    """A function with at least one declaration."""

    module: Module
    node: AnyFunction
    scope: Scope
    declared: tuple[Declared, ...]

    @property
    def name(self) -> str:
        return self.node.name

    def of(self, kind: str) -> list[Declared]:
        return [each for each in self.declared if each.kind == kind]


def handlers_of(module: Module) -> Iterator[Handler]:
    """Declared functions at the top of a module."""
    for scope in module.functions.values():
        node = scope.node
        if scope.parent is module.top and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            declared = tuple(_declared(module, node))
            if declared:
                yield Handler(module, node, scope, declared)


def _declared(module: Module, node: AnyFunction) -> Iterator[Declared]:
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        named = module.dotted(call.func if call else decorator) or ""
        package, _, kind = named.rpartition(".")
        if package == "faasport" and kind in KINDS:
            yield Declared(kind, call)
