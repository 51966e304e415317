"""The v2 programming model: what the decorators of function_app.py and its blueprints declare."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from faasport.migrator.applications import Application, application, module_file
from faasport.migrator.python_source import PythonFile, Sources, top
from faasport_azure.importer.binding import Binding
from faasport_azure.importer.decorators import DECORATORS, binding

ENTRY = "function_app.py"
"""https://learn.microsoft.com/azure/azure-functions/functions-reference-python#folder-structure"""
_APPS = {
    "azure.functions.FunctionApp": "app",
    "azure.functions.Blueprint": "blueprint",
    "azure.functions.AsgiFunctionApp": "asgi",
    "azure.functions.WsgiFunctionApp": "wsgi",
    "azure.durable_functions.DFApp": "app",
    "azure.durable_functions.Blueprint": "blueprint",
    "azure.functions.decorators.FunctionApp": "app",
}
_REGISTER = ("register_functions", "register_blueprint")


@dataclass(frozen=True)
class Declared:
    """A decorated function, by its Python name; `name` is what Azure calls it."""

    name: str
    symbol: str
    file: PythonFile
    line: int
    bindings: tuple[Binding, ...]
    level: str = "FUNCTION"
    """Who may call it over HTTP, unless it says so itself."""

    @property
    def where(self) -> str:
        return f"{self.file.path}:{self.line}: {self.symbol}"


@dataclass(frozen=True)
class Hosted:
    """A whole application behind `AsgiFunctionApp` or `WsgiFunctionApp`; None where it is not
    plain what the application is."""

    standard: str
    application: Application | None
    level: str
    where: str


@dataclass(frozen=True)
class Made:
    """One `app = func.FunctionApp(...)`, or a blueprint."""

    kind: str
    level: str
    call: ast.Call
    path: str


@dataclass
class Apps:
    """All that the sources of an app declare. `doubts` are places that only running would tell."""

    functions: list[Declared] = field(default_factory=list)
    hosted: list[Hosted] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)


def read(sources: Sources) -> Apps:
    """Of a project, whose function_app.py comes first."""
    apps = Apps()
    entry = sources.get(ENTRY)
    files = [entry] if entry else []
    files += [file for file in sources.files if file is not entry]
    registered = _registered(sources, entry) if entry else {_ANY}
    for file in files:
        made = {**_imported(sources, file), **dict(_made(file))}
        if file is entry and not made:
            made = dict(_meant(file))
        for name, each in list(made.items()):
            if each.kind in ("asgi", "wsgi"):
                apps.hosted.append(_hosted(sources, file, each))
            elif each.kind == "blueprint" and not {(each.path, name), _ANY} & registered:
                where = f"{file.where(each.call)}: {name}"
                apps.doubts.append((where, f"the blueprint {name!r} is registered nowhere"))
                del made[name]
        if made:
            _read(file, apps, made)
    return apps


_ANY = ("", "")
"""A blueprint that only running the code would tell."""


def _imported(sources: Sources, file: PythonFile) -> dict[str, Made]:
    """Apps of other modules that this one decorates with."""
    found = {}
    for name, full in file.imported.items():
        module, _, there = full.rpartition(".")
        other = module_file(sources, module, file.path) if module.strip(".") else None
        made = dict(_made(other)) if other and other is not file else {}
        if there in made and made[there].kind == "app":
            found[name] = made[there]
    return found


def _read(file: PythonFile, apps: Apps, made: dict[str, Made]) -> None:
    decorations = {id(each) for f in file.functions() for each in f.decorator_list}
    for function in file.functions():
        declared = _declared(file, function, made)
        if declared:
            apps.functions.append(declared)
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and id(node) not in decorations and _is_ours(node, made):
            where = f"{file.where(node)}: {ast.unparse(node.func)}"
            apps.doubts.append((where, "a function is declared while the code runs"))


