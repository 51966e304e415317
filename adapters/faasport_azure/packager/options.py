"""`[tool.faasport.targets.azure]`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from faasport.packager.options import TargetOptions, Unit


class AzureOptions(TargetOptions):
    """One Azure function a route, or one for all; how many instances there may be; and what
    queues are."""

    unit: Unit | None = "function"
    # https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan#scale
    max_instances: Annotated[int, Field(ge=1, le=1000)] = 100
    queue: Literal["storage", "service-bus"] = "storage"
