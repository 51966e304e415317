"""`[tool.faasport.targets.vercel]`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from faasport.packager.options import TargetOptions

# https://vercel.com/docs/edge-network/regions
Region = Annotated[str, StringConstraints(pattern=r"^[a-z]{3}\d$")]


class VercelOptions(TargetOptions):
    """Where the one function runs; without regions, where the project's settings say."""

    regions: list[Region] = Field(default_factory=list)
