"""The contract of an adapter: what the packager asks of a platform.

An adapter is found by the entry-point group `faasport.adapters` (`aws =
"faasport_aws.packager:AwsTarget"`), made without arguments, and asked for data only: it touches no
disk, starts no process and imports no code of the user's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol, runtime_checkable

from faasport.packager.capability import Capabilities
from faasport.packager.dialect import Dialect
from faasport.packager.limit_table import Limits
from faasport.project.model import Project
from faasport.project.problem import Problem

Files = Mapping[str, bytes]
"""Path inside the artifact, parted by "/", to content."""


@dataclass(frozen=True)
class WheelTarget:
    """What compiled wheels must fit: a Python ("3.13") and a tag of `uv --python-platform`."""

    python: str
    platform: str


@dataclass(frozen=True)
class Dependencies:
    """The files of the wheels, bytecode included."""

    files: Files
    """What every function gets."""
    groups: Mapping[str, Files] = field(default_factory=dict)
    """By function, of those that name `groups`: all of its files, the common ones among them."""

    def of(self, *functions: str) -> Files:
        """What a unit needs that serves these."""
        every = [self.groups.get(function, self.files) for function in functions]
        return {**self.files, **{path: text for files in every for path, text in files.items()}}


@dataclass(frozen=True)
class SizeLimit:
    """The most bytes that an artifact may have, as its files or as a zip of them; or one folder
    `within` it, whose path ends with "/". `beside` are the paths of other artifacts that count with
    it. See `sizes.unpacked` and `sizes.zipped`."""

    measure: Literal["unpacked", "zipped"]
    most: int
    source: str
    beside: tuple[str, ...] = ()
    within: str = ""
    ways: tuple[str, ...] = ()
    """What else the platform offers for large ones, each a sentence."""


@dataclass(frozen=True)
class Artifact:
    """One thing to upload: a zip (`archive`), or a folder of files. `path` is relative.

    The core holds it to `limits`, warns before them, and says what weighs most.
    """

    path: str
    files: Files
    functions: tuple[str, ...]
    archive: bool = True
    limits: tuple[SizeLimit, ...] = ()


@dataclass(frozen=True)
class Provided:
    """A distribution that a platform has itself: which version, in words, and the page."""

    version: str
    source: str


@dataclass(frozen=True)
class Plan:
    """All that is written for one target: artifacts, and manifests by relative path."""

    artifacts: tuple[Artifact, ...]
    manifests: Files
    warnings: tuple[str, ...] = field(default=())


@runtime_checkable
class Target(Protocol):
    """One platform, as its adapter's packager half describes it."""

    name: ClassVar[str]
    runtime_package: ClassVar[str]
    """The import package whose `__init__.py` and `runtime/` ship, such as "faasport_aws"."""
    host: ClassVar[str]
    """"module:Class" of the vendor's real runtime on this machine; the verifier loads it."""
    minimum_python: ClassVar[str]
    capabilities: ClassVar[Capabilities]
    """What it makes of every kind of trigger in `capability.KINDS`."""
    limits: ClassVar[Limits]
    """What it takes and has; `faasport check` holds projects to it."""
    dialect: ClassVar[Dialect]
    """How code shows that it was written for this platform alone."""
    provided: ClassVar[Mapping[str, Provided]]
    """What its runtime has installed already, by normalised name."""
    tool_files: ClassVar[tuple[str, ...]]
    """Globs of what the platform's own tools leave in the output folder (Terraform's state):
    a new package keeps them."""

    def check(self, project: Project) -> list[Problem]:
        """Options, limits and names: every problem at once."""
        ...

    def wheels(self, project: Project) -> WheelTarget:
        """What the dependencies are resolved for; never less than `minimum_python`."""
        ...

    def requirements(self, project: Project) -> tuple[str, ...]:
        """What the platform itself needs inside the artifact, beside the user's dependencies."""
        ...

    def entries(self, project: Project) -> Files:
        """The generated files at the code root, beside `faasport_app.py`."""
        ...

    def plan(self, project: Project, code: Files, dependencies: Dependencies) -> Plan:
        """Place code and dependencies (bytecode included) and render the manifests.

        `code` holds the user's sources, the generated entries and the shipped halves. Where both
        have a path, the file of `code` is the one that the program must find.
        """
        ...
