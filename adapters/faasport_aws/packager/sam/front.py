"""What a front brings into a SAM template: resources, what it adds to its functions, outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from faasport_aws.packager.units import Unit

Units = tuple[Unit, ...]


@dataclass(frozen=True)
class Front:
    """What one front brings into the template. `properties` are by label of a function."""

    outputs: Mapping[str, Any]
    resources: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    properties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)


def url(value: Mapping[str, Any]) -> dict[str, Any]:
    """The output that says where the application is."""
    return {"Url": {"Description": "Where the application answers.", "Value": value}}
