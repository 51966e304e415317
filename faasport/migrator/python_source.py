"""Python of an imported project, read as text: its trees, and what its literals say.

Theory. Nothing is executed. What a file says about how it is deployed stands in decorators and in
constants; what only running it would tell is UNKNOWN, and the importer says so.
"""

from __future__ import annotations

import ast
import os
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from faasport.migrator.installed import Installed
from faasport.migrator.literal import literal

LARGEST = 400_000
"""Bytes of a file that is read; what is larger is no source that somebody wrote."""
MOST = 2_000
"""Files."""
NO_SOURCES: Final = frozenset({"__pycache__", "node_modules", "site-packages", "venv"})
"""Folders without sources of the application, wherever; hidden ones have none either."""
LEFT_OUT: Final = NO_SOURCES | {"build", "dist", "docs", "env", "test", "tests"}
"""The same at the top of a project."""


@dataclass(frozen=True)
class PythonFile:
    """One module. `path` is relative to the project, with forward slashes."""

    path: str
    tree: ast.Module = field(repr=False)

    @cached_property
    def constants(self) -> Mapping[str, Any]:
        """What names at the top of the module stand for, where that is plain to see."""
        found: dict[str, Any] = {}
        for node in self.tree.body:
            for name, value in _assigned(node):
                found[name] = literal(value, found)
        return found

    @cached_property
    def imported(self) -> Mapping[str, str]:
        """Full names of what is imported at any depth, by their names in here."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for each in node.names:
                    found[each.asname or each.name.partition(".")[0]] = (
                        each.name if each.asname else each.name.partition(".")[0]
                    )
            elif isinstance(node, ast.ImportFrom):
                start = "." * node.level + (node.module or "")
                for each in node.names:
                    dot = "" if start.endswith(".") or not start else "."
                    found[each.asname or each.name] = f"{start}{dot}{each.name}"
        return found

    def value(self, node: ast.expr) -> Any:
        """What an expression says, or UNKNOWN."""
        return literal(node, self.constants)

    def full_name(self, node: ast.expr) -> str:
        """`func.FunctionApp` as `azure.functions.FunctionApp`; "" of what is no plain name."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        return ".".join([self.imported.get(node.id, node.id), *reversed(parts)])

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Those at the top of the module, also under an `if`, `try` or `with` there."""
        for node in top(self.tree.body):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def where(self, node: ast.AST) -> str:
        """`main.py:12`."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@dataclass(frozen=True)
class Unreadable:
    """A file that is no Python of today, with the line where that shows."""

    path: str
    line: int
    why: str
    is_old: bool
    """Whether it looks like Python 2."""


@dataclass(frozen=True)
class Sources:
    """What a folder holds of Python."""

    files: tuple[PythonFile, ...]
    unreadable: tuple[Unreadable, ...]

    def get(self, path: str) -> PythonFile | None:
        """The file at this path, if it could be read."""
        return next((each for each in self.files if each.path == path), None)


def sources(folder: Path) -> Sources:
    """The Python files of a project, by their paths."""
    files: list[PythonFile] = []
    unreadable: list[Unreadable] = []
    for path in _paths(folder):
        found = read(folder, path)
        if isinstance(found, PythonFile):
            files.append(found)
        else:
            unreadable.append(found)
    return Sources(tuple(files), tuple(unreadable))


def read(folder: Path, path: str) -> PythonFile | Unreadable:
    """One file."""
    try:
        if (folder / path).stat().st_size > LARGEST:
            return Unreadable(path, 1, f"it is larger than {LARGEST:,} bytes", is_old=False)
        content = (folder / path).read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the escapes in their texts
            return PythonFile(path, ast.parse(content))
    except SyntaxError as error:
        return Unreadable(path, error.lineno or 1, error.msg, is_old=_is_old(error))
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        why = str(error) or type(error).__name__
        return Unreadable(path, 1, why.partition("\n")[0], is_old=False)


def root_of(found: Sources, file: PythonFile) -> str:
    """The folder that has to come first on a module's import path: its own, where it imports its
    neighbours by their bare names; "" where the project's does."""
    folder, _, _ = file.path.rpartition("/")
    if not folder:
        return ""
    for full in file.imported.values():
        name = full.partition(".")[0]
        here = (f"{folder}/{name}.py", f"{folder}/{name}/__init__.py")
        there = (f"{name}.py", f"{name}/__init__.py")
        if name and any(map(found.get, here)) and not any(map(found.get, there)):
            return folder
    return ""


def top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run when a module is imported, into the blocks of `if`, `try` and `with`."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With):
            for name in ("body", "orelse", "finalbody"):
                yield from top(getattr(node, name, []))
            for handler in getattr(node, "handlers", []):
                yield from top(handler.body)


def _assigned(node: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value
    elif isinstance(node, ast.AnnAssign) and node.value and isinstance(node.target, ast.Name):
        yield node.target.id, node.value


def _paths(folder: Path) -> Iterator[str]:
    """Sorted; no link is followed out of the project, nor into a folder of it again."""
    left = MOST
    installed = Installed(folder)
    inside = folder.resolve()
    for here, folders, names in os.walk(folder):
        out = LEFT_OUT if Path(here) == folder else NO_SOURCES
        folders[:] = sorted(each for each in folders if each not in out and each[0] != ".")
        for name in sorted(names):
            path = Path(here, name)
            if not name.endswith(".py") or name[0] == "." or not _is_inside(path, inside):
                continue
            relative = path.relative_to(folder).as_posix()
            if installed.holds(relative):
                continue
            left -= 1
            if left < 0:
                return
            yield relative


def _is_inside(path: Path, folder: Path) -> bool:
    return path.is_file() and path.resolve().is_relative_to(folder)


_OLD = (
    "Missing parentheses in call to",
    "multiple exception types must be parenthesized",
    "leading zeros in decimal",
    "invalid syntax. Perhaps you forgot a comma",
    "inconsistent use of tabs",
)


def _is_old(error: SyntaxError) -> bool:
    text = (error.text or "").lstrip()
    return error.msg.startswith(_OLD[:3]) or text.startswith(
        ("print ", "exec ", "raise ", "except ")
    )
