"""Functions in the code: by the decorators of the Functions Framework, or by name.

https://github.com/GoogleCloudPlatform/functions-framework-python
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from faasport.migrator.python_source import PythonFile, Sources

_SIGNATURES = {
    "functions_framework.http": "http",
    "functions_framework.aio.http": "http",
    "functions_framework.cloud_event": "cloudevent",
    "functions_framework.aio.cloud_event": "cloudevent",
    "functions_framework.typed": "typed",
}
_FIREBASE = ("firebase_functions.", "firebase_admin.functions")
MAIN = "main.py"
"""https://cloud.google.com/functions/docs/writing#directory-structure-python"""
_REQUESTS = ("request", "req")


@dataclass(frozen=True)
class Found:
    """One function. `payload` is what its decorator says, or "" where it has none; `parameters`
    are the names of its positional ones."""

    name: str
    path: str
    line: int
    payload: str
    parameters: tuple[str, ...] = ()
    is_firebase: bool = False
    is_helper: bool = False
    """Whether another function of its module uses it."""

    @property
    def is_likely(self) -> bool:
        """Whether it is a function of the first generation, by what its parameters are called."""
        if self.payload:
            return True
        if self.is_helper or self.name.startswith("_"):
            return False
        if len(self.parameters) == 1:
            return self.parameters[0] in _REQUESTS
        return len(self.parameters) == 2 and self.parameters[1] in ("context", "ctx", "_context")

    def signature(self, *, is_http: bool) -> str:
        """What it takes, where something is known of its trigger."""
        if self.payload:
            return self.payload
        if is_http:
            return "http"
        return "background" if len(self.parameters) == 2 else "cloudevent"


def functions(file: PythonFile) -> Iterator[Found]:
    """Those at the top of a module."""
    used = _used(file)
    for node in file.functions():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names = [_name(file, each) for each in node.decorator_list]
            payload = next((_SIGNATURES[each] for each in names if each in _SIGNATURES), "")
            arguments = [*node.args.posonlyargs, *node.args.args]
            yield Found(
                node.name,
                file.path,
                node.lineno,
                payload,
                tuple(each.arg for each in arguments),
                any(each.startswith(_FIREBASE) for each in names),
                node.name in used,
            )


def _used(file: PythonFile) -> frozenset[str]:
    """Names that the bodies of the module's functions read."""
    return frozenset(
        inner.id
        for node in file.functions()
        for inner in ast.walk(node)
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load)
    )


def _name(file: PythonFile, node: ast.expr) -> str:
    return file.full_name(node.func if isinstance(node, ast.Call) else node)


def named(sources: Sources, source: str, entry: str) -> Found | None:
    """The function that a deployment's entry point is: in the main.py of its folder, where it may
    come from another module."""
    path = f"{source}/{MAIN}" if source else MAIN
    file = sources.get(path)
    if file is None:
        return None
    for each in functions(file):
        if each.name == entry:
            return each
    full = file.imported.get(entry)
    if full is None:
        known = entry in file.constants
        return Found(entry, path, 1, "", ("request",)) if known else None
    module = full.rpartition(".")[0].lstrip(".").replace(".", "/")
    for start in (f"{source}/" if source else "", ""):
        other = sources.get(f"{start}{module}.py") or sources.get(f"{start}{module}/__init__.py")
        for each in functions(other) if other else ():
            if each.name == full.rpartition(".")[2]:
                return Found(entry, path, each.line, each.payload, each.parameters)
    return Found(entry, path, 1, "")
