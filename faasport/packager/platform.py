"""What the targets of all platforms have in common, beside their tables."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Generic

from faasport.packager import capability, runtimes
from faasport.packager.capability import Capabilities
from faasport.packager.dialect import Dialect
from faasport.packager.limit_table import Limits
from faasport.packager.options import Options, read_options, tailored
from faasport.packager.runtimes import Runtimes
from faasport.packager.target import Provided, WheelTarget
from faasport.project.model import Project
from faasport.project.problem import Problem, ProblemsFound


class Platform(ABC, Generic[Options]):
    """The part of a `Target` that follows from an adapter's tables. The adapter adds
    `problems`, `entries` and `plan`."""

    name: ClassVar[str]
    minimum_python: ClassVar[str]
    runtimes: ClassVar[Runtimes]
    capabilities: ClassVar[Capabilities]
    limits: ClassVar[Limits]
    dialect: ClassVar[Dialect]
    provided: ClassVar[Mapping[str, Provided]] = {}
    tool_files: ClassVar[tuple[str, ...]] = ()
    deployer: ClassVar[str] = ""
    """"module:Class" of the half that deploys; the commands that need it load it."""
    options: type[Options]

    def check(self, project: Project) -> list[Problem]:
        try:
            project, options = self.read(project)
        except ProblemsFound as found:
            return list(found.problems)
        return [
            *runtimes.unsupported(self.name, project, self.minimum_python, self.runtimes),
            *capability.refused(self.name, project, self.capabilities),
            *self.problems(project, options),
        ]

    def wheels(self, project: Project) -> WheelTarget:
        project, _ = self.read(project)
        return runtimes.wheel_target(self.name, project, self.minimum_python, self.runtimes)

    def requirements(self, project: Project) -> tuple[str, ...]:  # noqa: ARG002
        return ()

    def read(self, project: Project) -> tuple[Project, Options]:
        """The project as this target sees it, and the target's own options."""
        options = read_options(project, self.name, self.options)
        return tailored(project, options), options

    def python(self, project: Project) -> str:
        """The Python that the artifact is made for."""
        return runtimes.python_for(project, self.minimum_python)

    @abstractmethod
    def problems(self, project: Project, options: Options) -> list[Problem]:
        """What the platform refuses of a project whose options are read."""
