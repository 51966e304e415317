"""Which files of a project on Vercel are functions, and what each of them is.

https://vercel.com/docs/functions/runtimes/python
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from faasport.migrator.applications import application, module_file
from faasport.migrator.python_source import PythonFile, Sources, top

Form = Literal["vercel", "asgi", "wsgi", ""]

RUNTIMES = {
    ".cjs": "nodejs",
    ".cts": "nodejs",
    ".go": "go",
    ".js": "nodejs",
    ".jsx": "nodejs",
    ".mjs": "nodejs",
    ".mts": "nodejs",
    ".php": "php",
    ".rb": "ruby",
    ".rs": "rust",
    ".sh": "bash",
    ".ts": "nodejs",
    ".tsx": "nodejs",
}
"""Of files in `api/`. https://vercel.com/docs/functions/runtimes"""
ENTRIES = tuple(
    f"{folder}{name}.py"
    for folder in ("", "src/", "app/", "api/")
    for name in ("app", "index", "server", "main", "wsgi", "asgi")
)
"""Where a whole application is looked for.
https://vercel.com/docs/frameworks/backend/fastapi"""
NAMES = ("app", "application", "handler", "Handler")
_MOST = 1_000
_BASES = ("BaseHTTPRequestHandler", "SimpleHTTPRequestHandler")


@dataclass(frozen=True)
class Served:
    """A file that is deployed as a function: its form, and the reference of what is called."""

    path: str
    form: Form
    handler: str
    line: int
    runtime: str = ""


def below_api(folder: Path) -> list[str]:
    """The files in `api/` that Vercel deploys: none that begins with `_` or `.`, or lies in such a
    folder, and no declaration of types."""
    found = []
    for here, folders, names in os.walk(folder / "api"):
        folders[:] = sorted(
            each for each in folders if each[0] not in "_." and each not in _NO_SOURCES
        )
        for name in sorted(names):
            path = Path(here, name)
            known = path.suffix == ".py" or path.suffix in RUNTIMES
            plain = name[0] not in "_." and not name.endswith((".d.ts", ".test.js", ".test.ts"))
            if known and plain and not path.is_symlink():
                found.append(path.relative_to(folder).as_posix())
    return found[:_MOST]


_NO_SOURCES = frozenset({"node_modules", "__pycache__", "venv", "env"})


def served(sources: Sources, path: str) -> Served:
    """What a file is. Its form is "" where nothing in it can be called, or where it is not plain
    what that is."""
    runtime = RUNTIMES.get(Path(path).suffix, "")
    file = sources.get(path)
    if runtime or file is None:
        return Served(path, "", "", 1, runtime)
    for name in NAMES:
        found = _called(sources, file, name)
        if found:
            return found
    return Served(path, "", "", 1)


def _called(sources: Sources, file: PythonFile, name: str) -> Served | None:
    made = application(sources, file, name)
    if made:
        return Served(file.path, made.standard, f"{file.path}:{name}", made.line)
    for node, line in _bound(file, name):
        if isinstance(node, ast.ClassDef) or (name.lower() == "handler" and _imported(node)):
            return Served(file.path, "vercel", f"{file.path}:{name}", line)
        return Served(file.path, _likely(sources, file), f"{file.path}:{name}", line)
    return None


def _bound(file: PythonFile, name: str) -> Iterator[tuple[ast.stmt, int]]:
    for node in top(file.tree.body):
        if isinstance(node, ast.ClassDef) and node.name == name:
            yield node, node.lineno
        names: list[str] = []
        if isinstance(node, ast.ImportFrom):
            names = [each.asname or each.name for each in node.names]
        elif isinstance(node, ast.Assign):
            names = [each.id for each in node.targets if isinstance(each, ast.Name)]
        if name in names:
            yield node, node.lineno


def _imported(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom)


def _likely(sources: Sources, file: PythonFile) -> Form:
    """By the framework that it imports, or that a module which it imports does."""
    files = [file, *(found for found in _neighbours(sources, file) if found)]
    tops = {full.partition(".")[0] for each in files for full in each.imported.values()}
    asgi, wsgi = tops & {"fastapi", "starlette", "quart", "litestar"}, tops & {"flask", "bottle"}
    if bool(asgi) == bool(wsgi):
        return ""
    return "asgi" if asgi else "wsgi"


def _neighbours(sources: Sources, file: PythonFile) -> Iterator[PythonFile | None]:
    for full in file.imported.values():
        yield module_file(sources, full, file.path)
        module = full.rpartition(".")[0]
        yield module_file(sources, module, file.path) if module.strip(".") else None


def route(path: str) -> str:
    """The path of a file in `api/`: `api/users/[id].py` is `/api/users/{id}`.

    https://vercel.com/docs/functions/configuring-functions#path-segments
    """
    parts = Path(path).with_suffix("").as_posix().split("/")
    if parts[-1] == "index":
        parts.pop()
    return "/" + "/".join(map(_segment, parts))


def _segment(part: str) -> str:
    caught = re.fullmatch(r"\[(\[?)(\.{3})?([^\[\]]+)\]?\]", part)
    if caught is None:
        return part
    name = re.sub(r"\W", "_", caught[3])
    return f"{{{name}:path}}" if caught[2] else f"{{{name}}}"
