"""What `faasport package` made, or found to be there already."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from faasport.packager import sbom
from faasport.packager.marker import Built, Marker
from faasport.packager.observed import Observed
from faasport.packager.sizes import Size
from faasport.project.model import Project
from faasport.project.survey import Question


@dataclass(frozen=True)
class Output:
    """What one target's folder holds; artifact and manifest paths are relative to it."""

    target: str
    directory: Path
    artifacts: tuple[Built, ...]
    manifests: tuple[str, ...]
    warnings: tuple[str, ...]
    sizes: tuple[Size, ...]
    sbom: str = sbom.FILE
    unchanged: bool = field(default=False, compare=False)
    """Whether it was there already, and nothing was written."""
    marker: Marker | None = field(default=None, compare=False, repr=False)
    """What lies in the folder, to the file."""


@dataclass(frozen=True)
class Package:
    """A project with its functions, and one output for each target."""

    project: Project
    outputs: tuple[Output, ...]
    observed: Observed | None = field(default=None, compare=False, repr=False)
    """What it was made from, as far as a stamp needs to know."""
    asked: Question | None = field(default=None, compare=False, repr=False)
    """What was asked about the user's modules, if that was necessary."""


def of_marker(out: Path, found: Marker, *, unchanged: bool = False) -> Output:
    return Output(
        target=found.target,
        directory=out / found.target,
        artifacts=found.artifacts,
        manifests=found.manifests,
        warnings=found.warnings,
        sizes=found.sizes,
        unchanged=unchanged,
        marker=found,
    )
