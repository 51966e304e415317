"""The contract of an importer: one way of deploying functions that applications come from.

Found by the entry-point group `faasport.origins` (`serverless = "acme.importer:Serverless"`), made
without arguments. It reads files; it runs nothing, writes nothing and asks no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from faasport.migrator.draft import Draft


@dataclass(frozen=True)
class Asked:
    """What the user says to an importer: the stage whose values count, and options of the origin's
    own command line (`${opt:region}`)."""

    stage: str = "dev"
    options: Mapping[str, str] = field(default_factory=dict)


@runtime_checkable
class Origin(Protocol):
    """One format."""

    name: ClassVar[str]
    """What `--from` calls it."""
    title: ClassVar[str]
    """What people call it: "Serverless Framework"."""

    def recognised(self, folder: Path) -> Path | None:
        """The file that shows a project to be of this format, and None where there is none."""
        ...

    def read(self, folder: Path, file: Path, asked: Asked) -> Draft:
        """The application. Raises ProblemsFound for a file that cannot be read at all."""
        ...


@runtime_checkable
class Guessing(Origin, Protocol):
    """One whose files may be nothing but sources, and a command that serves them."""

    def likely(self, folder: Path) -> Path | None:
        """A file that may be of this format, in a folder that no origin recognises."""
        ...
