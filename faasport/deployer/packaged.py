"""What was packaged last, for those commands that ask about what is deployed and make nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from faasport.packager import marker, output
from faasport.packager.output import Output
from faasport.project import discovery
from faasport.project.model import Project

FOLDER = "dist"


def last(project: Project, out: Path | None, target: str) -> Output | None:
    """The output of a target at this stage; None if there is none that this version can read."""
    folder = out or project.root / FOLDER
    found = marker.read(folder / target)
    if found is None or (found.target, found.stage) != (target, project.stage):
        return None
    return output.of_marker(folder, found, unchanged=True)


def declared(project: Project, found: Output | None) -> Project:
    """The project with the functions that were packaged, if any were."""
    if found is None or found.marker is None:
        return project
    return replace(project, functions=discovery.functions_from(found.marker.declared))
