"""The user's top-level modules beside others: ours, those of the dependencies, and Python's own."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from faasport.packager.target import Files, Target
from faasport.project import discovery
from faasport.project.model import Project
from faasport.project.problem import Problem

_PACKAGE = "__init__.py"
_SUFFIXES = (".py", ".so", ".pyd")


def clashes(sources: Files, dependencies: Files, prefix: str) -> list[Problem]:
    """Problems for modules that a dependency has too: one would hide the other. Folders without
    an `__init__.py`, on both sides, share a name (PEP 420)."""
    own, others = _owned(sources), _owned(dependencies)
    names = (own.keys() & _tops(dependencies)) | (_tops(sources) & others.keys())
    return [
        Problem(
            code="name-taken",
            where=prefix + own.get(name, name),
            message=f"a dependency has a module {name!r} too ({others.get(name, name)}).",
            fix="Rename this one, or keep it out with `exclude`.",
        )
        for name in sorted(names)
    ]


def taken(
    project: Project, target: Target, sources: Files, generated: Iterable[str]
) -> list[Problem]:
    """User's modules whose name is that of one which we generate or ship."""
    ours = {_module(path) for path in generated}
    theirs = {path.partition("/")[0] for path in sources if path.endswith(".py")}
    return [
        Problem(
            code="name-taken",
            where=discovery.prefix(project) + name,
            message=f"an artifact for {target.name} has a module {_module(name)!r} of its own.",
            fix="Rename this one, or keep it out with `exclude`.",
        )
        for name in sorted(theirs)
        if _module(name) in ours
    ]


def hidden(sources: Files, prefix: str) -> list[str]:
    """Warnings for modules that take the name of one of Python's own."""
    own = _owned(sources)
    return [
        f"{prefix}{own[name]} hides Python's own module {name!r}, which a platform's runtime may "
        "need to start: rename it."
        for name in sorted(own.keys() & sys.stdlib_module_names)
    ]


def _owned(files: Iterable[str]) -> dict[str, str]:
    """Modules at the root, by name: what no other folder can add to."""
    paths = [path.split("/") for path in files if path.endswith(_SUFFIXES)]
    return {
        parts[0].partition(".")[0]: "/".join(parts)
        for parts in paths
        if len(parts) == 1 or parts[1:] == [_PACKAGE]
    }


def _tops(files: Iterable[str]) -> set[str]:
    return {path.partition("/")[0].partition(".")[0] for path in files if path.endswith(_SUFFIXES)}


def _module(path: str) -> str:
    return path.partition("/")[0].removesuffix(".py")
