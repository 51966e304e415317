"""Calls of a cloud's services in code, found by what makes their clients and by what is imported
for them alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from faasport.checker import literal
from faasport.checker.code import Code
from faasport.checker.module import Module
from faasport.packager.dialect import Dialect, Service

_LONGEST = 5  # calls in a chain
_MAKERS = frozenset({"client", "resource"})
"""Methods of a session that make clients as the SDK's own functions do."""


@dataclass
class Use:
    """One service in one file: the line where that shows first, and its methods that are called,
    with their lines."""

    platform: str
    service: Service
    file: str
    line: int
    methods: dict[str, list[int]] = field(default_factory=dict)


def uses(code: Code) -> list[Use]:
    """Every use, in the order of files and lines."""
    found: dict[tuple[str, str, str], Use] = {}
    for platform in code.around.installed:
        finder = _Finder(code, platform.dialect)
        for module in code.modules.values():
            for service, node, method in finder.of(module):
                key = (module.file, platform.name, service.title)
                use = found.get(key)
                if use is None:
                    use = found[key] = Use(platform.name, service, module.file, node.lineno)
                use.line = min(use.line, node.lineno)
                if method and node.lineno not in use.methods.setdefault(method, []):
                    use.methods[method].append(node.lineno)
    for use in found.values():
        use.methods = dict(sorted(use.methods.items(), key=lambda each: (each[1][0], each[0])))
    return sorted(found.values(), key=lambda use: (use.file, use.line, use.service.title))


class _Finder:
    """For one platform."""

    def __init__(self, code: Code, dialect: Dialect) -> None:
        self._code = code
        self._clients = frozenset(dialect.clients)
        self._by_name = {name: row for row in dialect.services for name in row.names}
        self._by_module = {name: row for row in dialect.services for name in row.modules}

    def of(self, module: Module) -> Iterator[tuple[Service, ast.expr | ast.stmt, str]]:
        """Services, with the node where each shows and the method that is called there."""
        attributes = self._attributes(module)
        for node, full in _imports(module):
            if service := self._of_module(full):
                yield service, node, ""
        for call in module.all(ast.Call):
            if service := self._made(module, call):
                yield service, call, ""
                continue
            service = self._used(module, call, attributes)
            if service and isinstance(call.func, ast.Attribute):
                yield service, call, call.func.attr

    def _attributes(self, module: Module) -> dict[str, Service]:
        """Attributes that a client is kept in, such as `self.s3`."""
        found: dict[str, Service] = {}
        for node in module.all(ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and isinstance(node.value, ast.Call):
                    service = self._of_value(module, node.value, {})
                    if service:
                        found[ast.unparse(target)] = service
        return found

    def _made(self, module: Module, call: ast.Call) -> Service | None:
        """The service whose client this call makes."""
        named = self._code.named(module, call.func)
        if named in self._clients or self._is_of_session(module, call):
            told = call.args[0] if call.args else _keyword(call, "service_name")
            name = literal.text(module, told) if told is not None else None
            if name in self._by_name:
                return self._by_name[name or ""]
        return self._of_module(named) if named else None

    def _is_of_session(self, module: Module, call: ast.Call) -> bool:
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in _MAKERS:
            return False
        made = module.assigned(call.func.value) or call.func.value
        return isinstance(made, ast.Call) and self._code.named(module, made.func) in self._clients

    def _of_module(self, full: str) -> Service | None:
        parts = full.split(".")
        for count in range(len(parts), 0, -1):
            found = self._by_module.get(".".join(parts[:count]))
            if found:
                return found
        return None

    def _used(
        self, module: Module, call: ast.Call, attributes: Mapping[str, Service]
    ) -> Service | None:
        if not isinstance(call.func, ast.Attribute):
            return None
        return self._of_value(module, call.func.value, attributes)

    def _of_value(
        self, module: Module, node: ast.expr, attributes: Mapping[str, Service]
    ) -> Service | None:
        """The service that a value is of: a client, or what one of its methods gave."""
        for _ in range(_LONGEST):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in attributes:
                return attributes[ast.unparse(node)]
            if isinstance(node, ast.Name):
                value = self._meant(module, node)
                if value is None:
                    return None
                node = value
            elif isinstance(node, ast.Await | ast.Attribute):
                node = node.value
            elif not isinstance(node, ast.Call):
                return None
            elif service := self._made(module, node):
                return service
            elif isinstance(node.func, ast.Attribute):
                node = node.func.value
            else:
                return None
        return None

    def _meant(self, module: Module, name: ast.Name) -> ast.expr | None:
        """The value of a variable, here or in the module of the project that it comes from."""
        value = module.assigned(name)
        if value is not None:
            return value
        dotted = module.dotted(name)
        home = self._code.names.home(dotted) if dotted else None
        if home is None or dotted is None:
            return None
        bound = home.top.names.get(dotted[len(home.name) + 1 :], [])
        return bound[0].value if len(bound) == 1 else None


def _imports(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Each import, with the full name of what it brings."""
    for node in module.all(ast.Import):
        yield from ((node, each.name) for each in node.names)
    for each in module.all(ast.ImportFrom):
        if each.module and not each.level:
            yield from ((each, f"{each.module}.{name.name}") for name in each.names)


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((each.value for each in call.keywords if each.arg == name), None)
