"""All that a manifest is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from faasport.project.model import Project
from faasport_gcp.packager.options import GcpOptions
from faasport_gcp.packager.places import Places
from faasport_gcp.packager.units import Deployed, Unit, answering, units_of


@dataclass(frozen=True)
class Deployment:
    """A project, its options, and the archive of each deployed function by that one's key."""

    project: Project
    options: GcpOptions
    python: str
    archives: Mapping[str, str] = field(default_factory=dict)

    @property
    def places(self) -> Places:
        return Places(self.project, self.options.resources)

    @property
    def application(self) -> Deployed | None:
        return answering(self.project, self.options)

    @property
    def units(self) -> tuple[Unit, ...]:
        return units_of(self.project)

    @property
    def every(self) -> tuple[Deployed, ...]:
        return (*((self.application,) if self.application else ()), *self.units)
