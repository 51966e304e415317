"""Which functions run because a handler does: a call graph of names that are certain."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from faasport.checker.handler import Handler
from faasport.checker.module import Module
from faasport.checker.scope import Binding, Scope

_LONGEST = 10  # imports of imports


class Names:
    """The functions and classes of all modules, by their full names."""

    def __init__(self, modules: Mapping[str, Module]) -> None:
        self.modules = modules
        for _ in range(_LONGEST):
            if sum(_opened(module, modules) for module in modules.values()) == 0:
                break
        self.functions = {
            name: (module, scope)
            for module in modules.values()
            for name, scope in module.functions.items()
        }
        self.classes = {
            name: (module, scope)
            for module in modules.values()
            for name, scope in module.classes.items()
        }

    def canonical(self, dotted: str) -> str:
        """Where a name is at home: what a module of the project imports, it may hand on."""
        for _ in range(_LONGEST):
            home = self.home(dotted)
            if home is None:
                return dotted
            first, _, rest = dotted[len(home.name) + 1 :].partition(".")
            bindings = home.top.names.get(first, [])
            if not bindings or any(each.kind != "import" for each in bindings):
                return dotted
            target = bindings[0].target
            found = f"{target}.{rest}" if rest else target
            if found == dotted:
                return dotted
            dotted = found
        return dotted

    def inherited(self, dotted: str) -> str:
        """Where a method is written, if it is in a class above."""
        for _ in range(_LONGEST):
            owner, _, method = dotted.rpartition(".")
            found = self.classes.get(owner)
            if found is None or dotted in self.functions:
                break
            module, scope = found
            bases = getattr(scope.node, "bases", [])
            named = [self.canonical(name) for each in bases if (name := module.dotted(each))]
            if len(named) != 1:
                break
            dotted = f"{named[0]}.{method}"
        return dotted

    def home(self, dotted: str) -> Module | None:
        """The module of the project that a name leads to, or into."""
        parts = dotted.split(".")
        for count in range(len(parts), 0, -1):
            module = self.modules.get(".".join(parts[:count]))
            if module is not None:
                return module
        return None


def _opened(module: Module, modules: Mapping[str, Module]) -> bool:
    """Bind what `from module import *` brings of the project's own; whether there was any."""
    found = False
    for node, source in module.top.stars:
        for name in modules[source].top.names if source in modules else ():
            if not name.startswith("_") and name not in module.top.names:
                module.top.bind(name, Binding("import", node, f"{source}.{name}"))
                found = True
    return found


Without = Callable[[Module, ast.AST], bool]


def reached(
    names: Names, handlers: Iterable[Handler], without: Without | None = None
) -> dict[str, list[Handler]]:
    """Full names of functions, and the handlers that lead there, but for calls left out."""
    edges = _edges(names, without)
    found: dict[str, list[Handler]] = defaultdict(list)
    for handler in handlers:
        waiting, seen = [handler.scope.name], set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            found[name].append(handler)
            waiting.extend(edges.get(name, ()))
    return dict(found)


def _edges(names: Names, without: Without | None) -> dict[str, set[str]]:
    edges: dict[str, set[str]] = defaultdict(set)
    for module in names.modules.values():
        for kind in (ast.Name, ast.Attribute):
            for node in module.all(kind):
                around = module.scopes[node].functions()
                called = set(_called(names, module, node)) if around else set()
                if not called or (without and without(module, node)):
                    continue
                for scope in around:
                    edges[scope.name] |= called
        for name, scope in module.functions.items():
            for outer in scope.functions()[1:]:
                edges[outer.name].add(name)
            edges[name] |= _around(names, module, scope)
    return edges


def _around(names: Names, module: Module, scope: Scope) -> set[str]:
    """What a function's decorators name: middleware runs with it."""
    found: set[str] = set()
    for decorator in getattr(scope.node, "decorator_list", []):
        for node in ast.walk(decorator):
            found |= set(_called(names, module, node))
    return found - {scope.name}


def _called(names: Names, module: Module, node: ast.AST) -> Iterator[str]:
    """Functions of the project that an expression names, whoever may call them then."""
    if not isinstance(node, (ast.Name, ast.Attribute)) or not isinstance(node.ctx, ast.Load):
        return
    dotted = module.dotted(node) or _method(module, node)
    if dotted is None:
        return
    name = names.inherited(names.canonical(dotted))
    if name in names.functions:
        yield name
    if name in names.classes:
        methods = (f"{name}.{each}" for each in ("__init__", "__post_init__", "__call__"))
        yield from map(names.inherited, methods)


def _method(module: Module, node: ast.AST) -> str | None:
    """`self.total` in a method; of `order = Order(...)` or `Order(...)` itself `order.total`, and
    `order` where it may be called."""
    if isinstance(node, ast.Name):
        return _of(module, module.assigned(node), "__call__")
    if not isinstance(node, ast.Attribute):
        return None
    if not isinstance(node.value, ast.Name):
        return _of(module, node.value, node.attr)
    for scope in module.scopes[node].functions():
        owner = scope.parent
        arguments = getattr(scope.node, "args", None)
        first = arguments.args[0].arg if arguments and arguments.args else None
        if owner and isinstance(owner.node, ast.ClassDef) and node.value.id == first:
            return f"{owner.name}.{node.attr}"
    return _of(module, module.assigned(node.value), node.attr)


def _of(module: Module, value: ast.expr | None, method: str) -> str | None:
    made = module.dotted(value.func) if isinstance(value, ast.Call) else None
    return f"{made}.{method}" if made else None
