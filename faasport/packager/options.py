"""`targets.<name>` read into the adapter's own model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Literal, TypeVar

from pydantic import Field, StringConstraints, ValidationError

from faasport.project import overlay
from faasport.project.config import PYTHON, Architecture, UnitSettings
from faasport.project.faults import problems_of
from faasport.project.foreign import Foreign
from faasport.project.model import Project
from faasport.project.problem import ProblemsFound

Unit = Literal["function", "app"]


Raw = Foreign
"""Merged into what we emit, key by key, in the words of the manifest's language: see `raw`."""


class TargetFunction(UnitSettings):
    """`targets.<name>.functions.<function>`: what differs for one function there.

    `raw` is merged into the resource of that function. An adapter subclasses it for its own keys.
    """

    raw: Raw = Field(default_factory=dict)


class TargetOptions(UnitSettings):
    """What every target's table may say. An adapter subclasses it, adds its own keys and narrows
    `unit` to its default."""

    unit: Unit | None = None
    python: Annotated[str, StringConstraints(pattern=PYTHON)] | None = None
    architecture: Architecture | None = None
    provided: list[str] = Field(default_factory=list)
    """Distributions that the platform has itself, and that are left out of the artifact."""
    raw: Raw = Field(default_factory=dict)
    """Merged into the resource of every function."""
    document: Raw = Field(default_factory=dict)
    """Merged into the whole manifest: resources of the user's own, outputs, providers."""
    functions: Mapping[str, TargetFunction] = Field(default_factory=dict)


Options = TypeVar("Options", bound=TargetOptions)


def read_options(project: Project, target: str, model: type[Options]) -> Options:
    """The target's options, or ProblemsFound with every fault and its place in the file."""
    try:
        return model.model_validate(dict(project.options(target)))
    except ValidationError as error:
        prefix = f"{project.config_table}targets.{target}"
        raise ProblemsFound(
            problems_of(error, model, project.config_file, prefix=prefix)
        ) from error


def tailored(project: Project, options: TargetOptions) -> Project:
    """The project with what its table for one target says in place of the common values."""
    keys = ("python", "architecture")
    own = {key: value for key in keys if (value := getattr(options, key)) is not None}
    own["functions"] = overlay.functions(project.config.functions, options.functions)
    config = overlay.over(project.config, options).model_copy(update=own)
    return replace(project, config=config)