def _is_ours(call: ast.Call, made: dict[str, Made]) -> bool:
    """Whether a trigger is added otherwise than by a decorator at the top."""
    func = call.func
    if not isinstance(func, ast.Attribute) or not isinstance(func.value, ast.Name):
        return False
    found = DECORATORS.get(func.attr)
    return func.value.id in made and found is not None and found.kind.endswith("trigger")


def _made(file: PythonFile) -> Iterator[tuple[str, Made]]:
    for node in top(file.tree.body):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        kind = _APPS.get(file.full_name(node.value.func))
        for target in node.targets:
            if kind and isinstance(target, ast.Name):
                yield target.id, Made(kind, _level(file, node.value), node.value, file.path)


def _meant(file: PythonFile) -> Iterator[tuple[str, Made]]:
    """Of a function_app.py whose app comes out of code: the name that its triggers are put over."""
    for node in (each for function in file.functions() for each in function.decorator_list):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        options = {each.arg for each in node.keywords}
        decorator = DECORATORS.get(node.func.attr)
        # `@app.route("/x")` may be one of Flask's.
        is_sure = decorator is not None and decorator.kind.endswith("trigger")
        if is_sure and options & {"route", "arg_name"} and isinstance(node.func.value, ast.Name):
            yield node.func.value.id, Made("app", "FUNCTION", node, file.path)


def _level(file: PythonFile, call: ast.Call) -> str:
    """https://learn.microsoft.com/python/api/azure-functions/azure.functions.functionapp"""
    told = next((each.value for each in call.keywords if each.arg == "http_auth_level"), None)
    told = told or (call.args[0] if call.args and _is_level(call.args[0]) else None)
    value = file.value(told) if told else "FUNCTION"
    return value.upper() if isinstance(value, str) else "FUNCTION"


def _is_level(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("ANONYMOUS", "FUNCTION", "ADMIN")


def _declared(
    file: PythonFile, function: ast.FunctionDef | ast.AsyncFunctionDef, made: dict[str, Made]
) -> Declared | None:
    bindings: list[Binding] = []
    name, level = function.name, "FUNCTION"
    for node in reversed(function.decorator_list):
        call = node if isinstance(node, ast.Call) else ast.Call(node, [], [])
        func = call.func
        if not isinstance(func, ast.Attribute) or not isinstance(func.value, ast.Name):
            continue
        decorator = DECORATORS.get(func.attr)
        if decorator is None or func.value.id not in made:
            continue
        ast.copy_location(call, node)
        told = binding(file, call, decorator)
        level = made[func.value.id].level
        if decorator.kind == "name":
            name = told.name or name
        else:
            bindings.insert(0, told)
    if not bindings:
        return None
    return Declared(name, function.name, file, function.lineno, tuple(bindings), level)


def _hosted(sources: Sources, file: PythonFile, made: Made) -> Hosted:
    told = next((each.value for each in made.call.keywords if each.arg == "app"), None)
    told = told or (made.call.args[0] if made.call.args else None)
    while isinstance(told, ast.Attribute):  # `app.wsgi_app` is the app before its middleware
        told = told.value
    found = application(sources, file, told.id) if isinstance(told, ast.Name) else None
    return Hosted(made.kind, found, made.level, f"{file.where(made.call)}: {made.kind}")


def _registered(sources: Sources, entry: PythonFile) -> set[tuple[str, str]]:
    """The blueprints that function_app.py registers, as their file and name; ("", "") where it is
    not plain which."""
    found: set[tuple[str, str]] = set()
    for node in ast.walk(entry.tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in _REGISTER and node.args:
            found.add(_blueprint(sources, entry, node.args[0]))
    return found


def _blueprint(sources: Sources, entry: PythonFile, node: ast.expr) -> tuple[str, str]:
    full = entry.full_name(node)
    if full in dict(_made(entry)):
        return entry.path, full
    module, _, name = full.rpartition(".")
    file = module_file(sources, module, entry.path) if module.strip(".") else None
    return (file.path, name) if file else _ANY
