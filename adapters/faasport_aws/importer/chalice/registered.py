"""What an application of Chalice declares, read from its decorators: nothing is run.

https://aws.github.io/chalice/api.html
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from faasport.migrator.literal import UNKNOWN, Setting
from faasport.migrator.python_source import PythonFile, Sources, Unreadable, top

APP = "chalice.Chalice"
BLUEPRINT = "chalice.Blueprint"
_SPELLED = ("Rate", "Cron")
POSITIONS: Mapping[str, tuple[str, ...]] = {
    "authorizer": ("ttl_seconds", "execution_role", "name", "header"),
    "lambda_function": ("name",),
    "middleware": ("event_type",),
    "on_cw_event": ("event_pattern", "name"),
    "on_dynamodb_record": ("stream_arn", "batch_size", "starting_position", "name"),
    "on_kinesis_record": ("stream", "batch_size", "starting_position", "name"),
    "on_s3_event": ("bucket", "events", "prefix", "suffix", "name"),
    "on_sns_message": ("topic", "name"),
    "on_sqs_message": ("queue", "batch_size", "name", "queue_arn"),
    "on_ws_connect": ("name",),
    "on_ws_disconnect": ("name",),
    "on_ws_message": ("name",),
    "route": ("path",),
    "schedule": ("expression", "name", "description"),
}
"""Decorators, and their arguments by place."""


@dataclass(frozen=True)
class Made:
    """Something that a call in the code makes, such as `CORSConfig(...)`: what it is called in
    full, and its arguments. `scoped` is of an authorizer that asks for scopes."""

    what: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    scoped: bool = False


@dataclass(frozen=True)
class Registered:
    """One decorator of one function. `file` is that of the function, and `prefix` is of the URL of
    its blueprint."""

    kind: str
    function: str
    name: str
    file: PythonFile
    where: str
    arguments: Mapping[str, Any]
    prefix: str = ""
    is_async: bool = False


@dataclass(frozen=True)
class Program:
    """The application: the name that it has in its module, what is registered, what is made by
    names at the top of modules, and what is set on it (`app.api.cors = True`)."""

    app: str
    registered: tuple[Registered, ...]
    attributes: Mapping[str, Any]
    unknown: tuple[tuple[str, str], ...] = ()


def program(sources: Sources, file: PythonFile) -> Program | None:
    """The application that a module makes; None where it makes none."""
    app = next(_named(file, APP), None)
    if app is None:
        return None
    found = [*_decorated(file, app, "", "")]
    unknown: list[tuple[str, str]] = []
    for call in _calls(file, f"{app}.register_blueprint"):
        there = _blueprint(sources, file, call)
        if there is None:
            unknown.append((file.where(call), ast.unparse(call)))
            continue
        other, name = there
        arguments = _arguments(file, call, ("blueprint", "name_prefix", "url_prefix"))
        prefix, names = (arguments.get(key) for key in ("url_prefix", "name_prefix"))
        found += _decorated(other, name, _text(prefix), _text(names))
    return Program(app, tuple(found), _attributes(file, app), tuple(unknown))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _named(file: PythonFile, maker: str) -> Iterator[str]:
    """Names at the top that stand for what `maker` makes."""
    for node in top(file.tree.body):
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        else:
            continue
        if isinstance(node.value, ast.Call) and file.full_name(node.value.func) == maker:
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def _calls(file: PythonFile, name: str) -> Iterator[ast.Call]:
    for node in top(file.tree.body):
        value = node.value if isinstance(node, ast.Expr) else None
        if isinstance(value, ast.Call) and _dotted(value.func) == name:
            yield value


def _dotted(node: ast.expr) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _blueprint(sources: Sources, file: PythonFile, call: ast.Call) -> tuple[PythonFile, str] | None:
    """The module of a blueprint, and its name there."""
    told = call.args[0] if call.args else None
    if told is None:
        told = next((each.value for each in call.keywords if each.arg == "blueprint"), None)
    if told is None:
        return None
    if isinstance(told, ast.Name) and told.id in set(_named(file, BLUEPRINT)):
        return file, told.id
    module, _, name = file.full_name(told).rpartition(".")
    path = module.lstrip(".").replace(".", "/")
    for candidate in (f"{path}.py", f"{path}/__init__.py"):
        there = sources.get(candidate)
        if there and name in set(_named(there, BLUEPRINT)):
            return there, name
        if there and name in there.imported:
            return _of_package(sources, there, path, name)
    return None


def _of_package(
    sources: Sources, file: PythonFile, package: str, name: str
) -> tuple[PythonFile, str] | None:
    """A package may take its blueprints from its modules."""
    full = file.imported[name]
    module, _, inner = full.rpartition(".")
    plain = f"{package}.{module.lstrip('.')}" if module.startswith(".") else module
    there = sources.get(f"{plain.replace('.', '/')}.py")
    return (there, inner) if there and inner in set(_named(there, BLUEPRINT)) else None


def _decorated(file: PythonFile, owner: str, prefix: str, names: str) -> Iterator[Registered]:
    for function in file.functions():
        # The one nearest to the function is registered first.
        for decorator in reversed(function.decorator_list):
            if not isinstance(decorator, ast.Call):
                continue
            who, _, kind = _dotted(decorator.func).rpartition(".")
            if who != owner or kind not in POSITIONS:
                continue
            arguments = _arguments(file, decorator, POSITIONS[kind])
            yield Registered(
                kind=kind,
                function=function.name,
                name=names + (_text(arguments.get("name")) or function.name),
                file=file,
                where=f"{file.where(decorator)}: @{owner}.{kind}",
                arguments=arguments,
                prefix=prefix,
                is_async=isinstance(function, ast.AsyncFunctionDef),
            )


def _arguments(file: PythonFile, call: ast.Call, names: tuple[str, ...]) -> dict[str, Any]:
    found = {name: value(file, each) for name, each in zip(names, call.args, strict=False)}
    return found | {each.arg: value(file, each.value) for each in call.keywords if each.arg}


def value(file: PythonFile, node: ast.expr) -> Any:
    """What an argument says: plain data, a Setting, or a Made; else UNKNOWN."""
    if isinstance(node, ast.Name):
        made = _made_by_name(file, node.id)
        return made if made is not None else file.value(node)
    if isinstance(node, ast.Call):
        return _made(file, node)
    return file.value(node)


def _made_by_name(file: PythonFile, name: str) -> Any:
    for node in top(file.tree.body):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return Made(f"function {name}")
        targets = node.targets if isinstance(node, ast.Assign) else []
        named = any(isinstance(each, ast.Name) and each.id == name for each in targets)
        if isinstance(node, ast.Assign) and named and isinstance(node.value, ast.Call):
            return _made(file, node.value)
    return None


def _made(file: PythonFile, call: ast.Call) -> Any:
    plain = file.value(call)
    if isinstance(plain, Setting):
        return plain
    if isinstance(call.func, ast.Attribute) and call.func.attr == "with_scopes":
        guarded = value(file, call.func.value)  # of an authorizer that has a name
        return replace(guarded, scoped=True) if isinstance(guarded, Made) else UNKNOWN
    what = file.full_name(call.func)
    if not what:
        return UNKNOWN
    positions = tuple(map(str, range(len(call.args))))
    return Made(what, _arguments(file, call, positions))


def _attributes(file: PythonFile, app: str) -> dict[str, Any]:
    """`app.api.cors = True`, by what is after the application's name."""
    found: dict[str, Any] = {}
    for node in top(file.tree.body):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            owner, _, rest = _dotted(node.targets[0]).partition(".")
            if owner == app and rest:
                found[rest] = value(file, node.value)
    return found


def unread(found: PythonFile | Unreadable) -> str:
    """Why a module could not be read; "" of one that was."""
    if isinstance(found, PythonFile):
        return ""
    old = "it is Python 2: " if found.is_old else ""
    return f"{old}{found.why} (line {found.line})"
