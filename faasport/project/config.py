"""The shape of `[tool.faasport]`, or of faasport.toml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

DEFAULT_PYTHON = "3.13"
DEFAULT_STAGE = "dev"
KEBAB = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
MODULE = r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$"
ENV_NAME = r"^[A-Za-z_][A-Za-z0-9_]*$"
PYTHON = r"^3\.[1-9]\d$"

ProjectName = Annotated[str, StringConstraints(pattern=KEBAB, max_length=63)]
Module = Annotated[str, StringConstraints(pattern=MODULE)]
EnvName = Annotated[str, StringConstraints(pattern=ENV_NAME)]
Memory = Annotated[int, Field(gt=0)]
Timeout = Annotated[int, Field(gt=0)]
Environment = dict[EnvName, str]


class Table(BaseModel):
    """A table of the configuration: nothing but what is listed, no conversion of types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class FunctionSettings(Table):
    """`functions.<name>`: what differs for one function."""

    memory: Memory | None = None
    timeout: Timeout | None = None
    env: Environment = {}


class StageSettings(Table):
    """`stages.<name>`: what differs at one stage; tables merge key by key."""

    memory: Memory | None = None
    timeout: Timeout | None = None
    env: Environment = {}
    functions: dict[str, FunctionSettings] = {}
    targets: dict[str, dict[str, Any]] = {}


class Config(Table):
    """The whole configuration. `targets` stays raw here: each adapter validates its own."""

    name: ProjectName
    modules: Annotated[list[Module], Field(min_length=1)]
    python: Annotated[str, StringConstraints(pattern=PYTHON)] = DEFAULT_PYTHON
    architecture: Literal["x86_64", "arm64"] = "x86_64"
    memory: Memory = 512
    timeout: Timeout = 30
    env: Environment = {}
    include: list[str] = []
    exclude: list[str] = []
    functions: dict[str, FunctionSettings] = {}
    stages: dict[Annotated[str, StringConstraints(pattern=KEBAB)], StageSettings] = {}
    targets: dict[str, dict[str, Any]] = {}
