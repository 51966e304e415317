"""`[tool.faasport.targets.gcp]`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from faasport.packager.options import TargetOptions


class GcpOptions(TargetOptions):
    """Where the function runs, who may call it, and how many instances there may be."""

    region: str = "us-central1"
    firestore_location: str | None = None
    public: bool = True
    max_instances: Annotated[int, Field(ge=1)] = 100
