"""How the events of one trigger reach its function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from faasport.project.model import DeclaredTrigger
from faasport_aws.packager.policy import Resources
from faasport_aws.packager.units import Unit

EVENT = "Trigger"
"""What each function of ours calls its one event source; SAM's own resources are named after it."""


@dataclass(frozen=True)
class Wiring:
    """SAM's event source, and resources of this function alone."""

    event: Mapping[str, Any]
    resources: Resources = field(default_factory=dict)
    properties: Mapping[str, Any] = field(default_factory=dict)
    """Further properties of the function."""


def trigger_of(unit: Unit) -> DeclaredTrigger:
    """What the function listens to."""
    if unit.consumer is None:
        raise ValueError(f"{unit.label} answers HTTP.")
    return unit.consumer.trigger


def made_by_sam(unit: Unit) -> str:
    """The logical id of what SAM makes of the event source.

    https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
    """
    return f"{unit.logical_id}Function{EVENT}"
