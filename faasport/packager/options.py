"""`targets.<name>` read into the adapter's own model."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from faasport.project.config import PYTHON, Environment, Memory, Timeout
from faasport.project.faults import problems_of
from faasport.project.model import Project
from faasport.project.problem import ProblemsFound

Unit = Literal["function", "app"]


class TargetOptions(BaseModel):
    """What every target's table may say. An adapter subclasses it, adds its own keys and narrows
    `unit` to its default."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    unit: Unit | None = None
    python: Annotated[str, StringConstraints(pattern=PYTHON)] | None = None
    architecture: Literal["x86_64", "arm64"] | None = None
    memory: Memory | None = None
    timeout: Timeout | None = None
    env: Environment = {}


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
    keys = ("python", "architecture", "memory", "timeout")
    own = {key: value for key in keys if (value := getattr(options, key)) is not None}
    env = {**project.config.env, **options.env}
    return replace(project, config=project.config.model_copy(update={**own, "env": env}))
