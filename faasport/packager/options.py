"""`targets.<name>` read into the adapter's own model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Literal, TypeVar

from faasport.project import config_file, overlay, sound
from faasport.project.config import PYTHON, Architecture, UnitSettings
from faasport.project.foreign import Foreign
from faasport.project.model import Project
from faasport.project.problem import Problem, ProblemsFound
from faasport.project.table import text

Unit = Literal["function", "app"]


Raw = Foreign
"""Merged into what we emit, key by key, in the words of the manifest's language: see `raw`."""


class TargetFunction(UnitSettings):
    """`targets.<name>.functions.<function>`: what differs for one function there.

    `raw` is merged into the resource of that function. An adapter subclasses it for its own keys.
    """

    raw: Raw = {}


class TargetOptions(UnitSettings):
    """What every target's table may say. An adapter subclasses it, adds its own keys and narrows
    `unit` to its default."""

    unit: Unit | None = None
    python: Annotated[str, text(pattern=PYTHON)] | None = None
    architecture: Architecture | None = None
    provided: list[str] = []
    """Distributions that the platform has itself, and that are left out of the artifact."""
    raw: Raw = {}
    """Merged into the resource of every function."""
    document: Raw = {}
    """Merged into the whole manifest: resources of the user's own, outputs, providers."""
    functions: Mapping[str, TargetFunction] = {}


Options = TypeVar("Options", bound=TargetOptions)


class UnsoundTable(ProblemsFound):
    """The faults of one target's table. `project` is the one without what is wrong there: with it,
    the rest can be looked at in the same run."""

    def __init__(self, problems: Iterable[Problem], project: Project) -> None:
        super().__init__(problems)
        self.project = project


def read_options(project: Project, target: str, model: type[Options]) -> Options:
    """The target's options, or UnsoundTable with every fault and its place in the file."""
    table = project.options(target)
    try:
        return sound.validated(model, dict(table))
    except ValueError as error:
        from pydantic import ValidationError  # what is sound does without

        if not isinstance(error, ValidationError):
            raise
        from faasport.project.faults import problems_of

        prefix = f"{project.config_table}targets.{target}"
        problems = problems_of(error, model, project.config_file, prefix=prefix)
        rest = config_file.without(table, [detail["loc"] for detail in error.errors()])
        targets = {**project.config.targets, target: rest}
        config = project.config.model_copy(update={"targets": targets})
        raise UnsoundTable(problems, replace(project, config=config)) from error


def tailored(project: Project, options: TargetOptions) -> Project:
    """The project with what its table for one target says in place of the common values."""
    keys = ("python", "architecture")
    own = {key: value for key in keys if (value := getattr(options, key)) is not None}
    own["functions"] = overlay.functions(project.config.functions, options.functions)
    config = overlay.over(project.config, options).model_copy(update=own)
    return replace(project, config=config)
