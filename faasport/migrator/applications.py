"""ASGI and WSGI applications among the sources: what a name at the top of a module is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from faasport.migrator.python_source import PythonFile, Sources, top

Standard = Literal["asgi", "wsgi"]

MAKERS: dict[str, Standard] = {
    "a2wsgi.ASGIMiddleware": "wsgi",
    "a2wsgi.WSGIMiddleware": "asgi",
    "apiflask.APIFlask": "wsgi",
    "asgiref.wsgi.WsgiToAsgi": "asgi",
    "blacksheep.Application": "asgi",
    "bottle.Bottle": "wsgi",
    "bottle.default_app": "wsgi",
    "channels.routing.ProtocolTypeRouter": "asgi",
    "connexion.AsyncApp": "asgi",
    "connexion.FlaskApp": "wsgi",
    "django.core.asgi.get_asgi_application": "asgi",
    "django.core.wsgi.get_wsgi_application": "wsgi",
    "falcon.API": "wsgi",
    "falcon.App": "wsgi",
    "falcon.asgi.App": "asgi",
    "fastapi.FastAPI": "asgi",
    "flask.Flask": "wsgi",
    "flask_openapi3.OpenAPI": "wsgi",
    "litestar.Litestar": "asgi",
    "quart.Quart": "asgi",
    "robyn.Robyn": "asgi",
    "sanic.Sanic": "asgi",
    "socketio.ASGIApp": "asgi",
    "starlette.applications.Starlette": "asgi",
}
"""What makes an application, in full."""
_BY_PARAMETERS: dict[int, Standard] = {2: "wsgi", 3: "asgi"}
"""PEP 3333 and https://asgi.readthedocs.io/en/latest/specs/main.html."""
_DEEPEST = 4
"""Modules that an import is followed through."""


@dataclass(frozen=True)
class Application:
    """One, where it is made: its standard, the module's path and its name there."""

    standard: Standard
    path: str
    name: str
    line: int


def application(found: Sources, file: PythonFile, name: str, depth: int = 0) -> Application | None:
    """What `name` is at the top of a module, where it is made; None of what is none."""
    for node in top(file.tree.body):
        made = _application(found, file, node, name, depth)
        if made:
            return made
    return None


def applications(found: Sources, file: PythonFile) -> Iterator[Application]:
    """Those that a module makes itself, by whatever name."""
    for node in top(file.tree.body):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            for target in node.targets:
                made = _made(file, node.value)
                if isinstance(target, ast.Name) and made:
                    yield Application(made, file.path, target.id, node.lineno)


def module_file(found: Sources, module: str, start: str = "") -> PythonFile | None:
    """The file of a module as it is imported from one at `start`, relative or not; it may also lie
    beside that one, or below `src`."""
    level = len(module) - len(module.lstrip("."))
    parts = [part for part in module.lstrip(".").split(".") if part]
    here = start.split("/")[:-1]
    folders = [here[: len(here) - level + 1]] if level else [[], here, ["src"]]
    for folder in folders:
        path = "/".join([*folder, *parts])
        for candidate in (f"{path}.py", f"{path}/__init__.py"):
            file = found.get(candidate)
            if file:
                return file
    return None


def _application(
    found: Sources, file: PythonFile, node: ast.stmt, name: str, depth: int
) -> Application | None:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name:
        required = len(node.args.args) - len(node.args.defaults)
        plain = None if node.decorator_list else _BY_PARAMETERS.get(required)
        return Application(plain, file.path, name, node.lineno) if plain else None
    if isinstance(node, ast.ImportFrom) and depth < _DEEPEST:
        return _imported(found, file, node, name, depth)
    value = _value(node, name)
    if isinstance(value, ast.Name) and value.id != name and depth < _DEEPEST:
        return application(found, file, value.id, depth + 1)
    if not isinstance(value, ast.Call):
        return None
    standard = _made(file, value) or _by_factory(found, file, value, depth)
    return Application(standard, file.path, name, node.lineno) if standard else None


def _value(node: ast.stmt, name: str) -> ast.expr | None:
    """What a statement gives to that name."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign):
        targets = [node.target]
    named = any(isinstance(each, ast.Name) and each.id == name for each in targets)
    return getattr(node, "value", None) if named else None


def _imported(
    found: Sources, file: PythonFile, node: ast.ImportFrom, name: str, depth: int
) -> Application | None:
    alias = next((each for each in node.names if (each.asname or each.name) == name), None)
    there = module_file(found, "." * node.level + (node.module or ""), file.path)
    return application(found, there, alias.name, depth + 1) if alias and there else None


def _made(file: PythonFile, call: ast.Call) -> Standard | None:
    return MAKERS.get(file.full_name(call.func))


def _by_factory(found: Sources, file: PythonFile, call: ast.Call, depth: int) -> Standard | None:
    """Of `create_app()`: what is made in there."""
    if not isinstance(call.func, ast.Name):
        return None
    name, there = call.func.id, file
    full = file.imported.get(name, "")
    if full and depth < _DEEPEST:
        module, _, name = full.rpartition(".")
        other = module_file(found, module if module.strip(".") else full, file.path)
        if other is None:
            return None
        there = other
    factory = next((each for each in there.functions() if each.name == name), None)
    if factory is None:
        return None
    calls = (each for each in ast.walk(factory) if isinstance(each, ast.Call))
    return next((made for made in (_made(there, each) for each in calls) if made), None)
