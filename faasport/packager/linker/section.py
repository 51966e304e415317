"""A module as a function of a linked file.

It is run with the module's own names as its globals, so that all that it defines is the module's:
its `__module__` and `__qualname__`, what it reads and what it sets.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from faasport.packager.linker import bound
from faasport.packager.linker.lines import inside
from faasport.packager.linker.mentions import Import
from faasport.packager.linker.reach import Live, Reach


def symbol(name: str) -> str:
    """What the function of a module is called."""
    return "_" + name.replace(".", "__")


def section(reach: Reach, found: Live) -> str:
    """The function, of what is kept of the module."""
    rows = found.module.text.split("\n")
    kept: list[str] = []
    tree = ast.parse(found.module.text)
    strings, step = inside(tree), _step(tree)
    for statement in found.statements:
        if statement.imports is not None:
            kept += _imports(reach, reach.wanted(found, statement.imports))
            continue
        first = getattr(statement.node, "decorator_list", None) or [statement.node]
        for row in range(first[0].lineno, (statement.node.end_lineno or 0) + 1):
            text = rows[row - 1]
            kept.append(text if row in strings else f" {_narrow(text, step)}")
    names = _bound("\n".join(line.removeprefix(" ") for line in kept))
    return "\n".join([f"def {symbol(found.module.name)}():", *names, *(kept or [" pass"]), ""])


def _step(tree: ast.AST) -> int:
    """What each level is indented by, if it is the same everywhere: one letter will do."""
    columns = {node.col_offset for node in ast.walk(tree) if isinstance(node, ast.stmt)}
    return 4 if all(column % 4 == 0 for column in columns) else 1


def _narrow(row: str, step: int) -> str:
    text = row.lstrip(" ")
    return " " * -((len(text) - len(row)) // step) + text


def _imports(reach: Reach, wanted: Sequence[Import]) -> list[str]:
    """A module by its whole name: `from package import module` has to look for it."""
    modules = [each for each in wanted if f"{each.module}.{each.name}" in reach.live]
    plain = [each for each in wanted if not each.name]
    found = [f" import {each.module}{_as(each.module.partition('.')[0], each)}" for each in plain]
    found += [f" import {each.module}.{each.name} as {each.bound}" for each in modules]
    rest = [each for each in wanted if each.name and each not in modules]
    if rest:
        names = ", ".join(f"{each.name}{_as(each.name, each)}" for each in rest)
        found.append(f" from {rest[0].module} import {names}")
    return found


def _as(name: str, wanted: Import) -> str:
    return "" if wanted.bound == name else f" as {wanted.bound}"


def _bound(text: str) -> list[str]:
    """The declaration of all names at the top."""
    found = bound.names(ast.parse(text).body)
    return [f" global {', '.join(found)}"] if found else []
