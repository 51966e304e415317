"""A resource in azapi's words, which are ARM's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport_azure.packager.terraform.expression import NotArmError
from faasport_azure.packager.terraform.functions import group_of
from faasport_azure.packager.terraform.index import Index, Placed
from faasport_azure.packager.terraform.nested import PLACE
from faasport_azure.packager.terraform.row import Block

# Arguments of the block; all else is the body.
_ARGUMENTS = frozenset({"type", "apiVersion", "name", "dependsOn", "comments", *PLACE, "identity"})
_ALIKE = ("location", "tags")


def block(placed: Placed, index: Index) -> Block:
    arm = placed.arm
    body = {k: index.value(v) for k, v in arm.items() if k not in (*_ARGUMENTS, *_ALIKE)}
    return {
        "type": f"{arm['type']}@{arm['apiVersion']}",
        "name": placed.names[-1].template,
        "parent_id": _parent(placed, index),
        **{key: index.value(arm[key]) for key in _ALIKE if key in arm},
        **_identity(arm, index),
        "body": body,
    }


def _parent(placed: Placed, index: Index) -> str:
    if len(placed.names) == 1:
        return group_of(placed.place).template
    above = placed.kind.rpartition("/")[0]
    return index.resource_id(above, placed.names[:-1], placed.place).template


def _identity(arm: Mapping[str, Any], index: Index) -> Block:
    if "identity" not in arm:
        return {}
    kind, *more = arm["identity"].values()
    if more:
        raise NotArmError(str(arm["identity"]))
    return {"identity": {"type": index.value(kind)}}
