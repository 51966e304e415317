"""The user's code as a whole, and what it is checked against: what every rule is given."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from faasport.checker.handler import REQUESTS, Declared, Handler, handlers_of
from faasport.checker.keeping import is_cached, is_made_once
from faasport.checker.module import Module
from faasport.checker.reach import Names, reached
from faasport.checker.scope import FUNCTIONS
from faasport.checker.source import Source
from faasport.packager.capability import Capabilities
from faasport.packager.dialect import Dialect
from faasport.packager.limit_table import Limits, Row


@dataclass(frozen=True)
class Platform:
    """What the rules know of one target."""

    name: str
    limits: Limits
    dialect: Dialect
    capabilities: Capabilities = field(default_factory=dict)


@dataclass(frozen=True)
class Guest:
    """A handler that was written for another platform, by its module and name."""

    module: str
    name: str
    kinds: tuple[str, ...]

    def handlers(self, modules: Mapping[str, Module]) -> Iterator[Handler]:
        """The function, where the text has it."""
        module = modules.get(self.module)
        scope = module.functions.get(f"{self.module}.{self.name}") if module else None
        if module and scope and isinstance(scope.node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            declared = tuple(Declared(kind, None) for kind in self.kinds)
            yield Handler(module, scope.node, scope, declared)


@dataclass(frozen=True)
class Surroundings:
    """`wanted` are the targets asked for, `installed` all that there are: code that was written for
    one is known by it, whether or not it is wanted."""

    wanted: tuple[Platform, ...] = ()
    installed: tuple[Platform, ...] = ()
    variables: frozenset[str] = frozenset()
    """What the configuration puts into the environment, at any stage."""
    secrets: frozenset[str] = frozenset()
    resources: frozenset[str] = frozenset()
    """Variables of the resources that the configuration says exist."""
    guests: tuple[Guest, ...] = ()
    """Handlers of another platform's, which the configuration names."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.wanted)

    def others(self, owner: str) -> tuple[str, ...]:
        """The wanted targets but one."""
        return tuple(name for name in self.names if name != owner)

    def lacking(self, topic: str) -> dict[str, Row]:
        """Wanted targets that have not got something, with the row that says so."""
        found = ((each.name, each.limits.lacks(topic)) for each in self.wanted)
        return {name: row for name, row in found if row is not None}


class Code:
    """Modules by name, their handlers, and what runs because of those."""

    def __init__(self, sources: Iterable[Source], around: Surroundings) -> None:
        made = [Module(source) for source in sources]
        self.modules: Mapping[str, Module] = {module.name: module for module in made}
        self.around = around
        self.names = Names(self.modules)
        self.handlers = [found for module in made for found in handlers_of(module)]
        self.guests = [found for each in around.guests for found in each.handlers(self.modules)]
        self.reached = reached(self.names, [*self.handlers, *self.guests])
        # What they take and return is their platform's, and no mistake.
        self._neutral = reached(self.names, self.handlers) if self.guests else self.reached
        self.loaded = self._loaded()

    def _loaded(self) -> set[str]:
        """The modules that are imported with those of the handlers."""
        known = (self.modules.get(each.module) for each in self.around.guests)
        waiting = [handler.module for handler in self.handlers] + [each for each in known if each]
        found: set[str] = set()
        while waiting:
            module = waiting.pop()
            if module.name in found:
                continue
            found.add(module.name)
            targets = (
                each.target for bound in module.top.names.values() for each in bound if each.target
            )
            waiting.extend(filter(None, map(self.names.home, targets)))
            # A module is imported after the packages that it lies in.
            package = self.modules.get(module.name.rpartition(".")[0])
            waiting.extend([package] if package else [])
        return found

    @cached_property
    def calls(self) -> list[tuple[Module, ast.Call, str]]:
        """Every call whose callee is certain, with its full name."""
        return [
            (module, node, named)
            for module in self.modules.values()
            for node in module.all(ast.Call)
            if (named := self.named(module, node.func))
        ]

    def named(self, module: Module, node: ast.AST | None) -> str | None:
        dotted = module.dotted(node)
        return self.names.canonical(dotted) if dotted else None

    def leading_to(self, module: Module, node: ast.AST) -> list[Handler]:
        """The handlers that run this node. What is at the top of a module runs once, and for none
        of them; what a cached function does, does not happen each time either."""
        scopes = module.scopes[node].functions()
        if any(is_cached(module, scope) for scope in scopes):
            return []
        for scope in reversed(scopes):
            if scope.name in self.reached:
                return self.reached[scope.name]
        return []

    def in_handlers(self, module: Module, node: ast.AST) -> bool:
        return bool(self.leading_to(module, node))

    def each_time(self, module: Module, node: ast.AST) -> bool:
        """Whether a node runs with every request, and not once for all."""
        if not self.in_handlers(module, node) or is_made_once(module, node):
            return False
        return any(scope.name in self._repeated for scope in module.scopes[node].functions())

    @cached_property
    def _repeated(self) -> Mapping[str, list[Handler]]:
        return reached(self.names, [*self.handlers, *self.guests], is_made_once)

    def is_ours(self, module: Module, node: ast.AST) -> bool:
        """Whether an import leads to a module of the project itself."""
        bindings = (each for bound in module.scopes[node].names.values() for each in bound)
        targets = [each.target for each in bindings if each.node is node]
        return any(self.names.home(target) is not None for target in targets)

    def runs(self, module: Module, node: ast.AST) -> bool:
        """In a handler's code, or when a handler's module is imported."""
        if module.scopes[node].functions():
            return self.in_handlers(module, node)
        return module.name in self.loaded and not _is_main(module, node)

    def stands_for(self, module: Module, node: ast.AST) -> str | None:
        """The type of ours that a parameter has, as "faasport.Request", if the name is one."""
        if not isinstance(node, ast.Name):
            return None
        found = module.scopes[node].lookup(node.id)
        if found is None or len(found[1]) != 1 or not isinstance(found[1][0].node, ast.arg):
            return None
        parameter = found[1][0].node
        if parameter.annotation is not None:
            named = self.named(module, parameter.annotation) or ""
            return named if named.startswith("faasport.") else None
        is_handler = any(found[0] is handler.scope for handler in self.handlers)
        usual = {name: kind for kind, name in REQUESTS.items()}
        return usual.get(node.id) if is_handler else None

    def is_parameter_of_handler(self, module: Module, node: ast.AST) -> bool:
        if not isinstance(node, ast.Name):
            return False
        found = module.scopes[node].lookup(node.id)
        return bool(
            found
            and isinstance(found[0].node, FUNCTIONS)
            and found[0].name in self._neutral
            and any(isinstance(each.node, ast.arg) for each in found[1])
        )


def _is_main(module: Module, node: ast.AST) -> bool:
    """Beneath `if __name__ == "__main__":`, which is for scripts."""
    tests = [above.test for above in module.above(node) if isinstance(above, ast.If)]
    names = [each for test in tests for each in ast.walk(test) if isinstance(each, ast.Name)]
    return any(each.id == "__name__" for each in names)
