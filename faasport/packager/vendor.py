"""The shipped halves: whole directories of the core and of one adapter, never a list of files."""

from __future__ import annotations

from faasport.project import program
from faasport.project.program import location as location

CORE = "faasport"


def shipped(*packages: str) -> dict[str, bytes]:
    """`__init__.py` and `runtime/` of each package, by the path they have in an artifact."""
    return {
        path: content for package in packages for path, content in parts(package, "runtime").items()
    }


def parts(package: str, *folders: str) -> dict[str, bytes]:
    """`__init__.py` and these folders of a package, by their paths from its parent."""
    return program.contents(package, *folders)
