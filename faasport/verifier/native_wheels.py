"""Compiled dependencies for this machine, where the artifact's are for another.

A Lambda function for arm64, checked on x86: its Python code runs as it is; its compiled modules
cannot. They alone are replaced, and the report says so.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from faasport.packager.target import Target, WheelTarget
from faasport.packager.wheels import groups, requirements
from faasport.packager.wheels.workspace import Workspace, runs_here
from faasport.project.model import Project
from faasport.project.problem import ProblemsFound
from faasport.verifier.environments import UnavailableError

COMPILED = frozenset({".so", ".pyd", ".dylib"})


def replace(target: Target, project: Project, search_path: Sequence[Path]) -> tuple[str, ...]:
    """Replace what cannot be loaded here; a note for the report if there was anything."""
    wheels = target.wheels(project)
    foreign = [file for root in search_path for file in _compiled(root)]
    if runs_here(wheels) or not foreign:
        return ()
    for file in foreign:
        file.unlink()
    wanted = (
        *requirements.of_project(project.root, groups.used(project.config)),
        *target.requirements(project),
    )
    try:
        with tempfile.TemporaryDirectory(prefix="faasport-wheels-") as scratch:
            workspace = Workspace(Path(scratch), project.root)
            _overlay(workspace.wheels(WheelTarget(wheels.python, ""), wanted), search_path)
    except ProblemsFound as error:
        raise UnavailableError(f"no compiled dependencies for this machine: {error}") from error
    note = f"{len(foreign)} compiled modules for {wheels.platform} were replaced by this machine's."
    return (note,)


def _compiled(root: Path) -> Iterator[Path]:
    return (file for file in sorted(root.rglob("*")) if _is_compiled(file))


def _is_compiled(file: Path) -> bool:
    """A shared library, also one with a version behind its suffix (libx.so.1)."""
    return not COMPILED.isdisjoint(file.suffixes) and file.is_file()


def _overlay(local: Path, search_path: Sequence[Path]) -> None:
    for file in _compiled(local):
        relative = file.relative_to(local)
        # Where the rest of the package lies; a folder of bundled libraries has no rest.
        owners = [root for root in search_path if (root / relative.parts[0]).exists()]
        destination = (owners or [search_path[-1]])[0] / relative
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, destination)
