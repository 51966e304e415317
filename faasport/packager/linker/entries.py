"""The generated modules that units start with."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from faasport.packager.linker import roots
from faasport.packager.linker.module import read
from faasport.packager.linker.outside import CORE

Contents = Mapping[str, bytes]
INIT = "/__init__.py"


def inner(generated: Contents) -> list[str]:
    """The paths of those that are in a package which is generated too. The package is imported
    before them, so they can be found in what it imports, as any linked module."""
    return [
        path
        for path, content in sorted(generated.items())
        if f"{path.rpartition('/')[0]}{INIT}" in generated
        and not path.endswith(INIT)
        and roots.is_root(path, content)
    ]


def root(generated: Contents) -> str:
    """The package that holds what every unit starts with. It is one of which all modules are
    linked, if there is one, since it is imported first: one file less is looked for."""
    linked = {each for each in inner(generated) if not read(each, each, generated[each]).why}
    for path in sorted(generated):
        folder, _, name = path.rpartition("/")
        below = {each for each in generated if each.startswith(f"{folder}/")} - {path}
        is_bare = all(map(_is_head, ast.parse(generated[path]).body))
        if name == "__init__.py" and below and below <= linked and is_bare:
            return folder.replace("/", ".")
    return CORE


def opened(generated: Contents) -> dict[str, bytes]:
    """Those that import the shipped halves, and the packages of such, with an import of faasport
    before all others: what they ask for next is there already, and no file is looked for."""
    packages = {f"{path.rpartition('/')[0]}{INIT}" for path in inner(generated)}
    return {
        path: _opened(content)
        for path, content in generated.items()
        if path in packages or roots.is_root(path, content)
    }


def _opened(content: bytes) -> bytes:
    lines = content.decode().split("\n")
    first = next((each for each in ast.parse(content).body if not _is_head(each)), None)
    place = len(lines) - 1 if first is None else first.lineno - 1
    return "\n".join([*lines[:place], f"import {CORE}", *lines[place:]]).encode()


def _is_head(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.ImportFrom):
        return statement.module == "__future__"
    return isinstance(statement, ast.Expr)
