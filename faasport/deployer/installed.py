"""The deploying half of a target, loaded by its name."""

from __future__ import annotations

from importlib import import_module

from faasport.deployer.deployer import Deployer
from faasport.deployer.faults import Unsupported
from faasport.packager.target import Target


def of(target: Target) -> type[Deployer]:
    """The class that an adapter names. Adapters need not have one."""
    place: str = getattr(target, "deployer", "")
    if not place:
        raise Unsupported(
            f"target {target.name}",
            "its adapter does not deploy.",
            "Give the folder that `faasport package` makes to the platform's own tool.",
        )
    module, _, name = place.partition(":")
    found: type[Deployer] = getattr(import_module(module), name)
    return found
