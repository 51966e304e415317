"""The resource group, which may be going while it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.deployer import faults, waiting
from faasport.deployer.deployer import Progress
from faasport.packager.pipeline import silent
from faasport_azure.deployer.arm import Arm
from faasport_azure.packager.arm.elsewhere import API

_LONGEST = 1800.0
_GOING = "Deleting"


def found(arm: Arm, progress: Progress = silent) -> Mapping[str, Any] | None:
    """The group; None where there is none, once one that is being deleted is gone."""
    group: Mapping[str, Any] | None = arm.get(arm.place.path, API)
    if group is None or _state(group) != _GOING:
        return group
    gone(arm, progress)
    return None


def gone(arm: Arm, progress: Progress) -> None:
    """Wait until it is."""

    def is_gone() -> bool | None:
        if arm.get(arm.place.path, API) is None:
            return True
        progress(f"Waiting until the resource group {arm.place.group} is gone")
        return None

    if waiting.until(is_gone, within=_LONGEST) is None:
        raise faults.Unsettled(
            arm.place.where,
            "the resource group is still there half an hour after it was deleted.",
            "See its activity log in the portal; then give the same command again.",
        )


def _state(group: Mapping[str, Any]) -> str:
    return str((group.get("properties") or {}).get("provisioningState") or "")
